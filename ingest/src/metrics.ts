/** What Prometheus reads at `/metrics`; values are collected when they are asked for, not on the path of a frame. */
import { type Venue, venues } from '@sage/db/vocabulary'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Alerts } from './alerts/alerts.ts'
import type { Feed } from './feed/connection.ts'
import type { Market } from './market/market.ts'
import type { ValkeySink } from './sinks/valkey.ts'

export interface MetricsDeps {
  readonly market: Pick<Market, 'counts' | 'switches'>
  readonly feeds: ReadonlyMap<Venue, Feed>
  readonly cache: ValkeySink['counts']
  readonly listeners: () => number
  readonly waitingCandles: () => number
  readonly leading: () => boolean
  /** Whether Valkey answers. */
  readonly valkeyUp: () => boolean
  readonly filledCandles: () => number
  /** Candles that no venue could give at the last check, by interval. */
  readonly missingCandles: ReadonlyMap<string, number>
  readonly alerts: Pick<Alerts, 'counts' | 'queued'>
}

export function createMetrics(deps: MetricsDeps): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  function counter(name: string, help: string, labels: readonly string[], read: (set: Set) => void): void {
    const metric: Counter = new Counter({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      collect() {
        metric.reset()
        read((value, each = {}) => metric.inc(each, value))
      },
    })
  }

  function gauge(
    name: string,
    help: string,
    labels: readonly string[],
    read: (set: Set) => void | Promise<void>,
  ): void {
    const metric: Gauge = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [registry],
      collect: () => read((value, each = {}) => metric.set(each, value)),
    })
  }

  const { market, feeds, cache, alerts } = deps
  counter('sage_feed_frames_total', 'Frames by venue and kind.', ['venue', 'kind'], (set) => {
    for (const venue of venues) {
      const { tickers, trades, ignored, repeatedTrades, lateTrades } = market.counts(venue)
      set(tickers, { venue, kind: 'ticker' })
      set(trades, { venue, kind: 'trade' })
      set(ignored, { venue, kind: 'ignored' })
      set(repeatedTrades, { venue, kind: 'repeated_trade' })
      set(lateTrades, { venue, kind: 'late_trade' })
    }
  })
  counter('sage_feed_errors_total', 'Frames that were not believed.', ['venue', 'reason'], (set) => {
    for (const venue of venues) {
      for (const [reason, count] of market.counts(venue).errors) set(count, { venue, reason })
    }
  })
  counter('sage_feed_reconnects_total', 'Sockets opened after the first.', ['venue'], (set) => {
    for (const [venue, feed] of feeds) set(feed.reconnects(), { venue })
  })
  counter('sage_feed_gap_seconds_total', 'Time without data.', ['venue'], (set) => {
    for (const venue of venues) set(market.counts(venue).gapMs / 1000, { venue })
  })
  gauge('sage_feed_lag_seconds', 'How late the newest data came.', ['venue'], (set) => {
    for (const venue of venues) set(market.counts(venue).lagMs / 1000, { venue })
  })
  gauge('sage_valkey_up', '1 while Valkey answers.', [], (set) => set(deps.valkeyUp() ? 1 : 0))
  gauge('sage_feed_up', '1 while the feed is live.', ['venue'], (set) => {
    for (const [venue, feed] of feeds) set(feed.status() === 'live' ? 1 : 0, { venue })
  })
  counter('sage_venue_switches_total', 'Changes of the quoted venue.', [], (set) => set(market.switches()))
  counter('sage_cache_requests_total', 'Look-ups in Valkey.', ['result'], (set) => {
    set(cache.hits, { result: 'hit' })
    set(cache.misses, { result: 'miss' })
    set(cache.failures, { result: 'failure' })
  })
  counter('sage_candles_filled_total', 'Candles taken from the venues.', [], (set) =>
    set(deps.filledCandles()),
  )
  gauge('sage_candles_missing', 'Candles no venue could give.', ['interval'], (set) => {
    for (const [interval, count] of deps.missingCandles) set(count, { interval })
  })
  gauge('sage_candles_waiting', 'Candles that wait for PostgreSQL.', [], (set) => set(deps.waitingCandles()))
  gauge('sage_alert_rules', 'Rules that are judged; 0 unless this task leads.', [], (set) =>
    set(alerts.counts.rules),
  )
  counter('sage_alerts_total', 'Events and firings that this task has written.', [], (set) =>
    set(alerts.counts.found),
  )
  gauge('sage_alerts_waiting', 'Judgements that wait for PostgreSQL or Valkey.', ['for'], (set) => {
    set(alerts.counts.unwritten, { for: 'postgres' })
    set(alerts.counts.unreported, { for: 'valkey' })
  })
  gauge('sage_alert_jobs', 'Reports in the queue.', ['state'], async (set) => {
    // While Valkey is away nobody knows.
    const counts = await alerts.queued().catch(() => undefined)
    for (const [state, count] of Object.entries(counts ?? {})) set(count, { state })
  })
  gauge('sage_leader', '1 if this task writes.', [], (set) => set(deps.leading() ? 1 : 0))
  gauge('sage_stream_listeners', 'Open connections of /v1/stream.', [], (set) => set(deps.listeners()))
  return registry
}

type Set = (value: number, labels?: Record<string, string>) => void
