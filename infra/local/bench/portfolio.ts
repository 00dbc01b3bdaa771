/**
 * `npm run bench -- portfolio [SIZES]`: `GET /api/portfolio/performance?range=1y` of a portfolio with that many trades
 * over a year, on a whole local stack. `firstMs`: right after each of ten changes, so that everything is read and
 * figured out; `pollingMs`: a page that asks five times a second for half a minute. SIZES such as `100,10000`. JSON
 * comes last.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import * as z from 'zod'
import { readSettings } from '../src/settings.ts'
import { startStack } from '../src/stack.ts'
import { silentSteps } from '../src/steps.ts'

const sizes = (process.argv[2] ?? '100,1000,10000').split(',').map(Number)
const changes = 10
const polls = 150
const pollEveryMs = 200

const home = mkdtempSync(join(tmpdir(), 'sage-bench-portfolio-'))
const { PATH, HOME } = process.env
const settings = readSettings({ PATH, HOME, SAGE_HOME: home, MARKET: 'replay' })
const stack = await startStack({ settings, steps: silentSteps, web: 'none' })
const database = new pg.Client({ connectionString: stack.ready.postgres })
try {
  await database.connect()
  const rows = []
  for (const trades of sizes) rows.push(await measure(trades))
  console.log(JSON.stringify({ bench: 'portfolio', rows }))
} finally {
  await database.end()
  await stack.close()
  rmSync(home, { recursive: true, force: true })
}

async function measure(trades: number) {
  console.error(`${trades} trades`)
  const cookie = await signIn()
  const { portfolios } = z
    .object({ portfolios: z.array(z.object({ id: z.string() })) })
    .parse(await (await call(cookie, '/api/portfolios')).json())
  const portfolioId = portfolios[0]?.id ?? ''
  await fill(portfolioId, trades)
  const firstMs: number[] = []
  for (let change = 0; change < changes; change += 1) {
    await database.query('update portfolios set version = version + 1 where id = $1', [portfolioId])
    firstMs.push(await timed(cookie))
  }
  const pollingMs: number[] = []
  for (let poll = 0; poll < polls; poll += 1) {
    pollingMs.push(await timed(cookie))
    await pause(pollEveryMs)
  }
  return { trades, firstMs: quantiles(firstMs), pollingMs: quantiles(pollingMs) }
}

/** Buys and sells of all coins, spread evenly over the last year. */
async function fill(portfolioId: string, trades: number): Promise<void> {
  await database.query(
    `insert into shadow_trades (user_id, portfolio_id, symbol, side, quantity, entry_price, fee, venue, tick_at,
       spread, marks, created_at)
     select p.user_id, p.id, (array['BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP'])[1 + i % 6],
       case when i % 5 < 3 then 'buy' else 'sell' end, 0.01234 + (i % 7) * 0.1, 100 + (i % 50) * 1.37, 0.0123,
       'binance', at, 0.01,
       '{"BTC": "60000.12", "ETH": "3000.45", "SOL": "150.11", "BNB": "500.02", "DOGE": "0.123", "XRP": "0.543"}', at
     from portfolios p, generate_series(1, $2::int) i,
       lateral (select now() - interval '364 days' * (1 - i::numeric / ($2::int + 1)) as at) moment
     where p.id = $1`,
    [portfolioId, trades],
  )
}

async function timed(cookie: string): Promise<number> {
  const startedAt = performance.now()
  const response = await call(cookie, '/api/portfolio/performance?range=1y')
  const text = await response.text()
  if (!response.ok) throw new Error(`performance answered ${response.status}: ${text}`)
  return performance.now() - startedAt
}

async function signIn(): Promise<string> {
  const { demoLogin } = stack.ready
  if (demoLogin === undefined) throw new Error('this stack has no demo login')
  const url = new URL(demoLogin)
  url.searchParams.set('email', `${randomUUID()}@example.com`)
  const response = await fetch(url, { headers: { accept: 'application/json' } })
  return z.object({ cookie: z.string() }).parse(await response.json()).cookie
}

function call(cookie: string, path: string): Promise<Response> {
  return fetch(`${stack.ready.web}${path}`, { headers: { cookie, origin: stack.ready.web } })
}

function quantiles(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN)
  return { p50: at(0.5), p95: at(0.95), max: at(1) }
}
