/**
 * Many chats, 50 turns running at once. A size's own chats get a turn each (`turnsPerSecond`, first word, storage); then
 * a sample of new chats, the same for every size, tells what a turn costs while so many chats exist.
 */
import { performance } from 'node:perf_hooks'
import type { Stack } from '../../src/stack.ts'
import { never, quantiles, round } from './figures.ts'
import { cpuMsOf, memoryMbOf, usesOf } from './processes.ts'
import { edgeGroup, onStack } from './stack.ts'
import { chatFiles, storageOf } from './storage.ts'
import { ask, enter, inParallel, lanesOf, type Place, timedGet } from './visitors.ts'

const sizes = (process.env.BENCH_CHATS ?? '10,100,1000,5000').split(',').map(Number)
const atOnce = 50
const sampled = 150
/** The stand-in's time to the first token, of each model alike. */
const latencyMs = 100

export function measureChats() {
  return onStack({ BUDGET_TOTAL_DAILY_USD: '100000' }, async (stack) => {
    await setPace(stack)
    // What is compiled and cached on first use is no size's cost.
    await run(stack, await enter(stack, sampled))
    const rows = []
    for (const chats of sizes) rows.push(await measure(stack, chats))
    const [first, last] = [rows[0], rows.at(-1)]
    const costRatioLastToFirst =
      first && last ? round(last.edgeCpuMsPerTurn / first.edgeCpuMsPerTurn) : undefined
    return { atOnce, latencyMs, rows, costRatioLastToFirst }
  })
}

async function measure(stack: Stack, chats: number) {
  console.error(`${chats} chats`)
  const before = new Set(chatFiles(stack))
  const places = await enter(stack, chats)
  const own = await run(stack, places)
  const files = chatFiles(stack).filter((file) => !before.has(file))
  const sample = await run(stack, await enter(stack, sampled))
  const some = own.pairs.slice(0, sampled)
  const resume = await inParallel(some, 1, ({ place, turn }) =>
    timedGet(stack, place, 'stream', { 'last-event-id': turn.middleId }),
  )
  const messages = await inParallel(some, 1, ({ place }) => timedGet(stack, place, 'messages'))
  const nothing = await inParallel(some, 1, ({ place, turn }) =>
    timedGet(stack, place, 'stream', { 'last-event-id': turn.lastId }),
  )
  return {
    chats,
    turnsPerSecond: round(own.turnsPerSecond),
    failuresRetried: own.pairs.reduce((sum, { turn }) => sum + turn.failures, 0),
    firstWordAboveLatencyMs: quantiles(own.pairs.map(({ turn }) => turn.firstWordMs - latencyMs)),
    storageBytesPerTurn: storageOf(files.slice(0, sampled)),
    edgeCpuMsPerTurn: round(sample.cpuMsPerTurn),
    edgeMemoryMb: memoryMbOf(usesOf(edgeGroup(stack))),
    resumeMs: quantiles(resume),
    readMessagesMs: quantiles(messages),
    callThatDoesNothingMs: quantiles(nothing),
  }
}

/** A turn in each chat, as many at once as there may be. */
async function run(stack: Stack, places: readonly Place[]) {
  const cpuMs = () => cpuMsOf(usesOf(edgeGroup(stack)))
  const cpuBefore = cpuMs()
  const startedAt = performance.now()
  const lanes = await inParallel(lanesOf(places), atOnce, (lane) =>
    inParallel(lane, 1, async (place) => ({ place, turn: await ask(stack, place) })),
  )
  const seconds = (performance.now() - startedAt) / 1000
  return {
    pairs: lanes.flat(),
    turnsPerSecond: places.length / seconds,
    cpuMsPerTurn: (cpuMs() - cpuBefore) / places.length,
  }
}

async function setPace({ ready }: Stack): Promise<void> {
  const response = await fetch(`${ready.standIns.claude ?? never()}/__control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ latencyMs, tokensPerSecond: 10_000 }),
  })
  if (!response.ok) throw new Error(await response.text())
}
