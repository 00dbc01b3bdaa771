import { randomUUID } from 'node:crypto'
import { Chat } from '@sage/edge/contract'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstLoadBytes } from '../../browser/first-load.ts'
import { openBrowser } from '../browser.ts'
import { allEvents, misbehave, ready, signIn } from '../stack.ts'
import { answered, ask, begin, expectNoFaults } from './journey.ts'

let browser: Browser
beforeAll(async () => {
  await misbehave('claude', { latencyMs: 100, tokensPerSecond: 200 })
  browser = await openBrowser()
})
afterAll(() => browser.close())

const mostBytes = 120_000

describe('the first load of /chat', () => {
  it('keeps to its budget', async () => {
    const journey = await begin(browser)
    const { page } = journey
    const bytes = await firstLoadBytes(page, ready().web)
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThan(mostBytes)
    await journey.context.close()
  })
})

describe('an answer', () => {
  it('takes a verdict with a reason, which is there after a reload', async () => {
    const journey = await begin(browser, '/chat')
    const { page } = journey
    await ask(page, 'BTC 어때?')
    await page.getByRole('button', { name: '아쉬운 답변' }).click()
    await page.getByRole('textbox', { name: '무엇이 아쉬웠나요?' }).fill('조금 길었습니다')
    await page.keyboard.press('Enter')
    await page.getByText('의견 고맙습니다.').waitFor()
    await page.reload()
    const down = page.getByRole('button', { name: '아쉬운 답변' })
    await down.waitFor()
    expect(await down.getAttribute('aria-pressed')).toBe('true')
    await expectNoFaults(journey)
    await journey.context.close()
  })
})

describe('a question that is put differently', () => {
  it('begins a new branch beside the first, and both can be read', async () => {
    const journey = await begin(browser, '/chat')
    const { page } = journey
    await ask(page, 'BTC 어때?')
    await page.getByRole('button', { name: '질문 고치기' }).click()
    await page.getByRole('textbox', { name: '질문 고치기' }).fill('ETH 어때?')
    await page.keyboard.press('Enter')
    const answer = await answered(page)
    await answer.locator('[data-fact-id="ETH.price"]').waitFor()
    expect(await page.getByTestId('question').allTextContents()).toEqual([expect.stringContaining('ETH')])

    await page.getByRole('button', { name: '이전 갈래' }).click()
    await page.locator('[data-fact-id="BTC.price"]').waitFor()
    expect(await page.getByTestId('question').allTextContents()).toEqual([expect.stringContaining('BTC')])

    // What is asked here continues this branch, and a reload comes back to it.
    await ask(page, '그럼 SOL은?')
    await page.reload()
    await page.getByTestId('answer').nth(1).waitFor()
    const questions = await page.getByTestId('question').allTextContents()
    expect(questions).toEqual([expect.stringContaining('BTC'), expect.stringContaining('SOL')])
    await expectNoFaults(journey)
    await journey.context.close()
  })
})

describe('the list of chats', () => {
  it('takes a deletion back, and carries it out when nobody does', async () => {
    const journey = await begin(browser, '/chat', { width: 390, height: 800 })
    const { page, person } = journey
    await ask(page, 'BTC 어때?')
    const path = new URL(page.url()).pathname
    const exists = async () => (await person.request(`/api${path.replace('chat', 'chats')}`)).status

    await page.getByRole('button', { name: '삭제' }).click()
    await page.waitForURL('**/chat')
    expect(await page.locator(`a[href="${path}"]:visible`).count()).toBe(0)
    await page.getByRole('button', { name: '되돌리기' }).click()
    await page.locator(`a[href="${path}"]:visible`).click()
    await page.getByTestId('answer').waitFor()
    expect(await exists()).toBe(200)

    await page.getByRole('button', { name: '삭제' }).click()
    await page.waitForURL('**/chat')
    await page.getByTestId('undo-bar').waitFor({ state: 'detached' })
    await expect.poll(exists).toBe(404)
    await expectNoFaults(journey)
    await journey.context.close()
  })

  it('deletes what was let go of when the page is closed', async () => {
    const journey = await begin(browser, '/chat')
    const { page, person } = journey
    await ask(page, 'BTC 어때?')
    const id = new URL(page.url()).pathname.split('/').at(-1)
    await page.getByRole('button', { name: '삭제' }).click()
    await page.getByTestId('undo-bar').waitFor()
    await page.goto('about:blank')
    await expect.poll(async () => (await person.request(`/api/chats/${id}`)).status).toBe(404)
    await journey.context.close()
  })

  it('finds a chat by what was said in it, in Korean', async () => {
    const person = await signIn()
    const [first, second] = [await person.newChat(), await person.newChat()]
    await allEvents(await person.ask(first.id, '도지코인은 어떤가? 강아지 그림이 귀엽더군'))
    await allEvents(await person.ask(second.id, 'BTC 어때?'))
    const journey = await begin(browser, '/chat', { person })
    const { page } = journey
    const list = page.getByRole('complementary')
    await list.locator(`a[href="/chat/${second.id}"]`).waitFor()
    await list.getByRole('searchbox').fill('강아지 그림')
    await list.getByText('1개의 대화').waitFor()
    expect(await list.locator('a[href^="/chat/0"]').count()).toBe(1)
    await list.getByRole('searchbox').fill(randomUUID())
    await list.getByText('대화가 없습니다', { exact: false }).waitFor()
    await list.getByRole('button', { name: '검색어 지우기' }).click()
    await list.locator(`a[href="/chat/${second.id}"]`).waitFor()
    await expectNoFaults(journey)
    await journey.context.close()
  })

  it('marks a chat whose answer ended with nobody there, until it is opened, on every device', async () => {
    const person = await signIn()
    const chat = await person.newChat()
    const leaving = new AbortController()
    await person.ask(chat.id, 'BTC 어때?', { signal: leaving.signal })
    leaving.abort()
    const stored = async () => Chat.parse(await (await person.request(`/api/chats/${chat.id}`)).json())
    await expect.poll(async () => (await stored()).unread).toBe(true)
    const journey = await begin(browser, '/chat', { person })
    const { page } = journey
    const link = page.getByRole('complementary').locator(`a[href="/chat/${chat.id}"]`)
    await link.getByTestId('unread').waitFor()
    await link.click()
    await link.getByTestId('unread').waitFor({ state: 'detached' })
    await expect.poll(async () => (await stored()).unread ?? false).toBe(false)
    await expectNoFaults(journey)
    await journey.context.close()
  })

  it('marks a chat whose answer came while its reader was elsewhere, until it is read', async () => {
    const journey = await begin(browser, '/chat')
    const { page } = journey
    await ask(page, 'BTC 어때?')
    const path = new URL(page.url()).pathname
    const link = page.getByRole('complementary').locator(`a[href="${path}"]`)
    await page.getByTestId('composer').fill('ETH는?')
    await page.getByTestId('send').click()
    await page.getByTestId('stop').waitFor()
    await page.getByRole('link', { name: '시세' }).click()
    await link.getByTestId('unread').waitFor()
    await link.click()
    await link.getByTestId('unread').waitFor({ state: 'detached' })
    await expectNoFaults(journey)
    await journey.context.close()
  })
})
