/**
 * `npm run bench -- turns [SIZES]`: many chats on a whole local stack, 50 turns running at once, the demo mentor
 * without latency. SIZES such as `10,100,1000,5000`. What is measured is the whole way through front, Worker, object
 * and pipeline on this machine, which the load generator and the stand-ins share; the ratio compares CPU, which a busy
 * machine distorts least. `storageBytes` is what a chat with one turn takes: its database, and apart from that the
 * write-ahead log of this machine's SQLite, which a checkpoint empties. JSON comes last.
 */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { copyFileSync, globSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import * as z from 'zod'
import { readSettings } from '../src/settings.ts'
import { type Stack, startStack } from '../src/stack.ts'
import { silentSteps } from '../src/steps.ts'

const sizes = (process.argv[2] ?? '10,100,1000').split(',').map(Number)
const atOnce = 50
/** Within the pace that one person is allowed. */
const chatsPerPerson = 9
const answersAtOncePerPerson = 3
const samples = 200

interface Place {
  readonly cookie: string
  readonly chatId: string
}

interface Turn {
  readonly firstWordMs: number
  readonly lastId: string
  readonly middleId: string
}

const home = mkdtempSync(join(tmpdir(), 'sage-bench-turns-'))
const { PATH, HOME } = process.env
const settings = readSettings({ PATH, HOME, SAGE_HOME: home, MARKET: 'replay' })
const stack = await startStack({ settings, steps: silentSteps, web: 'none' })
try {
  await control({ latencyMs: 0, tokensPerSecond: 10_000 })
  const rows = []
  for (const chats of sizes) rows.push(await measure(chats))
  const [first, last] = [rows[0], rows.at(-1)]
  const ratio = first && last ? round(last.edgeCpuMsPerTurn / first.edgeCpuMsPerTurn) : undefined
  console.log(JSON.stringify({ bench: 'turns', atOnce, rows, costRatioLastToFirst: ratio }))
} finally {
  await stack.close()
  rmSync(home, { recursive: true, force: true })
}

async function measure(chats: number) {
  console.error(`${chats} chats`)
  const before = new Set(chatFiles())
  const places = await enter(chats)
  const cpuBefore = edgeUse(stack).cpuSeconds
  const startedAt = performance.now()
  const lanes = await inParallel(lanesOf(places), atOnce, (lane) =>
    inParallel(lane, 1, async (place) => ({ place, turn: await ask(place) })),
  )
  const seconds = (performance.now() - startedAt) / 1000
  const use = edgeUse(stack)
  const pairs = lanes.flat()
  const some = Array.from({ length: Math.min(samples, chats) }, (_, index) => pairs[index] ?? never())
  const resume = await inTurn(some, ({ place, turn }) =>
    timedGet(place, 'stream', { 'last-event-id': turn.middleId }),
  )
  const context = await inTurn(some, ({ place }) => timedGet(place, 'messages'))
  const nothing = await inTurn(some, ({ place, turn }) =>
    timedGet(place, 'stream', { 'last-event-id': turn.lastId }),
  )
  return {
    chats,
    turnsPerSecond: round(chats / seconds),
    firstWordMs: quantiles(pairs.map(({ turn }) => turn.firstWordMs)),
    storageBytes: storageBytes(chatFiles().filter((file) => !before.has(file))),
    edgeCpuMsPerTurn: round(((use.cpuSeconds - cpuBefore) * 1000) / chats),
    edgeMemoryMb: use.memoryMb,
    resumeMs: quantiles(resume),
    readMessagesMs: quantiles(context),
    callThatDoesNothingMs: quantiles(nothing),
  }
}

/** People with chats of their own. */
async function enter(chats: number): Promise<Place[]> {
  const people = Array.from(
    { length: Math.ceil(chats / chatsPerPerson) },
    () => `${randomUUID()}@example.com`,
  )
  const cookies = await inParallel(people, 4, async (email) => {
    const url = new URL(stack.ready.demoLogin ?? never())
    url.searchParams.set('email', email)
    return z.object({ cookie: z.string() }).parse(await (await fetch(url)).json()).cookie
  })
  const owners = Array.from(
    { length: chats },
    (_, index) => cookies[Math.floor(index / chatsPerPerson)] ?? never(),
  )
  return inParallel(owners, 20, async (cookie) => {
    const response = await call(cookie, '/api/chats', { method: 'POST', body: '{}' })
    return { cookie, chatId: z.object({ id: z.string() }).parse(await response.json()).id }
  })
}

/** What runs one after the other: as many lanes a person as one may have answers at once. */
function lanesOf(places: readonly Place[]): Place[][] {
  const lanes = new Map<string, Place[]>()
  for (const [index, place] of places.entries()) {
    const key = `${place.cookie} ${index % answersAtOncePerPerson}`
    lanes.set(key, [...(lanes.get(key) ?? []), place])
  }
  return [...lanes.values()]
}

async function ask(place: Place): Promise<Turn> {
  const startedAt = performance.now()
  const body = JSON.stringify({ content: 'BTC 어때?', clientMessageId: randomUUID() })
  const response = await call(place.cookie, `/api/chats/${place.chatId}/messages`, { method: 'POST', body })
  // The former answer of this lane has been read to its end but its lease may not be back yet.
  if (response.status === 429) {
    await response.body?.cancel()
    await new Promise((resolve) => setTimeout(resolve, 20))
    return ask(place)
  }
  if (response.status !== 200 || !response.body) throw new Error(`asking answered ${response.status}`)
  let text = ''
  let firstWordMs: number | undefined
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece
    if (firstWordMs === undefined && text.includes('"type":"text"'))
      firstWordMs = performance.now() - startedAt
  }
  const ids = [...text.matchAll(/^id: (\S+)$/gm)].map(([, id]) => id ?? never())
  if (!text.includes('"type":"done"')) throw new Error(`a turn did not end in done: ${text.slice(-300)}`)
  return {
    firstWordMs: firstWordMs ?? never(),
    lastId: ids.at(-1) ?? never(),
    middleId: ids[Math.floor(ids.length / 2)] ?? never(),
  }
}

