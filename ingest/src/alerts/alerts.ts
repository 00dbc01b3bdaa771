/** The parts of alerts, put together and kept going. */
import type { CoinSymbol, Venue } from '@sage/db/vocabulary'
import type { FearGreedPoint } from '../contract.ts'
import type { RestVenue } from '../exchanges/rest.ts'
import { repeat } from '../loop.ts'
import type { Outages } from '../outages.ts'
import { createLastLooks, type LastLooksDeps } from './last-looks.ts'
import type { Lookout } from './lookout.ts'
import { createMemory } from './memory.ts'
import { openAlertQueue } from './queue.ts'
import { createReporter, type ReporterDeps } from './report.ts'
import { openAlertStore } from './store.ts'
import { type AlertThresholds, createAlertWatch } from './watch.ts'

export interface AlertsDeps extends ReporterDeps {
  readonly databaseUrl: string
  readonly valkeyUrl: string
  readonly valkey: LastLooksDeps['valkey']
  readonly lookout: Lookout
  readonly venues: readonly RestVenue[]
  readonly liveVenue: (symbol: CoinSymbol) => Venue
  readonly mood: () => readonly FearGreedPoint[]
  readonly thresholds: AlertThresholds
  readonly fence: () => number | undefined
  readonly deposed: () => void
  readonly outages: Outages
  readonly onConnectionLost: (error: Error) => void
  readonly onRefused: (id: string, reason: string) => void
  /** Hears of every report that the edge has accepted: how long after what it tells of. */
  readonly onReported: (latencyMs: number) => void
}

const lookEveryMs = 100
const refreshEveryMs = 1000
/** A failure is tried again this soon; what is new is not waited for. */
const retryEveryMs = 500
const rememberEveryMs = 1000

export type Alerts = ReturnType<typeof startAlerts>

export function startAlerts(deps: AlertsDeps) {
  const { outages } = deps
  const store = openAlertStore(deps.databaseUrl, deps.onConnectionLost)
  const queue = openAlertQueue({
    url: deps.valkeyUrl,
    report: createReporter(deps),
    settled: outages.of('alert queue'),
    onRefused: deps.onRefused,
    onReported: (at) => deps.onReported(Math.max(0, deps.nowMs() - Date.parse(at))),
  })
  const memory = createMemory(deps)
  const lastLooks = createLastLooks(deps)
  const watch = createAlertWatch({ ...deps, store, queue, lastLooks, remembers: memory.knows })

  const reporting = repeat(() => retryEveryMs, watch.report, outages.of('alert reports'))
  const writing = repeat(
    () => retryEveryMs,
    async () => {
      const ran = await watch.write()
      if (watch.counts.unreported > 0) reporting.hurry()
      return ran
    },
    outages.of('alert writes'),
  )
  const refreshing = repeat(
    () => refreshEveryMs,
    async () => {
      const ran = await watch.refresh()
      if (watch.counts.unreported > 0) reporting.hurry()
      return ran
    },
    outages.of('alert rules'),
  )
  const looking = setInterval(() => {
    watch.look()
    if (watch.counts.unwritten > 0) writing.hurry()
  }, lookEveryMs)
  const remembering = repeat(() => rememberEveryMs, memory.refresh, outages.of('hour before'))

  return {
    store,
    counts: watch.counts,
    queued: queue.counts,
    interrupted: memory.interrupted,
    /** There is a new leader: it reads how things stand at once. */
    led: () => refreshing.hurry(),
    async stop() {
      clearInterval(looking)
      await Promise.all([refreshing.stop(), writing.stop(), reporting.stop(), remembering.stop()])
    },
    async close() {
      await Promise.all([queue.close(), store.close()])
    },
  }
}
