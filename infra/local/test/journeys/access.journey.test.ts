import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { everywhere, findingsIn, type Resident, resident } from './everywhere.ts'

let browser: Browser
let whole: Resident
beforeAll(async () => {
  browser = await openBrowser()
  whole = await resident()
})
afterAll(() => browser.close())

/** The pages that differ most; all of them, in both languages, are in access.faults.test.ts. */
const sample = ['landing', 'chat', 'portfolio', 'settings', 'admin']

it('pages are clean to axe in both themes', async () => {
  const findings: string[] = []
  const places = whole.places.filter(({ name }) => sample.includes(name))
  await everywhere(browser, { ...whole, places }, { locale: 'ko', width: 390 }, async (page, place) => {
    findings.push(...(await findingsIn(page, place)))
  })
  expect(findings).toEqual([])
})
