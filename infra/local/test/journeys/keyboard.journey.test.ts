import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { misbehave } from '../stack.ts'
import { answered, begin, expectNoFaults } from './journey.ts'

let browser: Browser
beforeAll(async () => {
  await misbehave('claude', { latencyMs: 50, tokensPerSecond: 300 })
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** What the focus is on, by the name that a test or a screen reader has for it; '' where it is lost. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const at = document.activeElement
    if (at === document.body) return ''
    return (at.getAttribute('data-testid') ?? at.getAttribute('aria-label') ?? at.textContent).trim()
  })()`)

it('with the keyboard alone: asks, checks a figure, goes elsewhere by the palette and back, and is never lost', async () => {
  const journey = await begin(browser, '/market')
  const { page } = journey
  await page.getByTestId('quote-BTC').waitFor()
  // The first stop leads past everything that is on every page.
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('본문으로 건너뛰기')
  await page.keyboard.press('Enter')
  const inContent = () => page.evaluate('document.activeElement.closest("main") !== null')
  await expect.poll(inContent).toBe(true)
  await page.keyboard.press('Tab')
  expect(await inContent()).toBe(true)
  await page.keyboard.press('Control+Shift+O')
  await page.waitForURL('**/chat/new')
  await expect.poll(() => focused(page)).toBe('composer')
  await page.keyboard.type('BTC 어때?')
  await page.keyboard.press('Enter')
  const answer = await answered(page)
  expect(await focused(page)).toBe('composer')
  // Read aloud once, whole.
  await expect
    .poll(() => page.locator('p[aria-live=polite].sr-only').textContent())
    .toContain('월렛 버핏의 답')

  const figure = answer.getByTestId('fact').first()
  await figure.focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('source-sheet').waitFor()
  await page.keyboard.press('Escape')
  await page.getByTestId('source-sheet').waitFor({ state: 'detached' })
  expect(await focused(page)).toBe(await figure.getAttribute('data-testid'))

  await page.keyboard.press('Control+k')
  await page.getByTestId('palette').waitFor()
  await page.keyboard.type('ㅇㄷㄹㅇ')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/market/ETH')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.goBack()
  await page.getByTestId('answer').waitFor()
  await expectNoFaults(journey)
  await journey.context.close()
})

it('no question is sent while Korean is still being composed', async () => {
  const { page, context } = await begin(browser, '/chat')
  const keyboard = await context.newCDPSession(page)
  await page.getByTestId('composer').focus()
  await keyboard.send('Input.imeSetComposition', { text: '비트코', selectionStart: 3, selectionEnd: 3 })
  // What Chromium sends for a key that the input method has taken.
  const enter = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 }
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter })
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter })
  // Some input methods leave the key its name, within the composition.
  const named = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13 }
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...named })
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...named })
  expect(new URL(page.url()).pathname).toBe('/chat')
  expect(await page.getByTestId('composer').inputValue()).toContain('비트코')
  await keyboard.send('Input.insertText', { text: '비트코인' })
  await page.keyboard.press('Enter')
  await page.waitForURL('**/chat/*')
  expect(await page.getByTestId('question').textContent()).toContain('비트코인')
  await context.close()
})
