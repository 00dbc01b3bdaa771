/** A turn against a wire: facts, request, and what came of it. */
import { createClaude } from '../../src/claude/client.ts'
import type { Fact, FactId, FactUnit } from '../../src/contract/fact.ts'
import { emptyTranscript, foldTranscript, plainText, type Transcript } from '../../src/contract/transcript.ts'
import type { FactSheet } from '../../src/facts/fact-sheet.ts'
import { memoryBriefStore } from '../../src/pipeline/brief.ts'
import type { Budget, PipelineDeps } from '../../src/pipeline/deps.ts'
import { runPipeline } from '../../src/pipeline/pipeline.ts'
import type { PipelineEvent, TurnOutcome, TurnRequest } from '../../src/pipeline/turn.ts'

export const at = '2026-11-24T09:00:00.000Z'

const values: readonly (readonly [FactId, string, FactUnit])[] = [
  ['BTC.price', '67250.12', 'USDT'],
  ['BTC.change24h', '2.41', '%'],
  ['BTC.high24h', '68010.5', 'USDT'],
  ['BTC.ma200', '61200', 'USDT'],
  ['ETH.price', '3120.4', 'USDT'],
  ['ETH.change24h', '-1.2', '%'],
  ['SOL.price', '182.33', 'USDT'],
  ['BNB.price', '611.9', 'USDT'],
  ['DOGE.price', '0.38214', 'USDT'],
  ['XRP.price', '1.4421', 'USDT'],
  ['market.fearGreed', '38', 'points'],
]

export function sheet({ stale = false, without = [] as readonly FactId[] } = {}): FactSheet {
  const facts = values
    .filter(([id]) => !without.includes(id))
    .map(([id, value, unit]): [FactId, Fact] => [
      id,
      {
        id,
        value,
        unit,
        at,
        venue: id.startsWith('market') ? 'alternative.me' : 'binance',
        ...(stale && { stale }),
      },
    ])
  return { snapshotAt: at, source: 'replay', facts: new Map(facts) }
}

export function request(over: Partial<TurnRequest> = {}): TurnRequest {
  return {
    turnId: '0193a000-0000-7000-8000-000000000001',
    userId: '0193a000-0000-7000-8000-000000000002',
    locale: 'ko',
    riskProfile: 'balanced',
    question: 'BTC 어때?',
    history: [],
    needsTitle: false,
    facts: sheet(),
    ...over,
  }
}

export interface SpyBudget extends Budget {
  readonly settled: number[]
}

export function openBudget(): SpyBudget {
  const settled: number[] = []
  return {
    settled,
    async reserve() {
      return {
        ok: true,
        async settle(actualUsd) {
          settled.push(actualUsd)
        },
      }
    },
  }
}

/** A house whose Claude may be silent only for a moment, so that a test of a stall is short. */
export function impatientDeps(url: string): PipelineDeps {
  return deps(url, { claude: createClaude({ apiKey: 'test', baseUrl: url, stallMs: 700, retryPaceMs: 1 }) })
}

export function deps(url: string, over: Partial<PipelineDeps> = {}): PipelineDeps {
  const now = () => new Date(at)
  return {
    claude: createClaude({ apiKey: 'test', baseUrl: url, retryPaceMs: 1 }),
    brief: memoryBriefStore(now),
    budget: openBudget(),
    now,
    ...over,
  }
}

export interface Played {
  readonly outcome: TurnOutcome
  readonly events: readonly PipelineEvent[]
  readonly transcript: Transcript
  /** What the reader has on screen at the end. */
  readonly text: string
  /** Everything that ever left the pipeline, to look for what must not. */
  readonly everything: string
}

export async function play(
  asked: TurnRequest,
  house: PipelineDeps,
  { signal = new AbortController().signal, onEvent = (_: PipelineEvent) => {} } = {},
): Promise<Played> {
  const events: PipelineEvent[] = []
  const outcome = await runPipeline(
    asked,
    house,
    (event) => {
      events.push(event)
      onEvent(event)
    },
    signal,
  )
  const transcript = events.reduce(foldTranscript, emptyTranscript)
  return {
    outcome,
    events,
    transcript,
    text: plainText(transcript.parts),
    everything: JSON.stringify(events.filter(({ type }) => type !== 'facts')),
  }
}

export const types = (played: Played): string[] => played.events.map(({ type }) => type)
