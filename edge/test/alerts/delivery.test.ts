import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { databaseDigests } from '../../src/alerts/database-digests.ts'
import { bury } from '../../src/alerts/dead-letters.ts'
import { sendDigests } from '../../src/alerts/digest.ts'
import { mostTries } from '../../src/alerts/push/outcome.ts'
import { type House, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
}, 60_000)
afterAll(() => house.close())
beforeEach(async () => {
  await house.admin.query(
    'delete from users; delete from market_events; delete from announcements; delete from digests',
  )
  for (const list of [house.sendings, house.queue, house.posts, house.events]) list.length = 0
  house.answer = async () => ({ status: 'sent' })
})

const count = async (query: string): Promise<number> =>
  Number((await house.admin.query(`select count(*) as n from ${query}`)).rows[0].n)
const moved = async (change = {}) => ({ type: 'market_event', event: await house.event(change) }) as const

describe('an event', () => {
  it('is told once to each whom it concerns, on each device, however often it is reported', async () => {
    for (const devices of [0, 1, 2]) await house.person({}, devices)
    const cause = await moved()
    await Promise.all([house.tell(cause), house.tell(cause), house.tell(cause)])
    await house.tell(cause)
    expect(await count('notifications')).toBe(3)
    expect(await count("deliveries where channel = 'push'")).toBe(3)
    expect(await count("deliveries where channel = 'discord'")).toBe(1)
    expect(new Set(house.queue).size).toBe(3)
    expect(house.queue).toHaveLength(3)
  })

  it('concerns those who follow the coin or hold it, and not those who chose otherwise', async () => {
    const follows = await house.person({ followed_coins: ['ETH'] })
    const holds = await house.person({ followed_coins: [] })
    await house.person({ followed_coins: ['BTC'] })
    await house.person({ disabled: true })
    await house.person({ notification_choices: '{"market_event": {"app": "off", "push": "off"}}' })
    await house.admin.query(
      `with p as (insert into portfolios (user_id, name) values ($1::uuid, 'p') returning id)
       insert into shadow_trades (user_id, portfolio_id, symbol, side, quantity, entry_price, fee, venue, tick_at)
       select $1::uuid, p.id, 'ETH', 'buy', 1, 1, 0, 'binance', now() from p`,
      [holds],
    )
    await house.tell(await moved({ symbol: 'ETH' }))
    const { rows } = await house.admin.query('select user_id from notifications order by user_id')
    expect(rows.map((row) => row.user_id)).toEqual([follows, holds].sort())
  })

  it('speaks the language of its reader, and leads to the figures of its moment', async () => {
    await house.person({ locale: 'ko' })
    await house.person({ locale: 'en' })
    const cause = await moved()
    await house.tell(cause)
    await house.drain()
    const payloads = house.sendings.map(({ message }) => message.payload)
    expect(new Set(payloads.map(({ title }) => title))).toEqual(
      new Set(['BTC 급락 -5.2%', 'BTC drops -5.2%']),
    )
    for (const { url, tag, notificationId, badge } of payloads) {
      expect(tag).toBe(notificationId)
      expect(badge).toBe(1)
      const [, context] = /^\/chat\/new\?context=(.*)$/.exec(url) ?? []
      const { rows } = await house.admin.query('select payload from deep_link_contexts where id = $1', [
        context,
      ])
      expect(rows[0].payload).toEqual(cause)
    }
  })

  it('is silent, or not pushed at all, as chosen and in quiet hours', async () => {
    const silent = { market_event: { app: 'on', push: 'silent' } }
    await house.person({ notification_choices: JSON.stringify(silent) })
    await house.person({ time_zone: 'UTC', quiet_from: '00:00', quiet_to: '23:59:59.999' })
    await house.tell(await moved())
    await house.drain()
    expect(await count('notifications')).toBe(2)
    expect(house.sendings.map(({ message }) => [message.payload.silent, message.urgency])).toEqual([
      [true, 'low'],
    ])
  })

  it('whose telling broke off is completed by the sweep: what is missing, once, and counted', async () => {
    for (let person = 0; person < 5; person += 1) await house.person()
    const cause = await moved()
    await expect(
      house.tell({ ...cause, event: { ...cause.event, at: 'not a time' } }),
      'the telling breaks off after it has begun',
    ).rejects.toThrow()
    expect(await count('notifications')).toBe(0)
    expect(await house.sweep()).toMatchObject({ incomplete: 0 })
    await house.pass(30)
    const swept = await Promise.all([house.sweep(), house.sweep()])
    expect(swept.reduce((sum, { notifications }) => sum + notifications, 0)).toBe(5)
    expect(await house.sweep()).toMatchObject({ incomplete: 0, notifications: 0, deliveries: 0 })
    const { rows } = await house.admin.query('select repaired_notifications as n from announcements')
    expect(rows).toEqual([{ n: 5 }])
    await house.drain()
    expect(house.sendings).toHaveLength(5)
  })
})

