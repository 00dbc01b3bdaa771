import { Chat, ErrorBody, Messages } from '@sage/edge/contract'
import { AlertRule, DeadLetters, LinkContext, Notifications } from '@sage/edge/contract/alerts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adminEmail } from '../accounts/admin-email.ts'
import { allEvents, misbehave, signIn } from '../stack.ts'
import { type Listener, listener, minute, move, posts, unreportedEvent, withDatabase } from './listeners.ts'

const patience = { timeout: 45_000, interval: 100 }
let hears: Listener

beforeAll(async () => {
  await misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 })
  hears = await listener()
})
beforeEach(() => Promise.all([misbehave('push', { reset: true }), misbehave('discord', { reset: true })]))
afterAll(() => Promise.all([misbehave('binance', { reset: true }), misbehave('gate', { reset: true })]))

const post = (path: string, body: unknown, who = hears.person) =>
  who.request(path, { method: 'POST', body: JSON.stringify(body) })

describe('a price that lurches', () => {
  it('is on the device and on Discord, once, and its link opens one chat that is already explaining', async () => {
    const rule = AlertRule.parse(
      await (await post('/api/alert-rules', { kind: 'change_1h', symbol: 'DOGE', threshold: '8' })).json(),
    )
    expect(rule).toMatchObject({ enabled: true, lastFiredAt: null })
    await move('DOGE', '+13%')
    const moves = async () => (await hears.pushes()).filter(({ payload }) => payload.kind === 'market_event')
    await expect.poll(moves, patience).toHaveLength(1)
    // Other tests have moved other coins of this stack.
    const told = async () =>
      (await posts()).filter(({ message }) => message.embeds[0]?.title.includes('DOGE'))
    await expect.poll(told, patience).toHaveLength(1)
    const [pushed] = await moves()
    expect(pushed?.payload).toMatchObject({ symbol: 'DOGE', direction: 'up', locale: 'ko' })
    // The user's own rule is met by the same move, and is a notification of its own.
    const rules = async () => (await hears.pushes()).filter(({ payload }) => payload.kind === 'alert_rule')
    await expect.poll(rules, patience).toHaveLength(1)
    const badges = (await hears.pushes()).map(({ payload }) => payload.badge)
    expect(Math.max(...badges)).toBe(2)
    expect((await told())[0]?.message.embeds[0]?.title).toContain('DOGE 급등')

    const { url, notificationId, tag } = pushed?.payload ?? { url: '', notificationId: '', tag: '' }
    expect(tag).toBe(notificationId)
    const contextId = new URL(url, 'http://app').searchParams.get('context') ?? ''
    const context = LinkContext.parse(await (await hears.person.request(`/api/contexts/${contextId}`)).json())
    expect(context).toMatchObject({ expired: false, chatId: null, cause: { type: 'market_event' } })

    const stranger = await signIn()
    for (const refused of [
      await post('/api/chats', { contextId }, stranger),
      await stranger.request(`/api/contexts/${contextId}`),
    ]) {
      expect(refused.status).toBe(404)
    }

    const opened = await Promise.all([post('/api/chats', { contextId }), post('/api/chats', { contextId })])
    const chats = await Promise.all(opened.map(async (each) => Chat.parse(await each.json())))
    expect(new Set(chats.map(({ id }) => id)).size).toBe(1)
    const chatId = chats[0]?.id ?? ''
    const stream = await hears.person.request(`/api/chats/${chatId}/stream`)
    const events = stream.status === 204 ? [] : (await allEvents(stream)).map(({ event }) => event)
    if (events.length > 0) expect(events.at(-1)?.type).toBe('done')
    const read = await hears.person.request(`/api/chats/${chatId}/messages`)
    const { messages } = Messages.parse(await read.json())
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
    expect(messages[1]?.facts.map(({ id }) => id)).toContain('event.change')
    expect(messages[1]?.facts.map(({ id }) => id)).toContain('DOGE.price')
  })

  it('is read in the list, and its link is out of date after a day', async () => {
    const list = async () =>
      Notifications.parse(await (await hears.person.request('/api/notifications?limit=50')).json())
    const { notifications, unread } = await list()
    const told = notifications.find(({ kind }) => kind === 'market_event')
    expect(unread).toBeGreaterThan(0)
    const marked = await hears.person.request(`/api/notifications/${told?.id}/read`, { method: 'PATCH' })
    expect(await marked.json()).toEqual({ unread: unread - 1 })
    expect(await (await post('/api/notifications/read-all', {})).json()).toEqual({ unread: 0 })
    expect((await list()).notifications.every(({ readAt }) => readAt !== null)).toBe(true)

    const contextId = told?.contextId ?? ''
    await withDatabase((client) =>
      client.query("update deep_link_contexts set expires_at = now() - interval '1 s' where id = $1", [
        contextId,
      ]),
    )
    const late = await post('/api/chats', { contextId })
    expect(late.status).toBe(404)
    expect(ErrorBody.parse(await late.json()).error.details).toEqual({ reason: 'expired', chatId: contextId })
  })
})

describe('an event whose report was lost', () => {
  it('is found by the minute, also by two of them at once, and told once', async () => {
    const before = (await posts()).length
    await unreportedEvent({ symbol: 'XRP', changePercent: '-11.5' })
    await minute(2)
    await minute()
    const about = async () => (await hears.pushes()).filter(({ payload }) => payload.symbol === 'XRP')
    await expect.poll(about, patience).toHaveLength(1)
    await expect.poll(async () => (await posts()).length, patience).toBe(before + 1)
    await minute(2)
    expect(await about()).toHaveLength(1)
    expect((await posts()).length).toBe(before + 1)
  })
})

describe('an endpoint that is no push service', () => {
  it.each([
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/push',
    'https://user:secret@fcm.googleapis.com/fcm/send/x',
    'https://fcm.googleapis.com:8080/fcm/send/x',
    'http://fcm.googleapis.com/fcm/send/x',
  ])('%s is refused', async (endpoint) => {
    const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
    const answer = await post('/api/push/subscriptions', { endpoint, keys })
    expect(answer.status).toBe(400)
  })

  it('and that got into the database all the same is not called; an administrator sees it and can try again', async () => {
    const person = await signIn()
    const victim = await listener(person)
    await withDatabase((client) =>
      client.query("update push_subscriptions set endpoint = 'http://127.0.0.1:1/push' where id = $1", [
        victim.device.id,
      ]),
    )
    expect((await post(`/api/push/subscriptions/${victim.device.id}/test`, {}, person)).status).toBe(202)
    const admin = await signIn(adminEmail)
    const dead = async () => {
      const answer = await admin.request('/api/admin/dead-letters?limit=100')
      const { deadLetters } = DeadLetters.parse(await answer.json())
      return deadLetters.filter(({ subscriptionId }) => subscriptionId === victim.device.id)
    }
    await expect.poll(dead, patience).toHaveLength(1)
    const [letter] = await dead()
    expect(letter?.lastError).toBe('not the address of a push service')
    const retried = await post(`/api/admin/dead-letters/${letter?.id}/retry`, {}, admin)
    expect(await retried.json()).toEqual({ id: letter?.id, status: 'queued' })
    await expect.poll(dead, patience).toHaveLength(1)
  })
})
