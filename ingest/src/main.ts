/** Starts ingest: reads the environment, wires the parts, and takes them down again on SIGTERM. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import type { Venue } from '@sage/db/vocabulary'
import { pino } from 'pino'
import { type Alerts, startAlerts } from './alerts/alerts.ts'
import { createLookout } from './alerts/lookout.ts'
import { createPreview } from './alerts/past.ts'
import { alertRoutes } from './api/alerts.ts'
import { createApi } from './api/app.ts'
import { verifyCaller } from './api/auth.ts'
import { createCandlesReader } from './api/candles.ts'
import { replayGuard } from './api/replay.ts'
import { sqlGateway } from './api/sql.ts'
import { createBroadcast } from './api/stream.ts'
import { readConfig } from './config.ts'
import { createEmfMeter } from './emf.ts'
import { binance } from './exchanges/binance.ts'
import { gate } from './exchanges/gate.ts'
import { restVenue } from './exchanges/rest.ts'
import { createFaultReporter } from './faults.ts'
import { createFearGreedBook } from './fear-greed.ts'
import { watchFearGreed } from './fear-greed-watch.ts'
import { openFeed } from './feed/connection.ts'
import { createKeeper } from './keeper.ts'
import { createLeader, roundMs } from './leader.ts'
import { repeat } from './loop.ts'
import { createMarket } from './market/market.ts'
import { createMetrics } from './metrics.ts'
import { createOutages } from './outages.ts'
import { createPulse } from './pulse.ts'
import { openStore } from './sinks/postgres.ts'
import { connectValkey, createValkeySink } from './sinks/valkey.ts'
import { createSnapshot, feedHealth } from './snapshot.ts'
import { openPools } from './sql/pools.ts'

const read = readConfig(process.env)
if ('problems' in read) {
  for (const problem of read.problems) console.error(problem)
  process.exit(1)
}
const { config } = read
const log = pino({ level: config.LOG_LEVEL })
const nowMs = Date.now
const faults = createFaultReporter({
  log,
  dsn: config.SENTRY_DSN,
  stage: config.STAGE,
  release: config.RELEASE,
  nowMs,
})
const monotonicMs = () => performance.now()
const taskId = randomUUID()
const ending = new AbortController()
const outages = createOutages(log, nowMs)

const valkey = connectValkey(config.VALKEY_URL, outages.of('valkey'))
valkey.on('ready', () => outages.of('valkey')())
const sink = createValkeySink(valkey)
const onConnectionLost = (error: Error) => log.warn({ reason: error.message }, 'connection lost')
const store = openStore(config.DATABASE_URL, onConnectionLost)
const pools = openPools({
  userUrl: config.DATABASE_USER_URL,
  serviceUrl: config.DATABASE_SERVICE_URL,
  onConnectionLost: (error) => log.warn({ reason: error.message }, 'gateway connection lost'),
})

const meter =
  config.METRICS_NAMESPACE === undefined ? undefined : createEmfMeter(config.METRICS_NAMESPACE, config.STAGE)
const lookout = createLookout()
const market = createMarket([binance, gate], nowMs(), (tick, dataMs, receivedMs) =>
  lookout.onTick(tick, dataMs, receivedMs),
)
const feeds = new Map(
  [
    { exchange: binance, url: config.BINANCE_WS_URL },
    { exchange: gate, url: config.GATE_WS_URL },
  ].map(({ exchange, url }) => {
    const feed = openFeed(exchange, url, {
      nowMs,
      random: Math.random,
      onFrame: (text, receivedMs) => market.onFrame(exchange, text, receivedMs),
      onBroken: () => {
        market.interrupted(exchange.venue)
        alerts.interrupted(exchange.venue)
      },
      log: (event) => log.info({ venue: exchange.venue, ...event }, 'feed'),
    })
    return [exchange.venue, feed] as const
  }),
)

const leader = createLeader({
  valkey,
  taskId,
  nowMs: monotonicMs,
  onChange: (fence) => {
    log.info({ fence }, fence === undefined ? 'no longer leader' : 'leader')
    if (fence === undefined) return
    checking.hurry()
    alerts.led()
  },
})

const rest = { fetch, nowMs, signal: ending.signal }
const venues = [
  restVenue(binance, config.BINANCE_REST_URL, rest),
  restVenue(gate, config.GATE_REST_URL, rest),
]
let filledCandles = 0
const missingCandles = new Map<string, number>()
const keeper = createKeeper({
  store,
  market,
  venues,
  fence: leader.fence,
  deposed: leader.deposed,
  nowMs,
  onTrouble: (venue, reason) => log.warn({ venue, reason }, 'candles not to be had'),
  onFilled: (interval, filled, left) => {
    filledCandles += filled
    missingCandles.set(interval, left)
    if (filled > 0) log.info({ interval, filled, left }, 'back-filled')
  },
})

const fearGreed = createFearGreedBook()
const watching = watchFearGreed({
  book: fearGreed,
  url: config.FEAR_GREED_URL,
  rest,
  store,
  leading: () => leader.fence() !== undefined,
  nowMs,
  settled: outages.of('fear-greed'),
  storeSettled: outages.of('fear-greed writes'),
})

const readFearGreed = async (days: number) => {
  const known = fearGreed.history(days)
  return known.length > 0 ? [...known] : await store.readFearGreed(days)
}

const alerts: Alerts = startAlerts({
  fetch,
  edgeUrl: config.EDGE_URL,
  signingKey: config.INGEST_SIGNING_KEY,
  databaseUrl: config.DATABASE_URL,
  valkeyUrl: config.VALKEY_URL,
  valkey,
  lookout,
  venues,
  liveVenue: market.liveVenue,
  mood: () => fearGreed.history(7),
  thresholds: {
    movePercent: config.ALERT_MOVE_PERCENT,
    jump: config.ALERT_FEAR_GREED_JUMP,
    fear: config.ALERT_FEAR_GREED_FEAR,
    greed: config.ALERT_FEAR_GREED_GREED,
  },
  fence: leader.fence,
  deposed: leader.deposed,
  nowMs,
  outages,
  onConnectionLost,
  onRefused: (id, reason) => log.error({ id, reason }, 'report refused by the edge'),
  onReported: (latencyMs) => meter?.reported(latencyMs),
})

const health = () => feedHealth(feeds, market)
const snapshot = createSnapshot({ market, sink, fearGreed, health, source: config.MARKET, nowMs })
const broadcast = createBroadcast(taskId)
const pulse = createPulse({ market, sink, fearGreed, health, broadcast, leading: leader.fence, nowMs })

const storing = repeat(() => 1000, keeper.store, outages.of('candle writes'))
const checkingRecent = repeat(() => 5000, keeper.checkRecent, outages.of('candle checks'))
const checking = repeat(() => 60_000, keeper.checkAll, outages.of('history checks'))
const beating = repeat(() => 250, pulse, outages.of('quote writes'))
const leading = repeat(() => roundMs, leader.round, outages.of('lease'))
valkey.on('ready', leading.hurry)

const registry = createMetrics({
  market,
  feeds,
  cache: sink.counts,
  listeners: () => broadcast.listeners,
  waitingCandles: keeper.waiting,
  leading: () => leader.fence() !== undefined,
  valkeyUp: () => valkey.status === 'ready',
  filledCandles: () => filledCandles,
  missingCandles,
  alerts,
})

const measuring = setInterval(() => {
  let missing = 0
  for (const count of missingCandles.values()) missing += count
  const of = (venue: Venue) => {
    const { gapMs, lagMs, errors } = market.counts(venue)
    return { gapMs, lagMs, errors: [...errors.values()].reduce((sum, count) => sum + count, 0) }
  }
  const lines = meter?.lines(nowMs(), {
    cache: { ...sink.counts },
    venues: { binance: of('binance'), gate: of('gate') },
    leading: leader.fence() !== undefined,
    missingCandles: missing,
    waitingCandles: keeper.waiting(),
    unwrittenAlerts: alerts.counts.unwritten,
  })
  for (const line of lines ?? []) log.info(line, 'figures')
}, 60_000)

const candles = createCandlesReader({
  store,
  cache: sink,
  recent: market.recentCandles,
  exchangeNowMs: () => market.exchangeNowMs(nowMs()),
})
const replay = replayGuard({ valkey, nowMs, onFailure: outages.of('valkey') })
const api = createApi({
  authenticate: verifyCaller({ publicKeys: config.EDGE_PUBLIC_KEYS, replay, now: () => new Date() }),
  sql: sqlGateway({
    pools,
    sealKey: config.IDENTITY_SEAL_KEY,
    onUnavailable: (cause, requestId) =>
      log.warn({ requestId, reason: String(cause) }, 'statement not served'),
  }),
  snapshot,
  alerts: alertRoutes({
    history: alerts.store.history,
    preview: createPreview({ candles, fearGreed: readFearGreed, store: alerts.store, nowMs }),
  }),
  candles,
  fearGreed: async (days) => ({ points: await readFearGreed(days) }),
  broadcast,
  metrics: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  onError: (error, request) => faults.report('request failed', error, { part: 'http', ...request }),
  onAnswered(answer) {
    // A probe that is answered "not yet" is no fault, and comes many times a second while a stack starts.
    const expected = answer.status < 500 || answer.route === '/readyz'
    log[expected ? 'debug' : 'warn'](answer, 'request')
    meter?.answered(answer)
  },
})

const server = serve({ fetch: api.fetch, port: config.PORT }, ({ port }) => log.info({ port }, 'listening'))
server.on('error', (error) => {
  console.error(`Ingest cannot listen on port ${config.PORT}: ${error.message}`)
  process.exit(1)
})

/** A shutdown that hangs on a part that is away is cut short. */
const shutdownDeadlineMs = 9000
/** Requests that are under way end well before it: a statement takes 5 s at most. */
const drainMs = 6000
const lastWriteMs = 2000

async function shutDown(): Promise<void> {
  setTimeout(() => process.exit(0), shutdownDeadlineMs).unref()
  clearInterval(measuring)
  for (const feed of feeds.values()) feed.close()
  // What is folded is written, then another task may lead.
  await Promise.race([Promise.all([storing.stop(), alerts.stop(), leading.stop()]), delay(lastWriteMs)])
  await leader.stop()
  broadcast.close()
  // Idle connections are closed at once, the others with their answers; what they need is there until then.
  await Promise.race([new Promise((resolve) => server.close(resolve)), delay(drainMs)])
  ending.abort()
  await Promise.all([checkingRecent.stop(), checking.stop(), beating.stop(), watching.stop()])
  await Promise.all([store.close(), pools.close(), alerts.close()])
  valkey.disconnect()
  await faults.flush(500)
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shutDown())

/** What nobody caught leaves the program in an unknown state: another task takes over. */
const lastWordsMs = 2000
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.once(event, (thrown: unknown) => {
    faults.report(event, thrown, { part: 'process' })
    void faults.flush(lastWordsMs).finally(() => process.exit(1))
  })
}
