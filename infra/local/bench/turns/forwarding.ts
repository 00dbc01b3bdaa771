/**
 * Ten paced streams of the same words, handed on in the same runtime by the chat (gate, log and all), by a raw pipe, by
 * Anthropic's SDK and by the AI SDK. CPU is that of the Worker's process alone, and only while all ten flow, so that
 * what a turn costs once is not in it; what the process does without any stream is taken off. Lateness is from the
 * word's sending to its arrival, both by this process' clock.
 */
import { performance } from 'node:perf_hooks'
import * as z from 'zod'
import type { Stack } from '../../src/stack.ts'
import { mean, never, type Quantiles, quantiles, round } from './figures.ts'
import { marks, marksIn } from './marks.ts'
import { type PacedClaude, startPacedClaude } from './paced-claude.ts'
import { usesOf } from './processes.ts'
import { edgeGroup, onStack } from './stack.ts'
import { enter, type Place, send } from './visitors.ts'

const streams = 10
const wordsPerSecond = 50
const words = 700
/** Between these all streams flow. */
const [firstCounted, lastCounted] = [75, 650]
const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const idleMs = 8_000

const subjects = ['raw', 'sage', 'sdk', 'ai'] as const
type Subject = (typeof subjects)[number]

interface Run {
  readonly cpuMs: number
  readonly ms: number
  readonly words: number
  readonly latenessMs: readonly number[]
}

export async function measureForwarding() {
  const claude = await startPacedClaude(words, wordsPerSecond)
  try {
    return await onStack({ ANTHROPIC_BASE_URL: claude.url }, (stack) => compare(stack, claude))
  } finally {
    await claude.close()
  }
}

async function compare(stack: Stack, claude: PacedClaude) {
  const pid = await workerPid(stack)
  const cpuMs = () => usesOf(edgeGroup(stack)).find((use) => use.pid === pid)?.cpuMs ?? never()
  const runs: Record<Subject, Run[]> = { raw: [], sage: [], sdk: [], ai: [] }
  const idle: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const before = cpuMs()
    await new Promise((resolve) => setTimeout(resolve, idleMs))
    idle.push((cpuMs() - before) / idleMs)
    for (const index of subjects.keys()) {
      const subject = subjects[(index + round) % subjects.length] ?? never()
      const each = await unbroken(() => run(stack, claude, subject, cpuMs))
      runs[subject].push(each)
      const usPerWord = Math.round((each.cpuMs * 1000) / each.words)
      console.error(
        `${subject}: ${usPerWord} us of CPU a word, ${JSON.stringify(quantiles(each.latenessMs))} ms late`,
      )
    }
  }
  const idleShare = mean(idle)
  const figures = (subject: Subject) => {
    const each = runs[subject]
    const perWord = each.map((one) => ((one.cpuMs - idleShare * one.ms) * 1000) / one.words)
    return {
      cpuUsPerWord: round(mean(perWord)),
      cpuUsPerWordByRound: perWord.map(round),
      latenessMs: quantiles(each.flatMap(({ latenessMs }) => latenessMs)),
    }
  }
  const [raw, sage, sdk, ai] = [figures('raw'), figures('sage'), figures('sdk'), figures('ai')]
  const against = (one: { cpuUsPerWord: number; latenessMs: Quantiles }) => ({
    cpuToRaw: round(one.cpuUsPerWord / raw.cpuUsPerWord),
    addedP50Ms: round(one.latenessMs.p50 - raw.latenessMs.p50),
    addedP99Ms: round(one.latenessMs.p99 - raw.latenessMs.p99),
  })
  return {
    streams,
    wordsPerSecond,
    rounds,
    idleCpuShare: round(idleShare),
    raw,
    sage: { ...sage, ...against(sage) },
    sdk: { ...sdk, ...against(sdk) },
    ai: { ...ai, ...against(ai) },
  }
}

const attempts = 3

/** On a machine that others keep busy a stream may be broken off; such a run says nothing and is made again. */
async function unbroken(work: () => Promise<Run>): Promise<Run> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts) throw error
      console.error(`again: ${String(error)}`)
    }
  }
}

