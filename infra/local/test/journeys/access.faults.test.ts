import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { everywhere, findingsIn, type Resident, resident } from './everywhere.ts'

let browser: Browser
let whole: Resident
beforeAll(async () => {
  browser = await openBrowser()
  whole = await resident()
})
afterAll(() => browser.close())

describe('every page is clean to axe in both themes', () => {
  it.each([
    { locale: 'ko', width: 360 },
    { locale: 'ko', width: 1440 },
    { locale: 'en', width: 360 },
    { locale: 'en', width: 1440 },
  ] as const)('in $locale at $width px', async (look) => {
    const findings: string[] = []
    await everywhere(browser, whole, look, async (page, place) => {
      findings.push(...(await findingsIn(page, place)))
    })
    expect(findings).toEqual([])
  })
})
