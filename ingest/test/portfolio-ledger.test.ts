/** The stored ledger through the real gateway: what figures are computed from is what the list of trades shows. */
import { database } from '@sage/edge/db'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closesOf } from '../../edge/src/portfolio/closes.ts'
import { databaseLedger } from '../../edge/src/portfolio/database-ledger.ts'
import { fillsOfEntries } from '../../edge/src/portfolio/ledger.ts'
import { addPerson, type Ids } from './fixtures.ts'
import { startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
let admin: pg.Client
let person: Ids

beforeAll(async () => {
  gateway = await startGateway()
  admin = new pg.Client(gateway.database.adminUrl)
  await admin.connect()
  person = await addPerson(admin)
}, 60_000)
afterAll(async () => {
  await admin.end()
  await gateway.close()
})

const settings = () => ({ INGEST_URL: gateway.url, EDGE_SIGNING_KEY: gateway.signingKey })

function ledger() {
  const userId = person.user ?? ''
  return databaseLedger(userId, {
    asOwner: database(settings(), { role: 'user', userId }),
    asService: database(settings(), { role: 'service' }),
  })
}

it('gives in short what it gives in full, in the same order', async () => {
  await admin.query(
    `insert into shadow_trades (user_id, portfolio_id, symbol, side, quantity, entry_price, fee, venue, tick_at, marks,
       created_at)
     select user_id, portfolio_id, 'ETH', case when i % 2 = 0 then 'buy' else 'sell' end, i * 0.000000000000000001, 3000.10,
       0, 'gate', now(), '{"BTC": "60000.5", "ETH": "3000.1"}', timestamptz '2026-01-01' + i * interval '1 ms'
     from shadow_trades, generate_series(1, 50) i where id = $1`,
    [person.trade],
  )
  const portfolioId = person.portfolio ?? ''
  const [full, short] = await Promise.all([ledger().entries(portfolioId), ledger().measured(portfolioId)])
  expect(full.trades).toHaveLength(51)
  expect(short.closes).toHaveLength(full.closes.length)
  const written = (fills: ReturnType<typeof fillsOfEntries>) =>
    fills.map((fill) => ({
      ...fill,
      quantity: fill.quantity.toFixed(),
      price: fill.price.toFixed(),
      fee: fill.fee.toFixed(),
    }))
  expect(written(fillsOfEntries(short))).toEqual(written(fillsOfEntries(full)))
  expect(short.trades.map(({ confidence }) => confidence)).toEqual(
    full.trades.map(({ confidence }) => confidence),
  )
})

it('gives nothing of a portfolio that is not there or not his', async () => {
  const stranger = await addPerson(admin)
  expect(await ledger().measured(stranger.portfolio ?? '')).toEqual({ trades: [], closes: [] })
})

it('knows the closes of days, and of hours around the ends of a long span', async () => {
  await admin.query(`delete from candles_1d; delete from candles_1h;
    insert into candles_1d (symbol, at, open, high, low, close, volume, quote_volume, venue, source, fence)
      select 'BTC', at, 1, 1, 1, extract(day from at), 1, 1, 'binance', 'trades', 0
      from generate_series(timestamptz '2026-01-01', '2026-01-20', '1 day') at;
    insert into candles_1h (symbol, at, open, high, low, close, volume, quote_volume, venue, source, fence)
      select 'BTC', at, 1, 1, 1, 100 + extract(hour from at), 1, 1, 'binance', 'trades', 0
      from generate_series(timestamptz '2026-01-01', '2026-01-20', '1 hour') at`)
  const db = database(settings(), { role: 'service' })
  const [from, to] = [new Date('2026-01-03T10:30:00Z'), new Date('2026-01-14T12:30:00Z')]
  const day = await closesOf(db, ['BTC', 'XRP'], { from, to, stepMs: 86_400_000 }, to)
  const at = (text: string) => Date.parse(`2026-01-${text}Z`)
  expect(day.XRP).toBeUndefined()
  const known = new Map(day.BTC)
  expect(known.get(at('14T00:00:00'))).toBe('13')
  expect(known.get(at('03T10:00:00'))).toBe('109')
  expect(known.get(at('14T12:00:00'))).toBe('111')
  expect(known.has(at('14T13:00:00'))).toBe(false)
  expect(known.has(at('08T12:00:00'))).toBe(false)
  expect(known.has(at('15T00:00:00'))).toBe(false)
  const hour = await closesOf(db, ['BTC'], { from, to, stepMs: 3_600_000 }, to)
  expect(new Map(hour.BTC).get(at('08T12:00:00'))).toBe('111')
})
