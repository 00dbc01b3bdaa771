/**
 * Keeps the stored candles complete while this task is the leader: writes what the feeds have folded, fills what they
 * missed, and makes hours and days of it.
 */
import type { CandleInterval } from '@sage/db/vocabulary'
import { type BackfillDeps, backfill, depthMs, settledUntil } from './backfill.ts'
import type { Ran } from './loop.ts'
import { intervalMs, type StoredCandle } from './market/candle.ts'
import type { Market } from './market/market.ts'
import type { Hole, Store } from './sinks/postgres.ts'

export interface KeeperDeps extends BackfillDeps {
  readonly store: Store
  readonly market: Pick<Market, 'closeCandles' | 'takeRepairs' | 'exchangeNowMs'>
  readonly fence: () => number | undefined
  readonly deposed: () => void
  readonly nowMs: () => number
  /** How many a check has filled, and how many no venue could give. */
  readonly onFilled: (interval: CandleInterval, filled: number, left: number) => void
}

export interface Keeper {
  /** Once a second: closes minutes and stores them. Rejects while PostgreSQL is away; nothing is lost by that. */
  store(): Promise<Ran>
  /** Checks the last quarter of an hour for holes and fills them. */
  checkRecent(): Promise<Ran>
  /** Checks everything that is kept, makes partitions ahead, and folds hours and days. */
  checkAll(): Promise<Ran>
  /** Candles that wait for PostgreSQL. */
  waiting(): number
}

const recentMs = 15 * intervalMs['1m']
/** A day of six symbols; beyond that the venues' candles have to do. */
const mostWaiting = 6 * 24 * 60
const partitionsAheadMs = 45 * intervalMs['1d']
/** As far back as a part can still be filled or repaired, what was made of it is made again. */
const foldedAgainMs = { '1h': depthMs['1m'] + intervalMs['1h'], '1d': 2 * intervalMs['1d'] } as const

export function createKeeper(deps: KeeperDeps): Keeper {
  const { store, market, fence, deposed, nowMs, onFilled } = deps
  let waiting: StoredCandle[] = []
  const repairs = new Map<string, Hole>()

  async function fill(interval: keyof typeof depthMs, fromMs: number, current: number): Promise<boolean> {
    const toMs = settledUntil(interval, market.exchangeNowMs(nowMs()))
    const taken = interval === '1m' ? [...repairs] : []
    const range = { fromMs, toMs, repairs: taken.map(([, hole]) => hole) }
    const outcome = await backfill(deps, interval, range, current)
    if (outcome.status === 'fenced') {
      deposed()
      return false
    }
    if (outcome.left === 0) for (const [key] of taken) repairs.delete(key)
    onFilled(interval, outcome.filled, outcome.left)
    return true
  }

  const from = (interval: keyof typeof depthMs) =>
    settledUntil(interval, market.exchangeNowMs(nowMs())) - depthMs[interval]

  return {
    waiting: () => waiting.length,

    async store() {
      const closed = market.closeCandles(nowMs())
      for (const hole of market.takeRepairs()) repairs.set(`${hole.symbol} ${hole.atMs}`, hole)
      const current = fence()
      if (current === undefined) {
        // Whoever leads has them, or fills them in.
        waiting = []
        repairs.clear()
        return 'idle'
      }
      waiting = [...waiting, ...closed].slice(-mostWaiting)
      if (waiting.length === 0) return 'idle'
      const batch = waiting
      if ((await store.writeCandles('1m', batch, current)) === 'fenced') deposed()
      else waiting = waiting.filter((candle) => !batch.includes(candle))
      return 'done'
    },

    async checkRecent() {
      const current = fence()
      if (current === undefined || waiting.length > 0) return 'idle'
      await fill('1m', settledUntil('1m', market.exchangeNowMs(nowMs())) - recentMs, current)
      return 'done'
    },

    async checkAll() {
      const current = fence()
      if (current === undefined || waiting.length > 0) return 'idle'
      const now = market.exchangeNowMs(nowMs())
      await store.ensurePartitions(now - 2 * intervalMs['1d'], now + partitionsAheadMs)
      if (!(await fill('1m', from('1m'), current))) return 'done'
      for (const interval of ['1h', '1d'] as const) {
        const toMs = settledUntil(interval, now)
        const written = await store.foldUp(interval, toMs - foldedAgainMs[interval], toMs, current)
        if (written === 'fenced') {
          deposed()
          return 'done'
        }
        if (!(await fill(interval, from(interval), current))) return 'done'
      }
      return 'done'
    },
  }
}