async function timedGet({ cookie, chatId }: Place, what: string, headers = {}): Promise<number> {
  const startedAt = performance.now()
  const response = await call(cookie, `/api/chats/${chatId}/${what}`, { headers })
  await response.arrayBuffer()
  return performance.now() - startedAt
}

function call(cookie: string, path: string, init: { method?: string; body?: string; headers?: object }) {
  const { web } = stack.ready
  const headers = { 'content-type': 'application/json', ...init.headers, cookie, origin: web }
  return fetch(`${web}${path}`, { ...init, headers })
}

async function control(patch: object): Promise<void> {
  const url = `${stack.ready.standIns.claude}/__control`
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(patch) })
  if (!response.ok) throw new Error(await response.text())
}

async function inParallel<In, Out>(
  inputs: readonly In[],
  width: number,
  work: (input: In) => Promise<Out>,
): Promise<Out[]> {
  const outputs: Out[] = []
  const queue = inputs.entries()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, input] of queue) outputs[index] = await work(input)
    }),
  )
  return outputs
}

async function inTurn<In>(inputs: readonly In[], work: (input: In) => Promise<number>): Promise<number[]> {
  return inParallel(inputs, 1, work)
}

/** The databases of all chats' objects. */
function chatFiles(): string[] {
  return globSync(join(home, 'edge/v3/do/*-ChatRoom/*.sqlite')).filter((file) => !/metadata/.test(file))
}

/** What these hold on average, the database apart from its write-ahead log. A copy is read, not what is in use. */
function storageBytes(files: readonly string[]): {
  readonly database: number
  readonly writeAheadLog: number
} {
  const some = files.slice(0, samples)
  const copy = join(home, 'copy.sqlite')
  const sizes = some.map((file) => {
    copyFileSync(file, copy)
    copyFileSync(`${file}-wal`, `${copy}-wal`)
    const database = new DatabaseSync(copy)
    const [pages = 0, pageSize = 0] = ['page_count', 'page_size'].map((name) =>
      Number(database.prepare(`PRAGMA ${name}`).get()?.[name]),
    )
    database.close()
    return { database: pages * pageSize, writeAheadLog: statSync(`${file}-wal`).size }
  })
  const mean = (of: (size: (typeof sizes)[number]) => number) =>
    Math.round(sizes.reduce((sum, size) => sum + of(size), 0) / Math.max(1, sizes.length))
  return { database: mean((size) => size.database), writeAheadLog: mean((size) => size.writeAheadLog) }
}

/** Memory in MB and CPU seconds so far, of `wrangler dev` with everything it has started, workerd above all. */
function edgeUse({ pid }: Stack): { readonly memoryMb: number; readonly cpuSeconds: number } {
  const rows = execFileSync('ps', ['-eo', 'pgid=,rss=,cputimes='], { encoding: 'utf8' }).trim().split('\n')
  const group = pid('edge')
  const own = rows.map((row) => row.trim().split(/\s+/).map(Number)).filter(([pgid]) => pgid === group)
  return {
    memoryMb: Math.round(own.reduce((sum, [, rss = 0]) => sum + rss, 0) / 1024),
    cpuSeconds: own.reduce((sum, [, , seconds = 0]) => sum + seconds, 0),
  }
}

function quantiles(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50: at(0.5), p95: at(0.95) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function never(): never {
  throw new Error('the list is shorter than it was made')
}
