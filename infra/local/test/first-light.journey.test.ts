import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type Visit, visit, watchAnswer } from './browser.ts'
import { misbehave, ready } from './stack.ts'

let browser: Browser
beforeAll(async () => {
  // The pace of a real model: the answer has to be seen growing.
  await misbehave('claude', { latencyMs: 300, tokensPerSecond: 60 })
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** From the landing page through the provider's page to the chats. */
async function signIn(page: Page): Promise<void> {
  await page.goto(ready().web)
  await page
    .getByRole('button', { name: /Google/ })
    .first()
    .click()
  await page.getByLabel('Email').fill(`${randomUUID()}@example.com`)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(`${ready().web}/chat**`)
}

/** Asks, and resolves when the answer is complete, with how it grew on screen. */
async function ask(page: Page, question: string): Promise<number[]> {
  await page.getByRole('textbox').fill(question)
  const answer = await watchAnswer(page)
  await page.getByTestId('send').click()
  return answer.grown()
}

const numberIn = (text: string | null) => Number(/[\d,]+(\.\d+)?/.exec(text ?? '')?.[0].replaceAll(',', ''))

/** How far the page is wider than its window, in pixels. */
const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** What went wrong on the page; that nobody was signed in at first is no fault. */
const faults = ({ complaints }: Visit) =>
  complaints.filter((complaint) => !complaint.includes('/api/users/me') && !complaint.includes('favicon'))

describe('a first conversation', () => {
  it('in Korean: signs in, sees the answer grow, checks a figure against the ticker and its source, reloads', async () => {
    const visitor = await visit(browser)
    const { page } = visitor
    await signIn(page)

    expect((await ask(page, 'BTC 어때?')).length).toBeGreaterThan(3)
    for (const agent of ['manager', 'analyst', 'persona', 'risk']) {
      await page.locator(`[data-testid=stage-${agent}][data-status=done]`).first().waitFor()
    }
    await page.getByText('데모 멘토').first().waitFor()
    await page.getByText('재생 시세').first().waitFor()

    const price = page.locator('[data-testid=answer] [data-fact-id="BTC.price"]').first()
    const onTicker = numberIn(await page.getByTestId('quote-BTC').first().textContent())
    // The market moves on while the answer is written, but not by a percent.
    expect(Math.abs(numberIn(await price.textContent()) / onTicker - 1)).toBeLessThan(0.01)

    await price.hover()
    const source = page.getByTestId('source-sheet')
    await source.waitFor()
    expect(await source.textContent()).toContain('Binance')
    await page.mouse.move(0, 0)

    const prose = page.getByTestId('answer').last().locator('p').first()
    const said = await prose.textContent()
    await page.reload()
    await prose.waitFor()
    expect(await prose.textContent()).toBe(said)
    expect(await page.getByTestId('question').textContent()).toContain('BTC 어때?')
    expect(faults(visitor)).toEqual([])
    await visitor.context.close()
  })

  it('in English: the app and the mentor speak it', async () => {
    const visitor = await visit(browser, { locale: 'en-US' })
    const { page } = visitor
    await signIn(page)
    await ask(page, 'How is SOL doing?')
    const answer = await page.getByTestId('answer').last().textContent()
    expect(answer).toContain('demo mentor')
    expect(answer).not.toMatch(/[가-힣]/)
    expect(await page.locator('[data-testid=answer] [data-fact-id="SOL.price"]').count()).toBeGreaterThan(0)
    expect(faults(visitor)).toEqual([])
    await visitor.context.close()
  })

  it('on a phone of 360 pixels: nothing is cut off, and a tap shows the source', async () => {
    const visitor = await visit(browser, { width: 360, height: 740 })
    const { page } = visitor
    await page.goto(ready().web)
    expect(await overflow(page)).toBe(0)
    await signIn(page)
    await ask(page, 'ETH 어때?')
    expect(await overflow(page)).toBe(0)
    await page.locator('[data-testid=answer] [data-fact-id="ETH.price"]').first().click()
    await page.getByTestId('source-sheet').waitFor()
    const box = await page.getByTestId('source-sheet').boundingBox()
    expect(box?.x).toBeGreaterThanOrEqual(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360)
    expect(faults(visitor)).toEqual([])
    await visitor.context.close()
  })
})
