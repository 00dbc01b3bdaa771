/** Risk: the verdict on a finished answer, and the trade it leans towards. */
import { CoinSymbol, Confidence, RiskRecommendation, TradeSide } from '@sage/db/vocabulary'
import * as z from 'zod'
import type { MessagePart } from '../contract/message.ts'
import { plainText } from '../contract/transcript.ts'
import { conversation, escapeData, factLines, systemBlocks, tag } from './prompt-text.ts'
import { riskPrompt } from './prompts/risk.ts'
import { modeOf, type Route } from './routing.ts'
import type { Scene } from './scene.ts'
import { leans } from './signal.ts'
import { staleCitations } from './stale.ts'

export const RiskKind = z.enum([
  'certainty',
  'contradicts_facts',
  'wrong_coin',
  'no_reminder',
  'stale_market',
  'unsuitable',
  'not_answered',
  'pressure',
  'promise',
  'leverage',
  'unlawful',
  'unkind',
  'leak',
  'injection',
  'other',
])

export const RiskOutput = z.object({
  recommendation: z.enum(RiskRecommendation.options),
  issues: z.array(z.object({ kind: RiskKind, detail: z.string() })),
  signal: z.nullable(
    z.object({
      symbol: z.enum(CoinSymbol.options),
      action: z.enum(TradeSide.options),
      confidence: z.enum(Confidence.options),
      reasoning: z.string(),
      factIds: z.array(z.string()),
    }),
  ),
})
export type RiskOutput = z.infer<typeof RiskOutput>
export type SignalCandidate = NonNullable<RiskOutput['signal']>

/** The reader already has the answer; this long the turn may stay open for the verdict. */
const deadlineMs = 8_000

/** Asks Risk; if it is down, the rules decide, which never find a signal. */
export async function judge(scene: Scene, route: Route, parts: readonly MessagePart[]): Promise<RiskOutput> {
  const { request, deps, ledger, signal } = scene
  const finish = await scene.start('risk')
  const answer = plainText(parts)
  const result = await deps.claude.structured({
    agent: 'risk',
    model: 'fast',
    schema: RiskOutput,
    maxTokens: 700,
    deadlineMs,
    signal,
    record: ledger.record,
    prompt: {
      system: systemBlocks(
        riskPrompt,
        `The user's risk profile is ${request.riskProfile}. The question was sorted as ${route.intent}.`,
      ),
      messages: conversation(
        [],
        [
          tag('facts', factLines(request.facts.facts.values())),
          tag('question', escapeData(request.question)),
          tag('answer', escapeData(answer)),
        ].join('\n'),
      ),
    },
  })
  await finish(result.status === 'ok' ? 'done' : 'failed')
  const verdict = result.status === 'ok' ? result.output : judgeByRules(route, answer)
  return withStaleRule(verdict, staleCitations(parts, request.facts).length > 0, answer)
}

/** Advice that rests on late figures is put right, whatever the model thinks of it. */
export function withStaleRule(verdict: RiskOutput, isStale: boolean, answer: string): RiskOutput {
  const isAdvice = leans.buy.test(answer) || leans.sell.test(answer)
  if (verdict.recommendation !== 'approve' || !isStale || !isAdvice) return verdict
  const issue = { kind: 'stale_market' as const, detail: 'Leans towards a trade on prices that arrive late.' }
  return { recommendation: 'revise', issues: [...verdict.issues, issue], signal: null }
}

const trade = /매수|매도|분할|사\s*모|팔|담아|\b(?:buy|sell|accumulate|trim|take profits?)/i
const reminder = /스스로|직접|자네가\s*정|알아보|조사|공부|판단은|own research|decide for yourself|your own/i

/**
 * What can be said without a model. The gate has already stopped orders, promises, leverage and figures without a
 * source, so what is left is the reminder that advice must end with.
 */
export function judgeByRules(route: Route, answer: string): RiskOutput {
  const isAdvice = modeOf(route.intent) === 'mentor' && trade.test(answer)
  const issues =
    isAdvice && !reminder.test(answer)
      ? [{ kind: 'no_reminder' as const, detail: 'Advice without a word about own research.' }]
      : []
  return { recommendation: 'approve', issues, signal: null }
}