/** Of the processes of `wrangler dev` the one that our code runs in: it alone is busy when that works. */
async function workerPid({ ready, pid }: Stack): Promise<number> {
  const group = pid('edge') ?? never()
  const before = usesOf(group)
  await (await fetch(`${ready.edge}/bench/burn`)).text()
  const grown = usesOf(group).map((use) => ({
    pid: use.pid,
    cpuMs: use.cpuMs - (before.find((former) => former.pid === use.pid)?.cpuMs ?? 0),
  }))
  return grown.toSorted((a, b) => b.cpuMs - a.cpuMs)[0]?.pid ?? never()
}

async function run(stack: Stack, claude: PacedClaude, subject: Subject, cpuMs: () => number): Promise<Run> {
  const places = subject === 'sage' ? await enter(stack, streams * 3) : []
  let flowing = 0
  let start: { readonly atMs: number; readonly cpuMs: number } | undefined
  let end: typeof start
  const counts = new Array<number>(streams).fill(0)
  const latenessMs: number[] = []
  const arrived = (reader: number, mark: number, stream: number, atMs: number) => {
    counts[reader] = mark
    if (mark === firstCounted) flowing += 1
    if (flowing === streams && start === undefined) {
      start = { atMs, cpuMs: cpuMs() }
      startCounts.push(...counts)
    }
    if (mark === lastCounted && end === undefined) {
      end = { atMs, cpuMs: cpuMs() }
      endCounts.push(...counts)
    }
    if (start && !end) latenessMs.push(atMs - (claude.sentAtMs(stream, mark) ?? never()))
  }
  const startCounts: number[] = []
  const endCounts: number[] = []
  await Promise.all(
    counts.map(async (_, reader) => {
      // One chat a person: three answers at once are what each may have.
      const response = await open(stack, subject, places[reader * 3])
      await read(response, subject, (mark, stream, atMs) => arrived(reader, mark, stream, atMs))
    }),
  )
  if (!start || !end) throw new Error(`${subject}: the streams were never all flowing`)
  return {
    cpuMs: end.cpuMs - start.cpuMs,
    ms: end.atMs - start.atMs,
    words: endCounts.reduce((sum, count, reader) => sum + count - (startCounts[reader] ?? 0), 0),
    latenessMs,
  }
}

function open(stack: Stack, subject: Subject, place: Place | undefined): Promise<Response> {
  if (subject === 'sage') return send(stack, place ?? never())
  return fetch(`${stack.ready.edge}/bench/${subject}`)
}

/** Reads to the end, telling of every word as it arrives. Throws where words are missing. */
async function read(
  response: Response,
  subject: Subject,
  arrived: (mark: number, stream: number, atMs: number) => void,
): Promise<void> {
  let buffered = ''
  let text = ''
  let stream: number | undefined
  let next = 1
  for await (const piece of (response.body ?? never()).pipeThrough(new TextDecoderStream())) {
    const atMs = performance.now()
    buffered += piece
    const lines = buffered.split('\n')
    buffered = lines.pop() ?? ''
    for (const line of lines) text += textOf(line, subject)
    const found = marksIn(text)
    text = text.slice(text.search(/[^ .]{0,2}$/))
    for (const mark of found) {
      if (stream === undefined) {
        stream = mark
        continue
      }
      if (mark !== next) throw new Error(`${subject}: word ${next} is missing, ${mark} came`)
      next += 1
      arrived(mark, stream, atMs)
    }
  }
  if (next !== words || words > marks) throw new Error(`${subject}: ${next} of ${words} words came`)
}

const Raw = z.object({ delta: z.object({ text: z.string() }) })
const Sage = z.object({ type: z.literal('text'), text: z.string() })
const Ai = z.object({ type: z.literal('text-delta'), delta: z.string() })

function textOf(line: string, subject: Subject): string {
  if (!line.startsWith('data: {')) return ''
  const json: unknown = JSON.parse(line.slice(6))
  switch (subject) {
    case 'raw':
      return Raw.safeParse(json).data?.delta.text ?? ''
    case 'ai':
      return Ai.safeParse(json).data?.delta ?? ''
    case 'sdk':
    case 'sage':
      return Sage.safeParse(json).data?.text ?? ''
  }
}
