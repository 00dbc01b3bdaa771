/** One case of a grounding corpus, and what the gate makes of it. */
import { Locale } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { type Fact, FactId, FactUnit } from '../src/contract/fact.ts'
import { createGate, type GateDecision, type GateOutput } from '../src/facts/gate.ts'

export const GroundingCase = z.object({
  id: z.string(),
  lang: Locale,
  facts: z.array(z.object({ id: FactId, value: z.coerce.string(), unit: FactUnit })),
  user: z.array(z.string()),
  text: z.string(),
  expect: z.enum(['pass', 'block']),
})
export type GroundingCase = z.infer<typeof GroundingCase>

export interface GroundingResult {
  readonly id: string
  readonly verdict: 'pass' | 'block'
  readonly shown: string
  readonly spans: readonly {
    readonly text: string
    readonly decision: string
    readonly fact: FactId | null
  }[]
}

/** The moment at which corpora are read: only the year matters, for what counts as a date. */
const now = new Date('2026-11-24T09:00:00.000Z')

/** Runs one case with its text in the given chunks. */
export function runCase(test: GroundingCase, chunks: readonly string[]): GroundingResult {
  const facts = new Map(
    test.facts.map(({ id, value, unit }): [FactId, Fact] => [
      id,
      { id, value, unit, at: now.toISOString(), venue: 'binance' },
    ]),
  )
  const gate = createGate({ facts, locale: test.lang, saidByUser: test.user })
  const outputs: GateOutput[] = [...chunks.flatMap((chunk) => gate.push(chunk)), ...gate.end()]
  return {
    id: test.id,
    verdict: outputs.some((output) => output.type === 'held') ? 'block' : 'pass',
    shown: outputs.map((output) => (output.type === 'held' ? '' : output.text)).join(''),
    spans: gate.decisions.map(span),
  }
}

function span({ text, decision, reason, fact }: GateDecision): GroundingResult['spans'][number] {
  return { text, decision: reason === undefined ? decision : `${decision}:${reason}`, fact: fact ?? null }
}

/** The first position at which a split changes the result, if there is one. */
export function splitThatDiffers(test: GroundingCase, whole: GroundingResult): number | undefined {
  const expected = JSON.stringify(whole)
  for (let index = 1; index < test.text.length; index += 1) {
    const result = runCase(test, [test.text.slice(0, index), test.text.slice(index)])
    if (JSON.stringify(result) !== expected) return index
  }
  return undefined
}
