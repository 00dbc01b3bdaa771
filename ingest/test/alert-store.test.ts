/** What is written of alerts, against a real PostgreSQL and a real Valkey-compatible server. */
import { randomUUID } from 'node:crypto'
import { startTemporaryDatabase, type TemporaryDatabase } from '@sage/local/temporary-database'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FoundMove } from '../src/alerts/moves.ts'
import { type AlertQueue, backoffMs, openAlertQueue } from '../src/alerts/queue.ts'
import type { ReportOutcome } from '../src/alerts/report.ts'
import type { Rule } from '../src/alerts/rule.ts'
import type { FoundFiring } from '../src/alerts/rule-set.ts'
import { type AlertStore, openAlertStore } from '../src/alerts/store.ts'
import type { AlertReport } from '../src/contract.ts'
import { type AlertsPeople, openPeople } from './alerts-people.ts'
import { eventually, startTemporaryValkey, type TemporaryValkey } from './market-stack.ts'

const atMs = Date.parse('2026-11-24T09:00:00.123Z')

describe('in PostgreSQL', () => {
  let database: TemporaryDatabase
  let store: AlertStore
  let people: AlertsPeople
  beforeAll(async () => {
    database = await startTemporaryDatabase()
    store = openAlertStore(database.ingestUrl, () => undefined)
    people = await openPeople(database.adminUrl)
  }, 60_000)
  beforeEach(() => people.query('update feed_fence set fence = 0'))
  afterAll(async () => {
    await people?.close()
    await store?.close()
    await database?.close()
  })

  const move = (key: string): FoundMove => ({
    ...{ key, kind: 'move', symbol: 'BTC', direction: 'down', changePercent: '-5.13', venue: 'gate' },
    ...{ price: '75900.5', referencePrice: '80000', minutes: 12, atMs },
  })
  const ruleOf = async (ruleId: string) => {
    const found = (await store.rules()).find(({ rule }) => rule.id === ruleId)
    if (found === undefined) throw new Error('no such rule')
    return found.rule
  }
  const firing = (rule: Rule, ms = atMs): FoundFiring => ({
    ...{ rule, after: { ...rule, lastFiredAtMs: ms }, price: '100.10', venue: 'binance', atMs: ms },
  })

  it('an event is written once under its key, digits kept, and by no one who has been replaced', async () => {
    const first = await store.writeEvent(move('one'), 5)
    expect(first).toMatchObject({
      status: 'written',
      written: [
        {
          ...{ kind: 'move', symbol: 'BTC', direction: 'down', changePercent: '-5.13', price: '75900.5' },
          ...{ referencePrice: '80000', venue: 'gate', minutes: 12, at: new Date(atMs).toISOString() },
        },
      ],
    })
    expect(await store.writeEvent(move('one'), 6)).toEqual({ status: 'written', written: [] })
    expect(await store.writeEvent(move('two'), 5)).toEqual({ status: 'fenced' })
    expect((await store.history(new Date(0))).events).toHaveLength(1)
    expect((await store.detectors()).get('BTC')).toEqual({ armed: false, firedAtMs: atMs })
    await store.rearmDetector('BTC', { armed: true, firedAtMs: atMs }, 6)
    expect((await store.detectors()).get('BTC')).toEqual({ armed: true, firedAtMs: atMs })
    const mood = {
      key: 'mood',
      kind: 'fear_greed',
      direction: 'down',
      value: 9,
      previousValue: 30,
      atMs,
    } as const
    expect(await store.writeEvent(mood, 7)).toMatchObject({ written: [{ value: 9, previousValue: 30 }] })
  })

  it('a firing is written if the rule is still as it was judged, and once', async () => {
    const userId = await people.user()
    const given = { kind: 'price_above', symbol: 'BTC', threshold: '100.10' }
    const ruleId = await people.rule(userId, given)
    const rule = await ruleOf(ruleId)
    await store.armRules([{ ...rule, armedAtMs: atMs }], 1)
    expect(await ruleOf(ruleId)).toMatchObject({ armedAtMs: atMs, threshold: '100.10' })
    const written = await store.writeFirings([firing(rule)], 1)
    expect(written).toMatchObject({
      status: 'written',
      written: [{ ruleId, userId, ...given, price: '100.10', venue: 'binance' }],
    })
    const after = await ruleOf(ruleId)
    expect(after).toEqual({ ...rule, lastFiredAtMs: atMs })
    // Judged by another who did not know of it; and later, by one who does.
    expect(await store.writeFirings([firing(rule, atMs + 1)], 1)).toEqual({ status: 'written', written: [] })
    expect(await store.writeFirings([firing(after, atMs + 2)], 1)).toMatchObject({ written: [{ ruleId }] })
    expect(await store.writeFirings([firing(after, atMs + 3)], 0)).toEqual({ status: 'fenced' })

    const changed = await ruleOf(ruleId)
    await people.query('update alert_rules set threshold = 200 where id = $1', [ruleId])
    expect((await ruleOf(ruleId)).updatedAtMs).toBeGreaterThan(rule.updatedAtMs)
    expect(await store.writeFirings([firing(changed, atMs + 4)], 1)).toEqual({
      status: 'written',
      written: [],
    })
    await store.armRules([{ ...changed, armedAtMs: atMs + 4 }], 1)
    expect((await ruleOf(ruleId)).armedAtMs).toBeUndefined()
    await people.query('delete from alert_rules where id = $1', [ruleId])
    expect(await store.writeFirings([firing(changed, atMs + 5)], 1)).toEqual({
      status: 'written',
      written: [],
    })
  })

  it('a rule that speaks once is switched off, and is found among those that have changed', async () => {
    const ruleId = await people.rule(await people.user(), {
      kind: 'fear_greed_below',
      threshold: '20',
      once: true,
    })
    const rule = await ruleOf(ruleId)
    const { price: _, venue: __, ...found } = firing(rule)
    expect(await store.writeFirings([{ ...found, value: 19 }], 1)).toMatchObject({ written: [{ value: 19 }] })
    expect((await store.rules()).some(({ rule: { id } }) => id === ruleId)).toBe(false)
    const changes = await store.rules(rule.updatedAtMs)
    expect(changes.find(({ rule: { id } }) => id === ruleId)).toMatchObject({ enabled: false })
  })

  it('a rule about a position changes with the ledger, and only that one', async () => {
    const userId = await people.user()
    const given = { symbol: 'BTC', threshold: '10' }
    const about = await ruleOf(await people.rule(userId, { kind: 'position_change', ...given }))
    const other = await ruleOf(await people.rule(userId, { kind: 'change_1h', ...given }))
    await people.trade(userId, 'BTC', '2', '100')
    expect((await ruleOf(about.id)).updatedAtMs).toBeGreaterThan(about.updatedAtMs)
    expect(await ruleOf(other.id)).toEqual(other)
    const ledger = (await store.ledgers([userId])).get(userId)
    expect(ledger?.trades).toMatchObject([{ symbol: 'BTC', side: 'buy', quantity: '2', price: '100' }])
  })
})

