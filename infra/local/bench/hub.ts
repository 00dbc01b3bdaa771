/**
 * `npm run bench -- hub`: what a browser on the market's stream costs, and how late its quotes are. The whole stack
 * with the replayed market; 10, 100 and 1000 browsers in a process of their own, on `wrangler dev`. `runtime` is the
 * workerd that runs the Worker, `proxy` the one that only wrangler dev puts before it; costs are what is used beyond
 * a time without browsers. The last line is JSON.
 *
 * `BENCH_CLIENTS` (counts, with commas) and `BENCH_SECONDS` change the load. Linux only: it reads `/proc`.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { loadKeys } from '../src/keys.ts'
import { readSettings } from '../src/settings.ts'
import { type Stack, startStack } from '../src/stack.ts'
import { silentSteps } from '../src/steps.ts'
import { type Delivery, deliveryOf } from './hub/figures.ts'
import { FromBrowsers, type ToBrowsers } from './hub/orders.ts'
import { processesOf, type Usage, usageOf } from './hub/processes.ts'
import { listenToIngest, type Published } from './hub/published.ts'

const clientCounts = (process.env.BENCH_CLIENTS ?? '10,100,1000').split(',').map(Number)
const seconds = Number(process.env.BENCH_SECONDS ?? 30)
/** For the 95th percentile of delivery, at the largest count. */
const goalMs = 250

type Parts<T> = Readonly<Record<'runtime' | 'proxy', T>>

/** CPU time of each second. */
interface Use {
  readonly cpuMs: number
  readonly residentBytes: number
}

interface Run {
  readonly clients: number
  readonly openedMs: number
  readonly silent: number
  readonly ended: number
  readonly bytes: number
  readonly delivery: Delivery
  readonly use: Parts<Use>
}

async function bench(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'sage-bench-hub-'))
  const { PATH, HOME, TMPDIR, LANG } = process.env
  const settings = readSettings({ PATH, HOME, TMPDIR, LANG, SAGE_HOME: home, MARKET: 'replay' })
  const stack = await startStack({ settings, steps: silentSteps, web: 'none' })
  const keys = await loadKeys(join(home, 'keys.json'))
  const published = listenToIngest(stack.ready.ingest, JSON.stringify(keys.edge.privateJwk))
  try {
    // The first run pays for compiling what all runs use.
    await run(stack, published, 10, 5)
    const idle = await usedDuring(workerdsOf(stack), () => pause(seconds * 1000))
    const rows: ReturnType<typeof row>[] = []
    for (const clients of clientCounts) {
      rows.push(row(await run(stack, published, clients, seconds), idle.use))
      console.log(rows.at(-1))
    }
    // Browsers that have gone cost nothing any more, once their connections are cleared away.
    await pause(5000)
    const afterwards = await usedDuring(workerdsOf(stack), () => pause(seconds * 1000))
    const p95 = rows.at(-1)?.deliveryMs.p95 ?? Number.NaN
    console.log(
      JSON.stringify({
        goalMs,
        met: p95 < goalMs,
        seconds,
        loadAverage: loadavg()[0],
        idle: used(idle.use),
        rows,
        afterwards: used(afterwards.use),
      }),
    )
  } finally {
    published.close()
    await stack.close()
    rmSync(home, { recursive: true, force: true })
  }
}

async function run(stack: Stack, published: Published, clients: number, forSeconds: number): Promise<Run> {
  const browsers = fork(fileURLToPath(new URL('hub/browsers.ts', import.meta.url)))
  const gone = once(browsers, 'exit')
  const told = async (order: ToBrowsers) => {
    browsers.send(order)
    const early = gone.then(() => Promise.reject(new Error('the browsers are gone')))
    const [message] = await Promise.race([once(browsers, 'message'), early])
    return FromBrowsers.parse(message)
  }
  try {
    const opened = await told({ type: 'open', url: `${stack.ready.edge}/api/market/stream`, count: clients })
    const measuring = () => told({ type: 'measure', forMs: forSeconds * 1000 })
    const { use, result } = await usedDuring(workerdsOf(stack), measuring)
    if (opened.type !== 'opened' || result.type !== 'measured')
      throw new Error('the browsers answer crosswise')
    return {
      clients,
      openedMs: opened.waitedMs,
      silent: result.silent,
      ended: result.ended,
      bytes: result.bytes,
      delivery: deliveryOf(result, published),
      use,
    }
  } finally {
    if (browsers.connected) browsers.disconnect()
    await gone
  }
}

function workerdsOf(stack: Stack): Parts<number> {
  const group = processesOf(stack.pid('edge') ?? 0)
  const workerds = group.filter(({ command }) => command.includes('workerd serve'))
  const entry = `entry=127.0.0.1:${new URL(stack.ready.edge).port} `
  const proxy = workerds.find(({ command }) => command.includes(entry))
  const runtime = workerds.find(({ command }) => !command.includes(entry))
  if (!proxy || !runtime) throw new Error('wrangler dev no longer runs one workerd before another')
  return { proxy: proxy.pid, runtime: runtime.pid }
}

async function usedDuring<T>(
  pids: Parts<number>,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly use: Parts<Use> }> {
  const startedMs = performance.now()
  const before = { runtime: usageOf(pids.runtime), proxy: usageOf(pids.proxy) }
  const result = await work()
  const after = { runtime: usageOf(pids.runtime), proxy: usageOf(pids.proxy) }
  const tookSeconds = (performance.now() - startedMs) / 1000
  const between = (one: Usage, other: Usage): Use => ({
    cpuMs: (other.cpuMs - one.cpuMs) / tookSeconds,
    residentBytes: other.residentBytes,
  })
  return {
    result,
    use: { runtime: between(before.runtime, after.runtime), proxy: between(before.proxy, after.proxy) },
  }
}

function used({ runtime, proxy }: Parts<Use>) {
  const rounded = ({ cpuMs, residentBytes }: Use) => ({
    cpuMsPerSecond: round(cpuMs),
    residentMegabytes: round(residentBytes / 1024 ** 2),
  })
  return { runtime: rounded(runtime), proxy: rounded(proxy) }
}

function row({ clients, openedMs, silent, ended, bytes, delivery, use }: Run, idle: Parts<Use>) {
  const { events, deliveryMs, ageMs } = delivery
  const perSecond = events / clients / seconds
  const costOf = (part: keyof Parts<Use>) => {
    const cpuMicroseconds = ((use[part].cpuMs - idle[part].cpuMs) * 1000) / clients
    return {
      ...used(use)[part],
      perClient: {
        cpuMicrosecondsPerSecond: round(cpuMicroseconds),
        cpuMicrosecondsPerEvent: round(cpuMicroseconds / perSecond),
        kilobytes: round((use[part].residentBytes - idle[part].residentBytes) / 1024 / clients),
      },
    }
  }
  return {
    clients,
    openedMs: round(openedMs),
    silent,
    ended,
    eventsPerClientPerSecond: round(perSecond),
    bytesPerClientPerSecond: round(bytes / clients / seconds),
    deliveryMs,
    ageMs,
    runtime: costOf('runtime'),
    proxy: costOf('proxy'),
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

await bench()
