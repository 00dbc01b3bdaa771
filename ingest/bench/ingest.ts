/**
 * `npm run bench -- ingest`: CPU per message of our path (receive, parse, arbitrate, fold; and with Valkey and
 * PostgreSQL behind it), beside bare `ws` + `JSON.parse`, tardis-dev's mappers and ccxt pro's handlers, over the wire
 * and in process, on the same 200,000 frames; and the time from the venue to the detector at 1,000 messages a second.
 * Every contender has a process of its own, whose CPU time is what counts. The last line is JSON.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startTemporaryDatabase } from '@sage/local/temporary-database'
import WebSocket, { WebSocketServer } from 'ws'
import * as z from 'zod'
import { startTemporaryValkey } from '../test/market-stack.ts'
import { type ContenderName, contenderNames, createContender } from './contenders.ts'
import { frameCount, makeFrames } from './frames.ts'

const rounds = 3
const turns = 2
const paced = { perSecond: 1000, seconds: 5 }

const Result = z.object({
  /** CPU microseconds per message of the best round. */
  cpuUs: z.number(),
  reached: z.number(),
  /** Monotonic ns at the end of each frame's path, in order; only if they were asked for. */
  endsNs: z.array(z.string()),
})
type Result = z.infer<typeof Result>

interface Task {
  readonly name: ContenderName
  readonly mode: 'wire' | 'process' | 'paced'
  readonly port: number
}
const Task = z.object({
  name: z.enum(contenderNames),
  mode: z.enum(['wire', 'process', 'paced']),
  port: z.number(),
})

/** In the contender's process. */
async function contend({ name, mode, port }: Task): Promise<Result> {
  const contender = await createContender(name)
  const endsNs: string[] = []
  let best = Number.POSITIVE_INFINITY
  let reached = 0
  const frames = mode === 'process' ? makeFrames() : []
  for (let round = 0; round < (mode === 'paced' ? 1 : rounds); round += 1) {
    // A market that has seen the frames calls them repeated: each round has its own.
    const fresh = round === 0 ? contender : await createContender(name)
    const expected = mode === 'paced' ? paced.perSecond * paced.seconds : frameCount
    const usage =
      mode === 'process'
        ? await inProcess(fresh.onFrame, frames)
        : await overTheWire(`ws://127.0.0.1:${port}/${mode}`, expected, (text, index) => {
            fresh.onFrame(text, index)
            if (mode === 'paced') endsNs.push(String(process.hrtime.bigint()))
          })
    const before = process.cpuUsage()
    await fresh.close()
    const after = process.cpuUsage(before)
    best = Math.min(best, (usage + after.user + after.system) / expected)
    reached = fresh.reached()
  }
  return { cpuUs: best, reached, endsNs }
}

async function inProcess(
  onFrame: (text: string, index: number) => void,
  frames: readonly string[],
): Promise<number> {
  const before = process.cpuUsage()
  for (const [index, frame] of frames.entries()) {
    onFrame(frame, index)
    // The stores' answers must be heard, too.
    if (index % 2000 === 1999) await setImmediate()
  }
  const { user, system } = process.cpuUsage(before)
  return user + system
}

async function overTheWire(
  url: string,
  expected: number,
  onFrame: (text: string, index: number) => void,
): Promise<number> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'open')
  const before = process.cpuUsage()
  let index = 0
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      onFrame(String(data), index)
      index += 1
      if (index === expected) resolve()
    })
    socket.send('go')
  })
  const { user, system } = process.cpuUsage(before)
  socket.terminate()
  return user + system
}

/** In the venue's process: sends all it has as fast as it is taken, or at a steady pace. */
async function startVenue(frames: readonly string[]) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  let sentNs: bigint[] = []
  server.on('connection', (socket, request) => {
    socket.once('message', () => {
      if (request.url === '/paced') return sendPaced(socket)
      let index = 0
      const more = () => {
        while (index < frames.length && socket.bufferedAmount < 4_000_000) {
          socket.send(frames[index] ?? '')
          index += 1
        }
        if (index < frames.length && socket.readyState === WebSocket.OPEN) setTimeout(more, 1)
      }
      more()
    })
  })
  function sendPaced(socket: WebSocket): void {
    sentNs = []
    const startNs = process.hrtime.bigint()
    const timer = setInterval(() => {
      const due = Math.floor((Number(process.hrtime.bigint() - startNs) / 1e9) * paced.perSecond)
      while (sentNs.length < Math.min(due, paced.perSecond * paced.seconds)) {
        const frame = frames[sentNs.length] ?? ''
        sentNs.push(process.hrtime.bigint())
        socket.send(frame)
      }
      if (sentNs.length === paced.perSecond * paced.seconds) clearInterval(timer)
    }, 1)
  }
  await once(server, 'listening')
  const address = server.address()
  if (typeof address === 'string' || address === null) throw new Error('no port')
  return { port: address.port, sentNs: () => sentNs, close: () => server.close() }
}

async function run(task: Task, env: Readonly<Record<string, string>>): Promise<Result> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), [JSON.stringify(task)], {
    env: { ...process.env, ...env },
  })
  const answer = await Promise.race([
    once(child, 'message').then(([message]) => message),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${task.name} ended with ${code}`))),
  ])
  child.disconnect()
  return Result.parse(answer)
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

async function main(): Promise<void> {
  const rivals = fileURLToPath(new URL('rivals/', import.meta.url))
  if (!existsSync(`${rivals}node_modules/ccxt`)) {
    console.log('installing ccxt and tardis-dev, for this bench only')
    const flags = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--workspaces=false']
    execFileSync('npm', flags, { cwd: rivals, stdio: 'inherit' })
  }
  const [venue, database, valkey] = await Promise.all([
    startVenue(makeFrames()),
    startTemporaryDatabase(),
    startTemporaryValkey(),
  ])
  const env = { DATABASE_URL: database.ingestUrl, VALKEY_URL: valkey.url }
  const results: Record<string, Record<string, number>> = {}
  // In turns, so that a busy minute of the machine does not fall on one of them.
  for (let turn = 0; turn < turns; turn += 1) {
    for (const name of contenderNames) {
      const wire = await run({ name, mode: 'wire', port: venue.port }, env)
      const inside = await run({ name, mode: 'process', port: venue.port }, env)
      const slow = await run({ name, mode: 'paced', port: venue.port }, env)
      const sent = venue.sentNs()
      const delaysMs = slow.endsNs.map((ns, index) => Number(BigInt(ns) - (sent[index] ?? 0n)) / 1e6)
      delaysMs.sort((one, other) => one - other)
      const measured = {
        wireUs: round(wire.cpuUs),
        processUs: round(inside.cpuUs),
        detectorP50Ms: round(percentile(delaysMs, 0.5)),
        detectorP99Ms: round(percentile(delaysMs, 0.99)),
      }
      results[name] = { ...leastOf(results[name], measured), framesReached: wire.reached }
      console.log(`${name.padEnd(16)} ${JSON.stringify(results[name])}`)
    }
  }
  venue.close()
  await Promise.all([database.close(), valkey.stop()])
  console.log(JSON.stringify({ bench: 'ingest', frames: frameCount, rounds, turns, results }))
  process.exit(0)
}

/** The best of each figure: what disturbs a measurement only ever makes it worse. */
function leastOf(best: Readonly<Record<string, number>> = {}, measured: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(measured).map(([name, value]) => [name, Math.min(value, best[name] ?? value)]),
  )
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

const [task] = process.argv.slice(2)
if (task === undefined) await main()
else {
  process.send?.(await contend(Task.parse(JSON.parse(task))))
  process.once('disconnect', () => process.exit(0))
}
