import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type BinanceStandIn, startBinance } from './binance.ts'
import { control, getJson, openClient } from './feeds/testing.ts'

const Decimal = z.string().regex(/^-?\d+\.\d{8}$/)
const Ticker = z.strictObject({
  e: z.literal('24hrTicker'),
  E: z.int(),
  s: z.string(),
  P: z.string().regex(/^-?\d+\.\d{3}$/),
  ...Object.fromEntries('p w x c Q b B a A o h l v q'.split(' ').map((name) => [name, Decimal])),
  ...Object.fromEntries('O C F L n'.split(' ').map((name) => [name, z.int()])),
})
const Trade = z.strictObject({
  e: z.literal('trade'),
  E: z.int(),
  s: z.string(),
  t: z.int(),
  p: Decimal,
  q: Decimal,
  T: z.int(),
  m: z.boolean(),
  M: z.literal(true),
})
const Rows = z.array(z.array(z.union([z.string(), z.number()])).length(12))

let standIn: BinanceStandIn
const clients: { close(): void }[] = []

beforeAll(async () => {
  standIn = await startBinance({ port: 0, seed: 'test' })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await control(standIn.url, { reset: true })
})
afterAll(() => standIn.close())

async function connect(path: string, options = {}) {
  const client = await openClient(`${standIn.wsUrl}${path}`, options)
  clients.push(client)
  return client
}

