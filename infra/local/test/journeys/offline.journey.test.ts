import { Messages } from '@sage/edge/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { misbehave, ready } from '../stack.ts'
import { ask, begin, expectNoFaults, type Journey } from './journey.ts'

let browser: Browser
beforeAll(async () => {
  await misbehave('claude', { latencyMs: 50, tokensPerSecond: 300 })
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** The addresses of the answers that are kept for offline reading. */
const keptAddresses = (page: Page): Promise<string[]> =>
  page.evaluate(`(async () => {
    if (!(await caches.has('sage-kept'))) return []
    return (await (await caches.open('sage-kept')).keys()).map(({ url }) => new URL(url).pathname)
  })()`)

/** Resolves once the service worker has taken over and knows whose answers it keeps. */
async function installed({ page }: Journey): Promise<void> {
  await expect.poll(() => keptAddresses(page)).toContain('/api/users/me')
}

const messagesOf = async ({ person }: Journey, chatId: string) =>
  Messages.parse(await (await person.request(`/api/chats/${chatId}/messages`)).json()).messages

describe('a reader whose network goes away', () => {
  it('reads on in what was read before, asks, and is answered once it is back, also after a reload', async () => {
    const journey = await begin(browser, '/chat', { width: 390, height: 800 })
    const { page, context } = journey
    await installed(journey)
    await ask(page, 'BTC 어때?')
    const chatPath = new URL(page.url()).pathname
    await expect
      .poll(() => keptAddresses(page))
      .toContain(`/api${chatPath.replace('chat', 'chats')}/messages`)

    await context.setOffline(true)
    await page.reload()
    await page.getByTestId('answer').getByTestId('fact').first().waitFor()
    await page.getByTestId('kept-note').waitFor()
    // A price is never shown from before.
    expect(await page.getByTestId('quote-BTC').getAttribute('data-state')).toBe('none')

    // A question to that chat, and one that begins another.
    await page.getByTestId('composer').fill('그럼 ETH는?')
    await page.getByTestId('send').click()
    await page.getByText('연결을 기다리는 중', { exact: false }).waitFor()
    await page.goto(`${ready().web}/chat`)
    await page.getByTestId('composer').fill('SOL 어때?')
    await page.getByTestId('send').click()
    await page.getByTestId('waiting').waitFor()
    await page.reload()
    await page.getByTestId('waiting').getByText('SOL 어때?').waitFor()

    await context.setOffline(false)
    await page.waitForURL(`${ready().web}/chat/*`)
    const [, second] = new URL(page.url()).pathname.split('/chat/')
    await page.locator('[data-testid=answer] [data-fact-id="SOL.price"]').waitFor()
    await page.getByTestId('send').waitFor()
    expect(await messagesOf(journey, second ?? '')).toHaveLength(2)
    const [, first] = chatPath.split('/chat/')
    await expect.poll(async () => (await messagesOf(journey, first ?? '')).length).toBe(4)
    expect(await page.evaluate('localStorage.getItem("sage.outbox")')).toBeNull()
    await context.close()
  })

  it('leaves nothing behind when signing out', async () => {
    const journey = await begin(browser, '/settings')
    const { page } = journey
    await installed(journey)
    await page.getByRole('button', { name: '로그아웃', exact: true }).click()
    await page.waitForURL(`${ready().web}/`)
    await expect.poll(() => keptAddresses(page)).toEqual([])
    await expectNoFaults({
      ...journey,
      complaints: journey.complaints.filter((each) => !each.includes('401')),
    })
    await journey.context.close()
  })

  it('finds a shared text in the composer, once', async () => {
    const journey = await begin(browser, '/chat/new?title=BTC&text=어때&url=https://example.com/news')
    const { page } = journey
    await expect
      .poll(() => page.getByTestId('composer').inputValue())
      .toBe('BTC\n어때\nhttps://example.com/news')
    expect(new URL(page.url()).search).toBe('')
    await expectNoFaults(journey)
    await journey.context.close()
  })
})
