/** How the parts of Sage are, as the minute's cron finds them. The limits are the operators' promises. */

import { coinSymbols } from '@sage/db/vocabulary'
import type { Prices } from '../../contract/market.ts'
import type { Reading } from './judge.ts'

export interface TurnFigures {
  /** Turns that ended in the last 15 minutes. */
  readonly turns: number
  /** Of them, those that failed for a reason of ours. */
  readonly failed: number
  /** Of those that showed something. */
  readonly firstWordP95Ms: number | undefined
}

export interface QueueFigures {
  /** Deliveries that should have been sent a minute ago. */
  readonly overdue: number
  /** Messages in the queue, where the queue says. */
  readonly backlog: number | undefined
}

export interface WatchDeps {
  prices(): Promise<Prices | undefined>
  /** Rejects while the database cannot be had. */
  turnFigures(): Promise<TurnFigures>
  overdue(): Promise<number>
  backlog(): Promise<number | undefined>
  /** `undefined` where ingest cannot be asked. */
  valkeyUp(): Promise<boolean | undefined>
}

const firstWordLimitMs = 5_000
const mostFailing = 0.01
/** Fewer turns are no basis for a percentage; one failure of a hundred is no trend. */
const fewestTurns = 20
const fewestFailures = 3
const mostOverdue = 100
const longestBacklog = 20_000

export async function readings(deps: WatchDeps): Promise<Reading[]> {
  const [prices, turns, queue, valkey] = await Promise.all([
    pricesReading(deps),
    turnReadings(deps),
    queueReading(deps),
    valkeyReading(deps),
  ])
  return [prices, ...turns, ...queue, ...valkey]
}

async function pricesReading({ prices }: WatchDeps): Promise<Reading> {
  const known = await prices().catch(() => undefined)
  const live = known?.quotes.filter(({ freshness }) => freshness === 'live').length ?? 0
  const down = known?.feeds.filter(({ status }) => status !== 'live').map(({ venue }) => venue) ?? []
  return {
    component: 'prices',
    healthy: live === coinSymbols.length,
    summary: `${live} of ${coinSymbols.length} coins have a live price${down.length > 0 ? `; not live: ${down.join(', ')}` : ''}.`,
  }
}

async function turnReadings({ turnFigures }: WatchDeps): Promise<Reading[]> {
  let figures: TurnFigures
  try {
    figures = await turnFigures()
  } catch {
    return [{ component: 'database', healthy: false, summary: 'PostgreSQL does not answer through ingest.' }]
  }
  const { turns, failed, firstWordP95Ms = 0 } = figures
  const enough = turns >= fewestTurns
  return [
    { component: 'database', healthy: true, summary: '' },
    {
      component: 'first_word',
      healthy: !enough || firstWordP95Ms <= firstWordLimitMs,
      summary: `The first word takes ${Math.round(firstWordP95Ms)} ms (P95 of ${turns} turns in 15 minutes).`,
    },
    {
      component: 'answers',
      healthy: !enough || failed < fewestFailures || failed / turns <= mostFailing,
      summary: `${failed} of ${turns} turns failed in 15 minutes.`,
    },
  ]
}

async function queueReading({ overdue, backlog }: WatchDeps): Promise<Reading[]> {
  const [late, waiting] = await Promise.all([
    overdue().catch(() => undefined),
    backlog().catch(() => undefined),
  ])
  // Without the database nothing is known of them, and that is reported already.
  if (late === undefined) return []
  return [
    {
      component: 'push_queue',
      healthy: late < mostOverdue && (waiting ?? 0) < longestBacklog,
      summary: `${late} deliveries are overdue, ${waiting ?? 'an unknown number of'} messages wait in the queue.`,
    },
  ]
}

async function valkeyReading({ valkeyUp }: WatchDeps): Promise<Reading[]> {
  const up = await valkeyUp().catch(() => undefined)
  if (up === undefined) return []
  return [{ component: 'valkey', healthy: up, summary: 'Ingest has no connection to Valkey.' }]
}