describe('a morning digest', () => {
  it('is written once for each language and told once to those who want it where it is eight, whoever runs beside', async () => {
    const wants = JSON.stringify({ digest: { app: 'on', push: 'on' } })
    const seoul = { time_zone: 'Asia/Seoul', notification_choices: wants }
    const [ko, en, listed] = [
      await house.person({ ...seoul, locale: 'ko' }, 2),
      await house.person({ ...seoul, locale: 'en' }),
      await house.person({
        ...seoul,
        notification_choices: JSON.stringify({ digest: { app: 'on', push: 'off' } }),
      }),
    ]
    await house.person({ time_zone: 'Asia/Seoul' })
    await house.person({ ...seoul, time_zone: 'Europe/Paris' })
    // 08:03 in Seoul, which is 23:03 of the day before in London.
    const now = () => new Date('2026-11-27T23:03:00Z')
    const written: string[] = []
    const morning = () =>
      sendDigests({
        ...databaseDigests(house.db, now),
        async write(locale) {
          written.push(locale)
          return { text: locale === 'ko' ? '조용한 아침일세.' : 'A quiet morning.', facts: [] }
        },
        async tell({ id, text, slot, locale }) {
          const { zones, localDate } = slot
          const cause = { type: 'digest', id, at: slot.at.toISOString() } as const
          await house.tell(cause, 'report', { zones, locale, text, localDate })
        },
        now,
      })
    await Promise.all([morning(), morning(), morning()])
    await morning()
    expect(written.sort()).toEqual(['en', 'ko'])
    const { rows } = await house.admin.query('select user_id, key, title, body from notifications')
    expect(new Set(rows.map((row) => row.user_id))).toEqual(new Set([ko, en, listed]))
    expect(rows).toHaveLength(3)
    expect(new Set(rows.map((row) => row.key))).toEqual(new Set(['digest:2026-11-28']))
    expect(rows.find((row) => row.user_id === en)?.body).toBe('A quiet morning.')
    await house.drain()
    expect(house.sendings.map(({ target }) => target.endpoint.split('/')[3]).sort()).toEqual(
      [ko, ko, en].sort(),
    )
    expect(new Set(house.sendings.map(({ message }) => message.urgency))).toEqual(new Set(['normal']))
  })
})

describe('a message', () => {
  it('that the queue brings three times, at once and later, is sent once', async () => {
    for (let person = 0; person < 20; person += 1) await house.person()
    await house.tell(await moved())
    const ids = [...house.queue]
    await house.drain(3)
    house.queue.push(...ids)
    const again = await house.drain(3)
    expect(house.sendings).toHaveLength(20)
    expect(again.every(({ end }) => end === 'acked')).toBe(true)
    expect(await count("deliveries where status = 'sent' and unsure = 0")).toBe(20)
  })

  it('that was sent by one who was lost is sent once more with the same topic and tag, never a third time', async () => {
    await house.person()
    await house.tell(await moved())
    const lost = { record: () => Promise.reject(new Error('lost')) }
    const [id = ''] = house.queue
    for (let loss = 0; loss < 5; loss += 1) {
      await house.drain(1, lost)
      await house.pass(61)
      house.queue.push(id)
    }
    const [end] = await house.drain()
    expect(end).toMatchObject({ end: 'acked' })
    expect(house.sendings).toHaveLength(2)
    expect(new Set(house.sendings.map(({ message }) => message.topic)).size).toBe(1)
    expect(new Set(house.sendings.map(({ message }) => message.payload.tag)).size).toBe(1)
    expect(await count("deliveries where status = 'sent'")).toBe(1)
  })

  it('that the queue has lost is found by the sweep, once by two of them', async () => {
    await house.person()
    await house.tell(await moved())
    house.queue.length = 0
    expect(await house.sweep()).toMatchObject({ requeued: 0 })
    await house.pass(100)
    const swept = await Promise.all([house.sweep(), house.sweep()])
    expect(swept.reduce((sum, { requeued }) => sum + requeued, 0)).toBe(1)
    await house.drain()
    expect(house.sendings).toHaveLength(1)
    const { rows } = await house.admin.query('select repaired_deliveries as n from announcements')
    expect(rows).toEqual([{ n: 1 }])
  })

  it('that fails is tried five times with growing pauses, then it is a dead letter', async () => {
    await house.person()
    await house.tell(await moved())
    house.answer = async () => ({ status: 'failed', error: 'push service answered 500' })
    const [id = ''] = house.queue
    const pauses: (number | undefined)[] = []
    for (let tries = 1; tries <= mostTries + 2; tries += 1) {
      const [brought] = await house.drain()
      pauses.push(brought?.delaySeconds)
      await house.pass(400)
      house.queue.push(id)
    }
    expect(house.sendings).toHaveLength(mostTries)
    expect(pauses.slice(0, mostTries - 1)).toEqual([10, 30, 120, 300])
    expect(await count("deliveries where status = 'dead' and last_error = 'push service answered 500'")).toBe(
      1,
    )
  })

  it('that the queue has given up is buried, but not if it was sent after all', async () => {
    await house.person()
    await house.person()
    await house.tell(await moved())
    const [sent = '', given = ''] = house.queue
    house.queue.splice(0, 2, sent)
    await house.drain()
    await bury(house.db, [sent, given])
    const { rows } = await house.admin.query('select id, status from deliveries where channel = $1', ['push'])
    expect(Object.fromEntries(rows.map((row) => [row.id, row.status]))).toEqual({
      [sent]: 'sent',
      [given]: 'dead',
    })
  })

  it('for a browser that is gone ends its subscription and disturbs no other', async () => {
    const person = await house.person({}, 2)
    await house.tell(await moved())
    house.answer = async ({ target }) =>
      target.endpoint.endsWith('/1') ? { status: 'gone' } : { status: 'sent' }
    const brought = await house.drain()
    expect(brought.every(({ end }) => end === 'acked')).toBe(true)
    const { rows } = await house.admin.query(
      'select endpoint, failures, last_success_at is not null as heard from push_subscriptions',
    )
    expect(rows).toEqual([{ endpoint: `https://fcm.googleapis.com/${person}/2`, failures: 0, heard: true }])
  })

  it('waits in the queue while the database is away', async () => {
    await house.person()
    await house.tell(await moved())
    const [brought] = await house.drain(1, { take: () => Promise.reject(new Error('away')) })
    expect(brought).toMatchObject({ end: 'again', delaySeconds: 15 })
    expect(house.sendings).toHaveLength(0)
  })
})
