import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { control, getJson, openClient } from './feeds/testing.ts'
import { type GateStandIn, startGate } from './gate.ts'

const Rows = z.array(z.array(z.string()).length(8))
const seconds = () => Math.floor(Date.now() / 1000)

let standIn: GateStandIn
const clients: { close(): void }[] = []

beforeAll(async () => {
  standIn = await startGate({ port: 0, seed: 'test' })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await control(standIn.url, { reset: true })
})
afterAll(() => standIn.close())

async function connect() {
  const client = await openClient(standIn.wsUrl)
  clients.push(client)
  return client
}

describe('Gate.io’s socket', () => {
  it('acknowledges a subscription and streams tickers in Gate’s shape', async () => {
    const client = await connect()
    client.send({ time: seconds(), channel: 'spot.tickers', event: 'subscribe', payload: ['BTC_USDT'] })
    expect(await client.next()).toMatchObject({
      channel: 'spot.tickers',
      event: 'subscribe',
      error: null,
      result: { status: 'success' },
    })
    expect(await client.next()).toMatchObject({
      time: expect.any(Number),
      time_ms: expect.any(Number),
      channel: 'spot.tickers',
      event: 'update',
      result: {
        currency_pair: 'BTC_USDT',
        last: expect.stringMatching(/^\d+(\.\d+)?$/),
        lowest_ask: expect.any(String),
        highest_bid: expect.any(String),
        change_percentage: expect.any(String),
        base_volume: expect.any(String),
        quote_volume: expect.any(String),
        high_24h: expect.any(String),
        low_24h: expect.any(String),
      },
    })
  })

  it('streams trades whose milliseconds are a string with a fraction', async () => {
    const client = await connect()
    client.send({
      time: seconds(),
      channel: 'spot.trades',
      event: 'subscribe',
      payload: ['BTC_USDT', 'ETH_USDT'],
    })
    const update = await client.next(({ event }) => event === 'update')
    expect(update.result).toMatchObject({
      id: expect.any(Number),
      create_time: expect.any(Number),
      create_time_ms: expect.stringMatching(/^\d{13}\.\d{4}$/),
      side: expect.stringMatching(/^(buy|sell)$/),
      amount: expect.any(String),
      price: expect.any(String),
    })
  })

  it('answers its own ping', async () => {
    const client = await connect()
    client.send({ time: seconds(), channel: 'spot.ping' })
    expect(await client.next()).toMatchObject({ channel: 'spot.pong', event: '', result: null })
  })

  it.each([
    ['not json', undefined, 1],
    [
      'a clock that is 61 s off',
      { time: seconds() - 61, channel: 'spot.tickers', event: 'subscribe', payload: ['BTC_USDT'] },
      2,
    ],
    [
      'an unknown pair',
      { time: seconds(), channel: 'spot.tickers', event: 'subscribe', payload: ['FOO_USDT'] },
      2,
    ],
    [
      'an unknown channel',
      { time: seconds(), channel: 'spot.dreams', event: 'subscribe', payload: ['BTC_USDT'] },
      2,
    ],
    [
      'a private channel',
      { time: seconds(), channel: 'spot.orders', event: 'subscribe', payload: ['BTC_USDT'] },
      4,
    ],
  ])('refuses %s with its error code', async (_name, frame, code) => {
    const client = await connect()
    client.send(frame ?? 'not json')
    expect(await client.next()).toMatchObject({ error: { code, message: expect.any(String) }, result: null })
  })

  it('announces maintenance in all three layouts', async () => {
    const client = await connect()
    await control(standIn.url, { maintenance: 'announced' })
    expect(await client.next()).toMatchObject({
      channel: 'spot.system',
      event: 'update',
      result: { type: 'upgrade' },
    })
    await control(standIn.url, { maintenance: 'bare' })
    expect(await client.next()).toEqual({ type: 'upgrade', msg: expect.any(String) })
    await control(standIn.url, { maintenance: 'client' })
    expect(await client.next()).toMatchObject({ event: 'upgrade' })
  })
})

describe('Gate.io’s REST API', () => {
  const candles = (query: string) =>
    getJson(`${standIn.url}/api/v4/spot/candlesticks?currency_pair=BTC_USDT&${query}`)

  it('serves candles in Gate’s order of columns, equal to the truth', async () => {
    const rows = Rows.parse((await candles('interval=1m&limit=3')).body)
    expect(rows.map((row) => row[7])).toEqual(['true', 'true', 'false'])
    const [at = '', quoteVolume, close, high, low, open, volume] = rows[0] ?? []
    const truth = await getJson(
      `${standIn.url}/__control/candles?symbol=BTC&from=${at}000&to=${Number(at) * 1000 + 60_000}`,
    )
    const Truth = z.object({ candles: z.array(z.record(z.string(), z.unknown())) })
    const [exact] = Truth.parse(truth.body).candles
    for (const [name, value] of Object.entries({ quoteVolume, close, high, low, open, volume })) {
      expect(Number(exact?.[name])).toBe(Number(value))
    }
  })

  it.each([
    ['interval=1m&limit=3&from=1700000000', 'INVALID_PARAM_VALUE'],
    ['interval=2m', 'INVALID_PARAM_VALUE'],
    ['interval=1m&limit=1001', 'INVALID_PARAM_VALUE'],
    [`interval=1m&from=${seconds() - 70_000}&to=${seconds()}`, 'INVALID_PARAM_VALUE'],
    ['interval=1m&from=1700000000&to=1700000600', 'INVALID_PARAM_VALUE'],
  ])('refuses %s', async (query, label) => {
    expect(await candles(query)).toMatchObject({ status: 400, body: { label, message: expect.any(String) } })
  })

  it('refuses a pair that it does not list', async () => {
    const answer = await getJson(`${standIn.url}/api/v4/spot/candlesticks?currency_pair=FOO_USDT`)
    expect(answer).toMatchObject({ status: 400, body: { label: 'INVALID_CURRENCY_PAIR' } })
  })
})
