import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, visit } from '../browser.ts'
import { holdPrice, trade, tradesOf } from '../portfolio/desk.ts'
import { kill, misbehave, ready, signIn } from '../stack.ts'
import { ask, begin, expectNoFaults } from './journey.ts'

let browser: Browser
beforeAll(async () => {
  await misbehave('claude', { latencyMs: 50, tokensPerSecond: 300, lean: 'buy' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await misbehave('claude', { reset: true })
})

describe('advice that leans one way', () => {
  it('is tried with one tap, taken back, tried again, and found in the portfolio', async () => {
    const journey = await begin(browser, '/portfolio', { width: 390, height: 800 })
    const { page, person } = journey
    // A newcomer's empty portfolio leads to a question.
    await page.getByRole('button', { name: '첫 질문 하기' }).click()
    await page.getByTestId('send').click()
    const card = page.getByTestId('signal')
    await card.waitFor()
    await card.getByTestId('fact').first().waitFor()

    await card.getByLabel('담을 금액').fill('2,000')
    await card.getByRole('button', { name: '담아보기' }).click()
    await card.getByTestId('signal-taken').waitFor()
    expect(await tradesOf(person)).toHaveLength(1)
    await card.getByRole('button', { name: /되돌리기/ }).click()
    await card.getByRole('button', { name: '담아보기' }).waitFor()
    expect(await tradesOf(person)).toEqual([])

    await card.getByLabel('담을 금액').fill('2,000')
    await card.getByRole('button', { name: '담아보기' }).click()
    await card.getByTestId('signal-taken').waitFor()
    await page.reload()
    await card.getByTestId('signal-taken').waitFor()
    await card.getByRole('link', { name: '포트폴리오 보기' }).click()

    const row = page.getByTestId('trade')
    await row.locator('summary').click()
    await row.getByRole('link', { name: '이 조언을 한 답변' }).click()
    await card.waitFor()
    const [made] = await tradesOf(person)
    expect(Number(made?.quantity) * Number(made?.price)).toBeCloseTo(2000, 2)
    await expectNoFaults(journey)
    await journey.context.close()
  })

  it('is not tried on a market that stands still, and says so', async () => {
    const journey = await begin(browser, '/chat')
    const { page, person } = journey
    await ask(page, 'BTC 지금 사도 될까?')
    const card = page.getByTestId('signal')
    const take = card.getByRole('button', { name: '담아보기' })
    await take.waitFor()
    await kill('standIns', 'SIGSTOP')
    try {
      await take.click()
      await card.getByText('지금 실시간 시세가 없어', { exact: false }).waitFor()
    } finally {
      await kill('standIns', 'SIGCONT')
    }
    expect(await tradesOf(person)).toEqual([])
    await journey.context.close()
  })
})

describe('the portfolio', () => {
  it('moves with the market, is sorted, closed in part, and taken along as a file', async () => {
    const person = await signIn()
    await holdPrice('ETH', 4000)
    await trade(person, { symbol: 'ETH', side: 'buy', quantity: '1' })
    await trade(person, { symbol: 'XRP', side: 'buy', usdt: '100' })
    const journey = await begin(browser, '/portfolio', { person })
    const { page } = journey
    const value = page.getByTestId('portfolio-value')
    await expect.poll(() => value.textContent()).toMatch(/^4,(09|10)/)
    await holdPrice('ETH', 5000)
    await expect.poll(() => value.textContent()).toMatch(/^5,(09|10)/)

    const coins = () => page.getByTestId('trade').locator('summary').allTextContents()
    expect((await coins())[0]).toContain('엑스알피')
    await page.getByRole('combobox', { name: '정렬' }).selectOption('return')
    expect((await coins())[0]).toContain('이더리움')

    const first = page.getByTestId('trade').first()
    await first.locator('summary').click()
    await first.getByRole('button', { name: '정리하기' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('0.4')
    await dialog.getByRole('button', { name: '정리하기' }).click()
    await first.getByText('0.6 ETH', { exact: false }).waitFor()

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV 내려받기' }).click(),
    ])
    expect(await readFile(await download.path(), 'utf8')).toContain('ETH')
    await expectNoFaults(journey)
    await journey.context.close()
  })

  it('can be several, holds trades by hand that are taken back in time, and is reviewed on its page', async () => {
    const person = await signIn()
    const journey = await begin(browser, '/portfolio', { person, width: 390, height: 844 })
    const { page } = journey
    await page.getByRole('button', { name: '포트폴리오 관리' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: '새 포트폴리오 이름' }).fill('느린 돈')
    await dialog.getByRole('button', { name: '만들기' }).click()
    const managed = dialog.getByTestId('managed-portfolio').filter({ hasText: '느린 돈' })
    await managed.getByRole('button', { name: '기본으로' }).click()
    await managed.getByText('기본', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: '닫기' }).click()
    await page.getByRole('radio', { name: '느린 돈' }).click()

    const record = async () => {
      await page.getByRole('button', { name: '직접 기록하기' }).click()
      await dialog.getByLabel('금액 단위').selectOption('BTC')
      await dialog.getByLabel('담을 금액').fill('0.5')
      await dialog.getByRole('button', { name: '기록하기' }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await record()
    await page.getByRole('button', { name: /되돌리기/ }).click()
    await page.getByText('기록을 되돌렸습니다.').waitFor()
    expect(await tradesOf(person)).toEqual([])
    await record()
    expect(await tradesOf(person)).toMatchObject([{ symbol: 'BTC', quantity: '0.5', signal: null }])
    await page.getByRole('region', { name: '자산 구성' }).getByText('100.00%').waitFor()

    await page.getByRole('button', { name: '멘토에게 점검받기' }).click()
    const review = page.getByRole('region', { name: '멘토에게 점검받기' })
    await review.locator('[data-fact-id^="portfolio."]').first().waitFor()

    await page.getByRole('button', { name: '포트폴리오 관리' }).click()
    await managed.getByRole('button', { name: '삭제' }).click()
    await managed.getByRole('button', { name: '모두 지우기' }).click()
    await managed.waitFor({ state: 'detached' })
    expect(await tradesOf(person)).toEqual([])
    await expectNoFaults(journey)
    await journey.context.close()
  })
})

describe('the public record', () => {
  it('is read by anyone, in the language and colours of the reader', async () => {
    const { page, context, complaints } = await visit(browser)
    await page.goto(`${ready().web}/`)
    await page.getByRole('link', { name: '조언의 성적 보기' }).first().click()
    await page.getByRole('heading', { level: 1, name: '준 조언은 모두 여기에 남습니다.' }).waitFor()
    await page.getByText('채점 방법').waitFor()
    const rise = () => page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--rise')")
    const korean = await rise()
    await page.getByRole('radio', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'Every call he ever made stays here.' }).waitFor()
    expect(await rise()).not.toBe(korean)
    await page.evaluate("document.documentElement.dataset.movement = 'red'")
    expect(await rise()).toBe(korean)
    // Nobody is signed in, which the page asks once.
    expect(complaints.filter((complaint) => !complaint.includes('/api/users/me'))).toEqual([])
    await context.close()
  })
})
