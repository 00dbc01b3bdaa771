/**
 * `npm run bench -- ingest`: CPU per message of our path (receive, parse, arbitrate, fold; and with Valkey and
 * PostgreSQL behind it), beside bare `ws` + `JSON.parse`, tardis-dev's mappers and ccxt pro's handlers, over the wire
 * and in process, on the same 200,000 frames; and the time from the venue to the detector at 1,000 messages a second.
 * Every contender has a process of its own, whose CPU time is what counts, and so has the venue. Each round they take
 * turns, in the other direction every second time, after one that only warms them up. CPU figures are medians of the
 * rounds, and their ratios medians of each round's ratio; of delays the best round counts, because whatever else the
 * machine does only makes them longer. The last line is JSON.
 *
 * `BENCH_ROUNDS` changes their number (3).
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { startTemporaryDatabase } from '@sage/local/temporary-database'
import { startTemporaryValkey } from '../test/market-stack.ts'
import { frameCount } from './ingest/frames.ts'
import {
  type ContenderName,
  contenderNames,
  FromVenue,
  type Mode,
  type Order,
  Reading,
} from './ingest/orders.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const goals = { wireOfBare: 1.3, ccxtOfWire: 4, detectorOfCcxt: 0.3 }

/** One round's figures of one contender. */
interface Figures {
  readonly wireUs: number
  readonly processUs: number
  readonly detectorP50Ms: number
  readonly detectorP99Ms: number
  readonly framesReached: number
}

interface Part {
  readonly child: ChildProcess
  /** The next thing it says; rejects if it ends instead. */
  heard(): Promise<unknown>
}

const bench = fileURLToPath(new URL('ingest/', import.meta.url))

function start(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Part {
  const child = fork(`${bench}${file}`, args, { env: { ...process.env, ...env } })
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ${args.join(' ')} ended with ${code}`)
  })
  gone.catch(() => undefined)
  return { child, heard: () => Promise.race([once(child, 'message').then(([message]) => message), gone]) }
}

async function main(): Promise<void> {
  if (!existsSync(`${bench}rivals/node_modules/ccxt`)) {
    console.log('installing ccxt and tardis-dev, for this bench only')
    const flags = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--workspaces=false']
    execFileSync('npm', flags, { cwd: `${bench}rivals`, stdio: 'inherit' })
  }
  const [database, valkey] = await Promise.all([startTemporaryDatabase(), startTemporaryValkey()])
  const env = { DATABASE_URL: database.ingestUrl, VALKEY_URL: valkey.url }
  const venue = start('venue.ts', [])
  const readers = contenderNames.map((name) => ({ name, reader: start('reader.ts', [name], env) }))
  try {
    const listening = FromVenue.parse(await venue.heard())
    if (listening.type !== 'listening') throw new Error('the venue does not say where it is')
    const { port } = listening
    for (let round = 0; round <= rounds; round += 1) {
      for (const { name, reader } of round % 2 === 0 ? readers : readers.toReversed()) {
        const figures = await oneRound(reader, venue, port)
        // The first round compiles what the others run.
        if (round > 0) series[name].push(figures)
        console.log(round === 0 ? 'warming up' : `round ${round}`, name.padEnd(16), JSON.stringify(figures))
      }
    }
    console.log(JSON.stringify(report()))
  } finally {
    for (const { child } of [venue, ...readers.map(({ reader }) => reader)]) child.disconnect()
    await Promise.all([database.close(), valkey.stop()])
  }
}

const series: Readonly<Record<ContenderName, Figures[]>> = {
  ...{ bare: [], ours: [], 'ours with sinks': [], tardis: [], ccxt: [] },
}

async function oneRound(reader: Part, venue: Part, port: number): Promise<Figures> {
  const reading = async (mode: Mode) => {
    const heard = reader.heard()
    reader.child.send({ mode, port } satisfies Order)
    return Reading.parse(await heard)
  }
  const wire = await reading('wire')
  const inside = await reading('process')
  const sending = venue.heard()
  const slow = await reading('paced')
  const sent = FromVenue.parse(await sending)
  if (sent.type !== 'paced') throw new Error('the venue does not say when it sent')
  const delaysMs = slow.endsNs
    .map((ns, index) => Number(BigInt(ns) - BigInt(sent.sentNs[index] ?? 0)) / 1e6)
    .sort((one, other) => one - other)
  const delayMs = (share: number) => rounded(delaysMs[Math.floor(delaysMs.length * share)] ?? Number.NaN)
  return {
    wireUs: rounded(wire.cpuUs),
    processUs: rounded(inside.cpuUs),
    detectorP50Ms: delayMs(0.5),
    detectorP99Ms: delayMs(0.99),
    framesReached: wire.reached,
  }
}

function report() {
  const summary = (name: ContenderName) => ({
    wireUs: median(series[name].map(({ wireUs }) => wireUs)),
    processUs: median(series[name].map(({ processUs }) => processUs)),
    detectorP50Ms: Math.min(...series[name].map(({ detectorP50Ms }) => detectorP50Ms)),
    detectorP99Ms: Math.min(...series[name].map(({ detectorP99Ms }) => detectorP99Ms)),
    framesReached: Math.min(...series[name].map(({ framesReached }) => framesReached)),
  })
  const ratio = (figure: 'wireUs' | 'processUs', name: ContenderName, to: ContenderName) =>
    median(
      series[name].map((figures, round) => figures[figure] / (series[to][round]?.[figure] ?? Number.NaN)),
    )
  const ratios = {
    wireOfBare: ratio('wireUs', 'ours', 'bare'),
    processOfBare: ratio('processUs', 'ours', 'bare'),
    ccxtOfWire: ratio('wireUs', 'ccxt', 'ours'),
    ccxtOfProcess: ratio('processUs', 'ccxt', 'ours'),
    tardisOfWire: ratio('wireUs', 'tardis', 'ours'),
    detectorOfCcxt: rounded(summary('ours').detectorP99Ms / summary('ccxt').detectorP99Ms),
  }
  const results = Object.fromEntries(contenderNames.map((name) => [name, summary(name)]))
  const met = {
    wireOfBare: ratios.wireOfBare <= goals.wireOfBare,
    ccxtOfWire: ratios.ccxtOfWire >= goals.ccxtOfWire,
    detectorOfCcxt: ratios.detectorOfCcxt <= goals.detectorOfCcxt,
    framesReached: series.ours.every(({ framesReached }) => framesReached === frameCount),
  }
  return {
    bench: 'ingest',
    frames: frameCount,
    rounds,
    loadAverage: loadavg()[0],
    results,
    ratios,
    goals,
    met,
  }
}

function median(values: readonly number[]): number {
  return rounded(values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN)
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

await main()
