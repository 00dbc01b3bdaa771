import { Chat } from '@sage/edge/contract'
import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { listener, move } from '../alerts/listeners.ts'
import { openBrowser } from '../browser.ts'
import { misbehave, prices, ready } from '../stack.ts'
import { answered, begin, expectNoFaults } from './journey.ts'

let browser: Browser
beforeAll(async () => {
  await misbehave('claude', { latencyMs: 300, tokensPerSecond: 60 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await Promise.all([misbehave('binance', { reset: true }), misbehave('gate', { reset: true })])
})

const patience = { timeout: 45_000, interval: 100 }

/**
 * What a push service would hand to the browser. A browser without a network cannot subscribe to a real one, so the
 * subscription is the stand-in's; from the decrypted message on, everything is the browser's own.
 */
async function deliver(session: CDPSession, registrationId: string, payload: unknown): Promise<void> {
  const data = JSON.stringify(payload)
  await session.send('ServiceWorker.deliverPushMessage', { origin: ready().web, registrationId, data })
}

async function registrationOf(session: CDPSession): Promise<string> {
  const found = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      const active = versions.find(({ status }) => status === 'activated')
      if (active) resolve(active.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  return found
}

it('a rule is made, its price crosses, the push is shown by the service worker, and its link explains the moment', async () => {
  const visitor = await begin(browser, '/notifications/rules')
  const { page, context, person } = visitor
  await context.grantPermissions(['notifications'], { origin: ready().web })
  const hears = await listener(person)

  const now = (await prices()).quotes.find(({ symbol }) => symbol === 'SOL')?.price
  await page.getByTestId('rule-new').click()
  await page.getByLabel('코인', { exact: true }).selectOption('SOL')
  await page.getByLabel('기준값', { exact: true }).fill((Number(now) * 1.01).toFixed(2))
  await page.getByTestId('rule-preview').waitFor()
  await page.getByTestId('rule-save').click()
  await page.getByTestId('rule').waitFor()

  await move('SOL', '+3%')
  const pushes = async () => (await hears.pushes()).filter(({ payload }) => payload.kind === 'alert_rule')
  await expect.poll(pushes, patience).toHaveLength(1)
  const [pushed] = await pushes()

  const session = await context.newCDPSession(page)
  const registrationId = await registrationOf(session)
  await deliver(session, registrationId, pushed?.payload)
  // A push that is repeated takes the place of the first.
  await deliver(session, registrationId, pushed?.payload)
  const shown = async () =>
    z
      .array(z.object({ title: z.string(), tag: z.string() }))
      .parse(
        await page.evaluate(
          'navigator.serviceWorker.ready.then(async (it) => (await it.getNotifications()).map(({ title, tag }) => ({ title, tag })))',
        ),
      )
  await expect.poll(shown, patience).toEqual([{ title: pushed?.payload.title, tag: pushed?.payload.tag }])

  await page.goto(ready().web + pushed?.payload.url)
  await page.waitForURL(/\/chat\/[0-9a-f-]{36}$/)
  const answer = await answered(page)
  expect(await answer.locator('[data-fact-id="SOL.price"]').count()).toBeGreaterThan(0)
  const chat = new URL(page.url()).pathname

  // The same link again: the same chat, with the answer in it.
  await page.goto(ready().web + pushed?.payload.url)
  await page.waitForURL(`**${chat}`)
  await page.getByTestId('answer').waitFor()

  await page.goto(`${ready().web}/notifications`)
  await page.getByText(pushed?.payload.title ?? '').waitFor()
  const chats = await person.request('/api/chats?limit=30')
  expect(z.object({ chats: z.array(Chat) }).parse(await chats.json()).chats).toHaveLength(1)
  await expectNoFaults(visitor)
  await context.close()
})
