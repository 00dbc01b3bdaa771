import { randomUUID } from 'node:crypto'
import { PublicRecord } from '@sage/edge/contract'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { misbehave, ready, signIn } from '../stack.ts'
import { signalFrom } from './desk.ts'

interface Signal {
  readonly id: string
  readonly price: string
  readonly at: Date
}

const database = new pg.Client({ connectionString: ready().postgres })
let old: Signal
beforeAll(async () => {
  await database.connect()
  // Before anybody has asked: a record is served again for half a minute.
  old = await given(8, 'ETH')
})
beforeAll(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 }))
afterAll(() => database.end())
afterAll(() => misbehave('claude', { reset: true }))

async function publicRecord(query = ''): Promise<PublicRecord> {
  const response = await fetch(`${ready().web}/api/record${query}`)
  expect(response.status).toBe(200)
  return PublicRecord.parse(await response.json())
}

/** A signal from the past, in the midst of an hour. */
async function given(daysAgo: number, symbol: string): Promise<Signal> {
  const { rows } = await database.query<Signal>(
    `insert into signals (id, symbol, action, confidence, reasoning, price, venue, tick_at, created_at)
     select $1, symbol, 'buy', 'medium', 'from the past', close, 'binance', at + interval '1 hour', at + interval '1 hour'
     from candles_1h where symbol = $2 and at = date_trunc('hour', now() - $3::interval)
     returning id, price, created_at as at`,
    [randomUUID(), symbol, `${daysAgo} days`],
  )
  const [row] = rows
  if (!row) throw new Error('no candle')
  return row
}

describe('the public record', () => {
  it('holds every signal as it was given, taken or not, and says nothing of whom it was given to', async () => {
    const person = await signIn()
    const signal = await signalFrom(person, 'SOL 지금 사도 될까?', 'buy')
    await expect
      .poll(async () => (await publicRecord()).entries.map(({ id }) => id), {
        timeout: 50_000,
        interval: 1000,
      })
      .toContain(signal.id)
    const page = await fetch(`${ready().web}/api/record`)
    const text = await page.text()
    expect(text).not.toContain(person.email)
    expect(text).not.toMatch(/user|reasoning|turnId|chatId/i)
    const entry = PublicRecord.parse(JSON.parse(text)).entries.find(({ id }) => id === signal.id)
    expect(entry).toMatchObject({ symbol: 'SOL', action: 'buy', confidence: signal.confidence })
    expect(entry?.outcomes.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending'])
  })

  it('measures old signals by the stored candles', async () => {
    const { rows } = await database.query<{ close: string }>(
      `select close from candles_1h where symbol = 'ETH' and at = $1::timestamptz + interval '7 days' - interval '1 hour'`,
      [old.at],
    )
    const find = async () => (await publicRecord('?limit=200')).entries.find(({ id }) => id === old.id)
    await expect.poll(find, { timeout: 50_000, interval: 1000 }).toBeDefined()
    const [, week, month] = (await find())?.outcomes ?? []
    expect(month?.status).toBe('pending')
    if (week?.status !== 'settled') throw new Error(`after a week: ${week?.status}`)
    expect(Number(week.return)).toBeCloseTo(Number(rows[0]?.close) / Number(old.price) - 1, 9)
    expect(week.benchmark).not.toBeNull()
  })

  it('cannot be changed by anybody the edge acts for', async () => {
    await database.query('begin')
    try {
      for (const role of ['sage_service', 'sage_user']) {
        await database.query('savepoint before')
        await database.query(`set local role ${role}`)
        await expect(database.query('delete from signals')).rejects.toThrow('permission denied')
        await database.query('rollback to savepoint before')
        await database.query(`set local role ${role}`)
        await expect(database.query("update signals set confidence = 'high'")).rejects.toThrow(
          'permission denied',
        )
        await database.query('rollback to savepoint before')
      }
    } finally {
      await database.query('rollback')
    }
  })
})
