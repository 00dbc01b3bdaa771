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

it('every page fits a window at 400 % zoom without scrolling sideways', async () => {
  // 1280 px at 400 % are 320 CSS pixels (WCAG 1.4.10).
  const wide: string[] = []
  await everywhere(browser, whole, { locale: 'en', width: 320, height: 512 }, async (page, { name }) => {
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    if ((await page.evaluate(overflow)) !== 0) wide.push(name)
  })
  expect(wide).toEqual([])
})
