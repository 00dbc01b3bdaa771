/** What the venues, the stores and the tasks can do to us, and what must hold meanwhile. Real processes throughout. */
import { coinSymbols } from '@sage/db/vocabulary'
import { Redis } from 'ioredis'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  eventually,
  type IngestTask,
  type MarketStack,
  startMarketStack,
  type Truth,
} from './market-stack.ts'

const minuteMs = 60_000

let stack: MarketStack
beforeEach(async () => {
  stack = await startMarketStack()
}, 60_000)
afterEach(() => stack?.close())

async function readyTask(environment?: Record<string, string>): Promise<IngestTask> {
  const task = await stack.ingest(environment)
  await eventually(10_000, async () => (await fetch(`${task.url}/readyz`)).status === 200)
  return task
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const minuteOf = (ms: number) => Math.floor(ms / minuteMs) * minuteMs

interface Row {
  readonly symbol: string
  readonly at: Date
  readonly venue: 'binance' | 'gate'
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  readonly volume: string
  readonly quote_volume: string
}

async function storedMinutes(fromMs: number, toMs: number): Promise<Row[]> {
  const client = new pg.Client({ connectionString: stack.database.adminUrl })
  await client.connect()
  try {
    const range = [new Date(fromMs), new Date(toMs)]
    return (
      await client.query('select * from candles_1m where at >= $1 and at < $2 order by symbol, at', range)
    ).rows
  } finally {
    await client.end()
  }
}

const figures = (truth: Truth) =>
  [truth.open, truth.high, truth.low, truth.close, truth.volume, truth.quoteVolume].map(Number)
const rowFigures = (row: Row) =>
  [row.open, row.high, row.low, row.close, row.volume, row.quote_volume].map(Number)

/** Every minute of every symbol is there once, and is what its venue says it was. */
async function expectNoHoles(fromMs: number, toMs: number): Promise<void> {
  const rows = await storedMinutes(fromMs, toMs)
  expect(rows).toHaveLength((coinSymbols.length * (toMs - fromMs)) / minuteMs)
  for (const symbol of coinSymbols) {
    const truths = {
      binance: await stack.truth('binance', symbol, fromMs, toMs),
      gate: await stack.truth('gate', symbol, fromMs, toMs),
    }
    for (const row of rows.filter((each) => each.symbol === symbol)) {
      const truth = truths[row.venue].find(({ at }) => at === row.at.toISOString())
      expect(truth && figures(truth)).toEqual(rowFigures(row))
    }
  }
}

/** Watches the snapshot every 100 ms until told to stop. */
function watch(task: IngestTask) {
  const seen: { atMs: number; live: boolean; venues: Set<string>; oldestLiveMs: number }[] = []
  let stopped = false
  const watching = (async () => {
    while (!stopped) {
      const { quotes } = await task.snapshot()
      const live = quotes.filter(({ freshness }) => freshness === 'live')
      seen.push({
        atMs: Date.now(),
        live: live.length === coinSymbols.length,
        venues: new Set(quotes.map(({ venue }) => venue)),
        // By the exchange's own time, which the stand-in shares with us.
        oldestLiveMs: Math.max(0, ...live.map(({ at }) => Date.now() - Date.parse(at))),
      })
      await pause(100)
    }
  })()
  return {
    seen,
    async stop() {
      stopped = true
      await watching
    },
  }
}

describe('a feed', () => {
  it('that is open and mute is replaced by the other within 4 s, and nothing older than 10 s is called live', async () => {
    const task = await readyTask()
    const watching = watch(task)
    const mutedMs = Date.now()
    await stack.control('binance', { mute: true })
    const servedMs = await eventually(10_000, () =>
      watching.seen.find(({ atMs, venues }) => atMs > mutedMs && venues.size === 1 && venues.has('gate')),
    )
    expect(servedMs.atMs - mutedMs).toBeLessThan(4000)
    await stack.control('gate', { mute: true })
    await pause(14_000)
    await watching.stop()
    expect(Math.max(...watching.seen.map(({ oldestLiveMs }) => oldestLiveMs))).toBeLessThan(11_000)
    const { quotes } = await task.snapshot()
    expect(new Set(quotes.map(({ freshness }) => freshness))).toEqual(new Set(['stale']))
    expect((await fetch(`${task.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${task.url}/healthz`)).status).toBe(200)
  })

  it('that is killed leaves a gap of 2 s at most', async () => {
    const task = await readyTask()
    const response = await task.get('/v1/stream')
    const arrivalsMs: number[] = []
    const reading = (async () => {
      for await (const chunk of response.body ?? []) {
        if (new TextDecoder().decode(chunk).includes('"symbol":"BTC"')) arrivalsMs.push(Date.now())
      }
    })().catch(() => undefined)
    await pause(2000)
    await stack.control('binance', { refuse: true, cut: true })
    const cutMs = Date.now()
    await pause(10_000)
    await task.end('SIGKILL')
    await reading
    const after = arrivalsMs.filter((ms) => ms >= cutMs - 1000)
    const gaps = after.slice(1).map((ms, index) => ms - (after[index] ?? ms))
    // BTC trades twice a second and its ticker comes every second.
    expect(Math.max(...gaps)).toBeLessThan(2000)
  })

  it('that is late counts as old as its data', async () => {
    const task = await readyTask()
    await stack.control('binance', { delayMs: 20_000 })
    await eventually(25_000, async () =>
      (await task.snapshot()).quotes.every(({ venue }) => venue === 'gate'),
    )
    await stack.control('gate', { refuse: true, cut: true })
    const watching = watch(task)
    await pause(15_000)
    await watching.stop()
    expect(Math.max(...watching.seen.map(({ oldestLiveMs }) => oldestLiveMs))).toBeLessThan(11_000)
  })

  it('that announces maintenance is overlapped by a new socket without a break', async () => {
    const task = await readyTask()
    const watching = watch(task)
    await stack.control('binance', { maintenance: true })
    await stack.control('gate', { maintenance: 'announced' })
    await eventually(5000, async () => {
      const renewed = task.log.filter(({ msg, type }) => msg === 'feed' && type === 'renewed')
      return new Set(renewed.map(({ venue }) => venue)).size === 2
    })
    await pause(2000)
    await watching.stop()
    expect(watching.seen.every(({ live, venues }) => live && venues.has('binance'))).toBe(true)
  })

  it('that sends broken frames has them counted, and no candle or quote made of them', async () => {
    const task = await readyTask()
    const fromMs = minuteOf(Date.now()) + minuteMs
    await stack.control('binance', { malformed: 0.3 })
    await stack.control('gate', { malformed: 0.3 })
    await pause(fromMs + minuteMs + 10_000 - Date.now())
    await eventually(20_000, async () => (await storedMinutes(fromMs, fromMs + minuteMs)).length === 6)
    await expectNoHoles(fromMs, fromMs + minuteMs)
    const { feeds, quotes } = await task.snapshot()
    for (const { errors } of feeds) expect(errors).toBeGreaterThan(50)
    expect(quotes).toHaveLength(6)
    expect(task.child.exitCode).toBeNull()
  })
})

describe('candles', () => {
  it('have no hole and no repeated volume after both venues were away for a minute', async () => {
    const task = await readyTask()
    await eventually(30_000, async () => (await storedMinutes(0, Date.now())).length >= 8640)
    const fromMs = minuteOf(Date.now()) - 2 * minuteMs
    for (const venue of ['binance', 'gate'] as const) {
      await stack.control(venue, { refuse: true, cut: true, restStatus: 503 })
    }
    await pause(60_000)
    const lostMs = minuteOf(Date.now())
    for (const venue of ['binance', 'gate'] as const) {
      await stack.control(venue, { reset: true, duplicateTrades: 0.2, lateTrades: 0.05, lateTradesMs: 4000 })
    }
    const returnedMs = Date.now()
    await eventually(
      30_000,
      async () => (await storedMinutes(fromMs, lostMs)).length === (6 * (lostMs - fromMs)) / minuteMs,
    )
    expect(Date.now() - returnedMs).toBeLessThan(30_000)
    const untilMs = minuteOf(Date.now()) + 2 * minuteMs
    await pause(untilMs + 15_000 - Date.now())
    await expectNoHoles(fromMs, untilMs)
    expect(
      await task.metric('sage_feed_frames_total{venue="binance",kind="repeated_trade"}'),
    ).toBeGreaterThan(0)
  }, 300_000)

  it('are all there after PostgreSQL was down for 30 s', async () => {
    const task = await readyTask()
    await eventually(30_000, async () => (await storedMinutes(0, Date.now())).length >= 8640)
    const fromMs = minuteOf(Date.now())
    // Over the end of a minute.
    await pause(Math.max(0, fromMs + 45_000 - Date.now()))
    await stack.database.stop('SIGQUIT')
    await pause(30_000)
    expect((await fetch(`${task.url}/readyz`)).status).toBe(200)
    await stack.database.start()
    const untilMs = minuteOf(Date.now())
    await eventually(
      20_000,
      async () => (await storedMinutes(fromMs, untilMs)).length === (6 * (untilMs - fromMs)) / minuteMs,
    )
    await expectNoHoles(fromMs, untilMs)
  }, 200_000)

  it('are whole after ingest was killed twenty times in mid-write, and prices are fresh within 10 s of each start', async () => {
    const fromMs = minuteOf(Date.now()) - 5 * minuteMs
    for (let round = 0; round < 20; round += 1) {
      const startedMs = Date.now()
      const task = await readyTask()
      expect(Date.now() - startedMs).toBeLessThan(10_000)
      // The back-fill of a fresh store is in full swing at different points.
      await pause(round * 100)
      await task.end('SIGKILL')
    }
    await readyTask()
    const untilMs = minuteOf(Date.now())
    await eventually(
      40_000,
      async () => (await storedMinutes(fromMs, untilMs)).length === (6 * (untilMs - fromMs)) / minuteMs,
    )
    await expectNoHoles(fromMs, untilMs)
  }, 300_000)
})

describe('Valkey', () => {
  it('that comes back empty is refilled within 5 s, and is not missed meanwhile', async () => {
    const task = await readyTask()
    const readAll = async () => {
      const valkey = new Redis(stack.valkey.url)
      try {
        return (await valkey.mget(coinSymbols.map((symbol) => `market:quote:${symbol}`))).filter(Boolean)
          .length
      } finally {
        valkey.disconnect()
      }
    }
    await eventually(10_000, async () => (await readAll()) === 6)
    await stack.valkey.stop()
    await pause(8000)
    const { quotes } = await task.snapshot()
    expect(quotes.every(({ freshness }) => freshness === 'live')).toBe(true)
    const { candles } = await task.candles('BTC', '1m', Date.now() - 10 * minuteMs, Date.now() - 2 * minuteMs)
    expect(candles.length).toBeGreaterThanOrEqual(8)
    await stack.valkey.start()
    await eventually(5000, async () => (await readAll()) === 6)
    const flushing = new Redis(stack.valkey.url)
    await flushing.flushall()
    flushing.disconnect()
    await eventually(5000, async () => (await readAll()) === 6)
  })
})

describe('of two tasks', () => {
  const leading = (task: IngestTask) => task.metric('sage_leader')

  it('one leads, another takes over within 10 s of its death, and a fence keeps the dead one from writing', async () => {
    const [one, other] = [await readyTask(), await readyTask()]
    await eventually(5000, async () => (await leading(one)) + (await leading(other)) === 1)
    const [leader, follower] = (await leading(one)) === 1 ? [one, other] : [other, one]
    // A leader that is frozen instead of dead still believes in its lease when it wakes up.
    leader.child.kill('SIGSTOP')
    const stoppedMs = Date.now()
    await eventually(10_000, async () => (await leading(follower)) === 1)
    expect(Date.now() - stoppedMs).toBeLessThan(10_000)
    leader.child.kill('SIGCONT')
    for (let look = 0; look < 30; look += 1) {
      const leaders = (await leading(leader)) + (await leading(follower))
      expect(leaders).toBeLessThanOrEqual(1)
      await pause(100)
    }
    expect(await leading(follower)).toBe(1)
  })

  it('the other takes over at once when the leader is told to end', async () => {
    const one = await readyTask()
    await eventually(5000, async () => (await leading(one)) === 1)
    const other = await readyTask()
    await one.end('SIGTERM')
    const endedMs = Date.now()
    await eventually(3000, async () => (await leading(other)) === 1)
    expect(Date.now() - endedMs).toBeLessThan(3000)
  })
})
