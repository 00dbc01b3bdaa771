/**
 * `npm run -s eval:live [-- COUNT]`: a hundred questions in both languages to the real Claude, through the pipeline
 * of production. Prints a JSON line per question and a summary last. Needs ANTHROPIC_API_KEY; ANTHROPIC_BASE_URL,
 * MODEL_FAST and MODEL_SMART are respected. Spends real money: about one US dollar for all of them.
 */
import { createClaude } from '../src/claude/client.ts'
import { emptyTranscript, foldTranscript, plainText } from '../src/contract/transcript.ts'
import { memoryBriefStore } from '../src/pipeline/brief.ts'
import { runPipeline } from '../src/pipeline/pipeline.ts'
import type { PipelineEvent, TurnReport } from '../src/pipeline/turn.ts'
import { liveMarket } from './live-market.ts'
import { questions } from './live-questions.ts'

const {
  ANTHROPIC_API_KEY: apiKey,
  ANTHROPIC_BASE_URL: baseUrl,
  MODEL_FAST: fast,
  MODEL_SMART: smart,
} = process.env
if (!apiKey) {
  console.error('eval:live asks the real Claude and needs ANTHROPIC_API_KEY; it is not set.')
  process.exit(2)
}

/** Gentle on rate limits, and still done in a few minutes. */
const atOnce = 4

const now = () => new Date()
const facts = liveMarket(now())
const deps = {
  claude: createClaude({
    apiKey,
    ...(baseUrl && { baseUrl }),
    models: { ...(fast && { fast }), ...(smart && { smart }) },
    onFailure: (agent, { code, cause }) => console.error(`${agent}: ${code} ${String(cause ?? '')}`),
  }),
  brief: memoryBriefStore(now),
  budget: { reserve: async () => ({ ok: true as const, settle: async () => {} }) },
  now,
}

interface Result {
  readonly question: string
  readonly status: string
  readonly intent: string | undefined
  readonly firstWordMs: number | undefined
  readonly totalMs: number
  readonly referenced: number
  readonly repaired: number
  readonly stopped: readonly string[]
  readonly risk: readonly string[]
  readonly signal: string | undefined
  readonly costUsd: number
  readonly answer: string
}

const asked = questions.slice(0, Number(process.argv[2] ?? questions.length))
const results: Result[] = []
const queue = [...asked]
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let question = queue.shift(); question !== undefined; question = queue.shift()) {
      const result = await ask(question)
      results.push(result)
      console.log(JSON.stringify(result))
    }
  }),
)
console.log(JSON.stringify(summary(results)))

async function ask(question: string): Promise<Result> {
  const startedMs = performance.now()
  const events: PipelineEvent[] = []
  let firstWordMs: number | undefined
  const outcome = await runPipeline(
    {
      turnId: crypto.randomUUID(),
      userId: crypto.randomUUID(),
      locale: /[가-힣]/.test(question) ? 'ko' : 'en',
      riskProfile: 'balanced',
      question,
      history: [],
      needsTitle: true,
      facts,
    },
    deps,
    (event) => {
      events.push(event)
      if (event.type === 'text' || event.type === 'fact') firstWordMs ??= performance.now() - startedMs
    },
    new AbortController().signal,
  )
  const transcript = events.reduce(foldTranscript, emptyTranscript)
  const { signal } = transcript
  return {
    question,
    status: outcome.status === 'failed' ? outcome.failure.code : outcome.status,
    intent: outcome.report.intent,
    firstWordMs: firstWordMs === undefined ? undefined : Math.round(firstWordMs),
    totalMs: Math.round(performance.now() - startedMs),
    referenced: transcript.parts.filter(({ type }) => type === 'fact').length,
    repaired: repairs(outcome.report),
    stopped: events.flatMap((event) => (event.type === 'held' ? [event.reason] : [])),
    risk: events.flatMap((event) => (event.type === 'risk' ? [event.recommendation] : [])),
    signal: signal && `${signal.action} ${signal.symbol} ${signal.confidence}`,
    costUsd: outcome.report.usage.costUsd,
    answer: plainText(transcript.parts),
  }
}

function repairs(report: TurnReport): number {
  return report.reviews.flatMap(({ issues }) => issues).filter(({ kind }) => kind === 'repaired').length
}

function summary(all: readonly Result[]) {
  const sum = (of: (result: Result) => number) => all.reduce((total, result) => total + of(result), 0)
  const words = all.flatMap(({ firstWordMs }) => firstWordMs ?? []).sort((a, b) => a - b)
  const count = (values: readonly string[]) =>
    Object.fromEntries(
      [...new Set(values)].map((value) => [value, values.filter((one) => one === value).length]),
    )
  return {
    questions: all.length,
    statuses: count(all.map(({ status }) => status)),
    figures: { referenced: sum((one) => one.referenced), repaired: sum((one) => one.repaired) },
    stopped: count(all.flatMap(({ stopped }) => stopped)),
    risk: count(all.flatMap(({ risk }) => risk)),
    signals: all.filter(({ signal }) => signal !== undefined).length,
    firstWordMs: { p50: words[Math.floor(words.length / 2)], p95: words[Math.floor(words.length * 0.95)] },
    costUsd: Math.round(sum((one) => one.costUsd) * 10_000) / 10_000,
  }
}
