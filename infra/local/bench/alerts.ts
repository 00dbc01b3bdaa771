/**
 * `npm run bench -- alerts`: how long an alert takes from the tick that caused it to the decrypted push and to Discord,
 * and what a subscription costs. The whole stack with the replayed market and the push service's stand-in, which
 * decrypts; as many people as subscriptions. `stagesMs` are moments after the tick: the event is written, its telling
 * begins and ends, the first push is there. `cpuUsPerPush` is the time on a processor of all parts, of which `worker` is
 * the workerd that runs the Worker, and `standIns` decrypt; `coresOfOthers` is how many processors other programs kept
 * busy meanwhile. The last line is JSON.
 *
 * `BENCH_SUBSCRIPTIONS` (counts, with commas) changes the load. Linux only: it reads `/proc`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import * as z from 'zod'
import { readSettings } from '../src/settings.ts'
import { type Stack, startStack } from '../src/stack.ts'
import { silentSteps } from '../src/steps.ts'
import { subscribeCrowd } from '../test/alerts/crowd.ts'
import { machineBusyMs, processesOf, usageOf } from './hub/processes.ts'

/** Twice the same: the first event after a start meets code that has not run yet. */
const counts = (process.env.BENCH_SUBSCRIPTIONS ?? '1000,1000,10000').split(',').map(Number)
/** For the 95th percentile, at 1,000 subscriptions. */
const goalMs = 2000
/** One coin for each count: an event re-arms only after an hour. */
const coins = ['DOGE', 'XRP', 'SOL', 'BNB']
const deadlineMs = 200_000

const Pushes = z.object({
  received: z.array(z.object({ browser: z.string(), topic: z.string(), atMs: z.number() })),
})
const Moments = z.object({ at: z.date(), written: z.date(), begun: z.date(), told: z.date() })
const Posts = z.object({ received: z.array(z.object({ atMs: z.number() })) })

