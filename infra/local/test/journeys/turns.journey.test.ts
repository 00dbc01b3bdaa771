import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { misbehave, ready } from '../stack.ts'
import { begin, expectNoFaults } from './journey.ts'

let browser: Browser
beforeAll(async () => {
  // Slow enough that something can happen in the midst of an answer.
  await misbehave('claude', { latencyMs: 50, tokensPerSecond: 12 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await misbehave('claude', { reset: true })
})

/** The prose alone: the line that tells the stage is a paragraph too. */
const words = (page: Page) => page.getByTestId('answer').last().locator('p.whitespace-pre-line').first()
const said = async (page: Page) => (await words(page).textContent()) ?? ''

/** Resolves when some words are there and the answer goes on. */
async function inTheMidst(page: Page): Promise<void> {
  await expect.poll(async () => (await said(page)).length).toBeGreaterThan(10)
  await page.getByTestId('stop').waitFor()
}

async function begun(page: Page, question: string): Promise<string> {
  await page.getByTestId('composer').fill(question)
  await page.getByTestId('send').click()
  await page.waitForURL(/\/chat\/0/)
  await inTheMidst(page)
  return new URL(page.url()).pathname
}

it('two tabs show one answer, and either of them can stop it', async () => {
  const journey = await begin(browser, '/chat')
  const { page, context } = journey
  const path = await begun(page, 'BTC 어때?')
  const other = await context.newPage()
  await other.goto(ready().web + path)
  await inTheMidst(other)
  await other.getByTestId('stop').click()
  await page.getByTestId('send').waitFor()
  await other.getByTestId('send').waitFor()
  const stopped = await said(page)
  expect(stopped.length).toBeGreaterThan(10)
  expect(await said(other)).toBe(stopped)
  await page.reload()
  await words(page).waitFor()
  expect(await said(page)).toBe(stopped)
  await expectNoFaults(journey)
  await context.close()
})

it('a connection that is lost in the midst of an answer costs no word and doubles none', async () => {
  await misbehave('claude', { tokensPerSecond: 30 })
  const journey = await begin(browser, '/chat')
  const { page, context } = journey
  await begun(page, 'ETH 어때?')
  const before = await said(page)
  await context.setOffline(true)
  await context.setOffline(false)
  await page.getByTestId('send').waitFor()
  const whole = await said(page)
  expect(whole.slice(0, before.length)).toBe(before)
  expect(whole.length).toBeGreaterThan(before.length)
  await page.reload()
  await words(page).waitFor()
  expect(await said(page)).toBe(whole)
  await context.close()
})

it('a chat that is deleted in the midst of its answer is gone, here and for good', async () => {
  const journey = await begin(browser, '/chat')
  const { page, context, person } = journey
  const path = await begun(page, 'SOL 어때?')
  await page.getByRole('button', { name: '삭제' }).click()
  await page.waitForURL('**/chat')
  await page.getByTestId('undo-bar').waitFor({ state: 'detached' })
  await expect
    .poll(async () => (await person.request(`/api${path.replace('chat', 'chats')}`)).status)
    .toBe(404)
  await page.reload()
  await page.getByTestId('composer').waitFor()
  expect(await page.locator(`a[href="${path}"]`).count()).toBe(0)
  await context.close()
})