describe('in the queue', () => {
  let server: TemporaryValkey
  let queue: AlertQueue
  let answers: ReportOutcome[]
  let reported: string[]
  const refused: string[] = []

  beforeAll(async () => {
    server = await startTemporaryValkey()
    queue = openAlertQueue({
      url: server.url,
      async report(report) {
        reported.push(report.type === 'rule_fired' ? report.firing.id : report.event.id)
        return answers.shift() ?? { status: 'accepted' }
      },
      settled: () => undefined,
      onRefused: (id) => refused.push(id),
      onReported: () => undefined,
    })
  }, 60_000)
  beforeEach(() => {
    answers = []
    reported = []
  })
  afterAll(async () => {
    await queue?.close()
    await server?.stop()
  })

  const report = (id: string): AlertReport => ({
    type: 'market_event',
    event: { id, kind: 'fear_greed', direction: 'down', value: 9, at: new Date(atMs).toISOString() },
  })
  /** The queue may not be connected yet. */
  const add = (...reports: AlertReport[]) =>
    eventually(10_000, async () => {
      await queue.add(reports)
      return true
    })
  const idle = () =>
    eventually(20_000, async () => {
      const { waiting, active, delayed } = await queue.counts()
      return waiting + active + delayed === 0
    })

  it('a report that is put in twice is made once, also after it was made', async () => {
    const id = randomUUID()
    await add(report(id), report(id))
    await eventually(10_000, () => reported.length > 0)
    await idle()
    await add(report(id))
    await idle()
    expect(reported).toEqual([id])
  })

  it('one that the edge cannot take is made again; one that it refuses is kept', async () => {
    answers = [{ status: 'unavailable', reason: 'HTTP 503' }]
    const again = randomUUID()
    await add(report(again))
    await eventually(20_000, () => reported.length === 2)
    await idle()
    answers = [{ status: 'refused', reason: 'HTTP 422' }]
    const never = randomUUID()
    await add(report(never))
    await eventually(10_000, async () => (await queue.counts()).failed === 1)
    expect(reported).toEqual([again, again, never])
    expect(refused).toEqual([never])
  })

  it('waits longer and longer, for a quarter of an hour in all', () => {
    const pauses = Array.from({ length: 35 }, (_, index) => backoffMs(index + 1))
    expect(pauses.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    const total = pauses.reduce((sum, ms) => sum + ms)
    expect(total / 60_000).toBeGreaterThan(14)
  })
})