describe('Binance’s socket', () => {
  it('streams tickers and trades on a combined address, in Binance’s shapes', async () => {
    const client = await connect('/stream?streams=btcusdt@ticker/btcusdt@trade')
    const ticker = await client.next(({ stream }) => stream === 'btcusdt@ticker')
    expect(Ticker.safeParse(ticker.data).error).toBeUndefined()
    const trade = await client.next(({ stream }) => stream === 'btcusdt@trade')
    expect(Trade.safeParse(trade.data).error).toBeUndefined()
  })

  it('streams bare payloads on a raw address', async () => {
    const client = await connect('/ws/dogeusdt@miniTicker')
    expect(await client.next()).toMatchObject({ e: '24hrMiniTicker', s: 'DOGEUSDT' })
  })

  it('acknowledges subscriptions, lists them, and stops when told', async () => {
    const client = await connect('/ws')
    client.send({ method: 'SUBSCRIBE', params: ['ethusdt@ticker'], id: 1 })
    expect(await client.next()).toEqual({ result: null, id: 1 })
    expect(await client.next(({ e }) => e === '24hrTicker')).toMatchObject({ s: 'ETHUSDT' })
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 2 })
    expect(await client.next(({ id }) => id === 2)).toEqual({ result: ['ethusdt@ticker'], id: 2 })
    client.send({ method: 'UNSUBSCRIBE', params: ['ethusdt@ticker'], id: 3 })
    expect(await client.next(({ id }) => id === 3)).toEqual({ result: null, id: 3 })
  })

  it.each([
    ['{', { code: 3 }],
    ['[]', { code: 2 }],
    ['{"id":4}', { code: 2, id: 4 }],
    ['{"method":"SUBSCRIBE","params":"btcusdt@ticker","id":5}', { code: 2, id: 5 }],
    ['{"method":"BUY","id":6}', { code: 2, id: 6 }],
    ['{"method":"SUBSCRIBE","params":["btcusdt@ticker"],"id":-7}', { code: 2 }],
    ['{"method":"SET_PROPERTY","params":["combined","yes"],"id":8}', { code: 1, id: 8 }],
  ])('answers %s with an error', async (frame, error) => {
    const client = await connect('/ws')
    client.send(frame)
    expect(await client.next()).toMatchObject({ ...error, msg: expect.any(String) })
  })

  it('closes a socket that sends more than five frames a second', async () => {
    const client = await connect('/ws')
    for (let id = 0; id < 6; id += 1) client.send({ method: 'LIST_SUBSCRIPTIONS', id })
    expect(await client.closed).toBe(1008)
  })

  it('cuts a socket that does not answer its pings', async () => {
    await control(standIn.url, { pingIntervalMs: 50, pongTimeoutMs: 50 })
    const silent = await connect('/ws', { autoPong: false })
    expect(await silent.closed).toBe(1006)
  })

  it('says nothing of the market while muted, but answers', async () => {
    await control(standIn.url, { mute: true })
    const client = await connect('/ws/btcusdt@ticker')
    client.send({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    expect(await client.next()).toEqual({ result: ['btcusdt@ticker'], id: 1 })
    await control(standIn.url, { mute: false })
    expect(await client.next()).toMatchObject({ e: '24hrTicker' })
  })

  it('cuts, refuses and takes sockets again', async () => {
    const client = await connect('/ws')
    await control(standIn.url, { cut: true, refuse: true })
    expect(await client.closed).toBe(1006)
    await expect(openClient(`${standIn.wsUrl}/ws`)).rejects.toThrow('503')
    await control(standIn.url, { refuse: false })
    await connect('/ws')
  })

  it('ends a socket at its greatest age', async () => {
    await control(standIn.url, { maxAgeMs: 60 })
    const client = await connect('/ws')
    expect(await client.closed).toBe(1006)
  })

  it('announces a shutdown and sends error frames when told', async () => {
    const client = await connect('/stream')
    await control(standIn.url, { maintenance: true })
    expect(await client.next()).toEqual({ e: 'serverShutdown', E: expect.any(Number) })
    await control(standIn.url, { error: true })
    expect(await client.next()).toMatchObject({ code: 1, msg: expect.any(String) })
  })

  it('breaks frames, drops and doubles trades, and skews its clock when told', async () => {
    await control(standIn.url, { malformed: 1 })
    const broken = await connect('/ws/btcusdt@trade')
    const text = await broken.nextText()
    const isWhole = (() => {
      try {
        return Trade.safeParse(JSON.parse(text)).success
      } catch {
        return false
      }
    })()
    expect(isWhole && !/NaN|"-|9e9/.test(text)).toBe(false)
    await control(standIn.url, { malformed: 0, duplicateTrades: 1, clockSkewMs: 3_600_000 })
    const doubled = await connect('/ws/btcusdt@trade')
    const first = Trade.parse(await doubled.next())
    expect(Trade.parse(await doubled.next()).t).toBe(first.t)
    expect(first.T - Date.now()).toBeGreaterThan(3_500_000)
  }, 20_000)
})

describe('Binance’s REST API', () => {
  it('serves klines that equal the truth, the running one last', async () => {
    const klines = await getJson(`${standIn.url}/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=5`)
    const rows = Rows.parse(klines.body)
    expect(rows).toHaveLength(5)
    expect(Number(klines.headers.get('x-mbx-used-weight-1m'))).toBeGreaterThanOrEqual(2)
    const from = Number(rows[0]?.[0])
    const truth = await getJson(
      `${standIn.url}/__control/candles?symbol=BTC&from=${from}&to=${from + 120_000}`,
    )
    const [first, second] = rows
    const asTruth = (row: typeof first) =>
      row && {
        at: new Date(Number(row[0])).toISOString(),
        open: Number(row[1]),
        high: Number(row[2]),
        low: Number(row[3]),
        close: Number(row[4]),
        volume: Number(row[5]),
        quoteVolume: Number(row[7]),
        trades: row[8],
      }
    const Truth = z.object({
      candles: z.array(
        z.object({
          at: z.string(),
          trades: z.number(),
          ...Object.fromEntries(
            ['open', 'high', 'low', 'close', 'volume', 'quoteVolume'].map((name) => [
              name,
              z.coerce.number(),
            ]),
          ),
        }),
      ),
    })
    expect(Truth.parse(truth.body).candles).toEqual([asTruth(first), asTruth(second)])
  })

  it('honours startTime, endTime and limit, at most 1000 rows', async () => {
    const end = Math.floor(Date.now() / 3_600_000) * 3_600_000
    const query = `symbol=ETHUSDT&interval=1h&startTime=${end - 10 * 3_600_000}&endTime=${end - 1}&limit=4`
    const rows = Rows.parse((await getJson(`${standIn.url}/api/v3/klines?${query}`)).body)
    expect(rows.map((row) => row[0])).toEqual([10, 9, 8, 7].map((hours) => end - hours * 3_600_000))
    const many = await getJson(`${standIn.url}/api/v3/klines?symbol=ETHUSDT&interval=1m&limit=5000`)
    expect(Rows.parse(many.body)).toHaveLength(1000)
  })

  it.each([
    ['klines?interval=1m', -1102],
    ['klines?symbol=FOOUSDT&interval=1m', -1121],
    ['klines?symbol=BTCUSDT&interval=1y', -1120],
    ['klines?symbol=BTCUSDT&interval=1m&limit=x', -1100],
    ['ticker/24hr?symbol=NOPE', -1121],
  ])('refuses %s with %d', async (query, code) => {
    const { status, body } = await getJson(`${standIn.url}/api/v3/${query}`)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code, msg: expect.any(String) })
  })

  it('answers 429 with Retry-After past its weight, then 418', async () => {
    await control(standIn.url, { weightPerMinute: 0 })
    const limited = await getJson(`${standIn.url}/api/v3/ping`)
    expect([429, 418]).toContain(limited.status)
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(limited.body).toMatchObject({ code: -1003 })
  })

  it('fails with the status that a test asks for', async () => {
    await control(standIn.url, { restStatus: 503 })
    expect((await getJson(`${standIn.url}/api/v3/time`)).status).toBe(503)
  })
})

describe('the control', () => {
  it('refuses unknown or impossible settings with a sentence', async () => {
    for (const patch of [
      { mutee: true },
      { malformed: 2 },
      { path: { BTC: [['soon', '-5%']] } },
      { path: { LUNA: [] } },
    ]) {
      const { status, body } = await control(standIn.url, patch)
      expect(status).toBe(400)
      expect(body.error).toMatch(/^.+\.$/)
    }
  })
})