async function bench(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'sage-bench-alerts-'))
  const { PATH, HOME, TMPDIR, LANG } = process.env
  const settings = readSettings({ PATH, HOME, TMPDIR, LANG, SAGE_HOME: home, MARKET: 'replay' })
  const stack = await startStack({ settings, steps: silentSteps, web: 'none' })
  const client = new pg.Client(stack.ready.postgres)
  await client.connect()
  try {
    await started(stack)
    const rows: Awaited<ReturnType<typeof run>>[] = []
    for (const [index, subscriptions] of counts.entries()) {
      rows.push(await run(stack, client, coins[index % coins.length] ?? 'DOGE', subscriptions))
      console.log(rows.at(-1))
    }
    const judged = rows.filter(({ subscriptions }) => subscriptions <= 1000)
    console.log(
      JSON.stringify({
        goalMs,
        met: judged.map(({ pushMs, discordMs }) => Math.max(pushMs.p95, discordMs) < goalMs),
        // Of the last, which are the most, to those before.
        costRatio: round((rows.at(-1)?.cpuUsPerPush.worker ?? 0) / (rows.at(-2)?.cpuUsPerPush.worker ?? 1)),
        lost: rows.reduce((sum, { lost }) => sum + lost, 0),
        loadAverage: loadavg()[0],
        rows,
      }),
    )
  } finally {
    await client.end()
    await stack.close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** A stack that has just started fills in years of candles: resolves when ingest has had next to nothing to do for 6 s. */
async function started(stack: Stack): Promise<void> {
  const deadlineMs = Date.now() + 120_000
  const everyMs = 2000
  let quiet = 0
  for (let before = cpuOf(stack); quiet < 3 && Date.now() < deadlineMs; ) {
    await pause(everyMs)
    const now = cpuOf(stack)
    quiet = (now.ingest ?? 0) - (before.ingest ?? 0) < everyMs / 5 ? quiet + 1 : 0
    before = now
  }
}

async function run(stack: Stack, client: pg.Client, coin: string, subscriptions: number) {
  const push = stack.ready.standIns.push ?? ''
  await client.query('delete from users')
  await subscribeCrowd(client, push, subscriptions)
  const before = await look(push, Pushes)
  const discordBefore = (await look(stack.ready.standIns.discord ?? '', Posts)).received.length
  const cpuBefore = cpuOf(stack)
  const busyBefore = machineBusyMs()
  await order(stack.ready.standIns.binance ?? '', { path: { [coin]: [['+0s', '+14%']] } })
  const startedMs = Date.now()
  for (;;) {
    const { rows } = await client.query(
      "select count(*) as n from deliveries where status = 'sent' and channel = 'push'",
    )
    if (Number(rows[0].n) >= subscriptions || Date.now() - startedMs > deadlineMs) break
    await pause(500)
  }
  const cpuAfter = cpuOf(stack)
  const spentMs = (part: string) => (cpuAfter[part] ?? 0) - (cpuBefore[part] ?? 0)
  const oursMs = ['standIns', 'ingest', 'postgres', 'valkey', 'edge'].reduce(
    (sum, part) => sum + spentMs(part),
    0,
  )
  const othersMs = machineBusyMs() - busyBefore - oursMs
  const coresOfOthers = round(othersMs / (Date.now() - startedMs))
  const received = (await look(push, Pushes)).received.slice(before.received.length)
  const posts = (await look(stack.ready.standIns.discord ?? '', Posts)).received.slice(discordBefore)
  const { rows } = await client.query(
    `select e.at, e.created_at as written, a.created_at as begun, a.completed_at as told
     from market_events e join announcements a on a.id = e.id where e.symbol = $1`,
    [coin],
  )
  const { at: tick, written, begun, told } = Moments.parse(rows[0])
  const tickMs = tick.getTime()
  const after = (moment: Date) => moment.getTime() - tickMs
  const lateness = received.map(({ atMs }) => atMs - tickMs).sort((a, b) => a - b)
  const at = (share: number) =>
    lateness[Math.min(lateness.length - 1, Math.floor(lateness.length * share))] ?? Number.NaN
  return {
    subscriptions,
    lost: subscriptions - new Set(received.map(({ browser }) => browser)).size,
    doubled: received.length - new Set(received.map(({ topic }) => topic)).size,
    pushMs: { p50: at(0.5), p95: at(0.95), last: at(1) },
    discordMs: (posts[0]?.atMs ?? Number.NaN) - tickMs,
    stagesMs: { written: after(written), begun: after(begun), told: after(told), firstPush: at(0) },
    cpuUsPerPush: Object.fromEntries(
      Object.keys(cpuAfter).map((part) => [part, Math.round((1000 * spentMs(part)) / subscriptions)]),
    ),
    coresOfOthers,
  }
}

/** CPU since the start, in ms. */
function cpuOf(stack: Stack): Readonly<Record<string, number>> {
  const worker = usageOf(runtimeOf(stack)).cpuMs
  const parts = (['standIns', 'ingest', 'postgres', 'valkey', 'edge'] as const).map((part) => {
    const processes = processesOf(stack.pid(part) ?? 0)
    return [part, processes.reduce((sum, { pid }) => sum + usageOf(pid).cpuMs, 0)] as const
  })
  return { worker, ...Object.fromEntries(parts) }
}

async function look<T>(standIn: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await (await fetch(`${standIn}/__control`)).json())
}

async function order(standIn: string, patch: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(patch)
  const response = await fetch(`${standIn}/__control`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`The stand-in refused: ${await response.text()}`)
}

function runtimeOf(stack: Stack): number {
  const entry = `entry=127.0.0.1:${new URL(stack.ready.edge).port} `
  const workerds = processesOf(stack.pid('edge') ?? 0).filter(({ command }) =>
    command.includes('workerd serve'),
  )
  const runtime = workerds.find(({ command }) => !command.includes(entry))
  if (!runtime) throw new Error('wrangler dev no longer runs one workerd before another')
  return runtime.pid
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

await bench()
