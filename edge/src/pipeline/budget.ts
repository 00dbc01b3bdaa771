/** What a turn may cost, for the reservation before it starts. */
import { costUsd, defaultModels, modelById } from '../claude/models.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import type { TurnRequest } from './turn.ts'

/** Korean takes about one token a character with today's tokenizer, English far less; the dearer one counts. */
const tokensPerCharacter = 1
const systemTokens = 2_500
const tokensPerFact = 45
const answerTokens = 600
const verdictTokens = 400
/** The longest that a brief may be. */
export const briefTokens = 1200

/** An estimate on the high side in USD: an answer, one more after a refusal, and three structured calls. */
export function estimateUsd(request: TurnRequest): number {
  const characters = request.history.reduce((sum, { text }) => sum + text.length, request.question.length)
  const promptTokens =
    systemTokens + characters * tokensPerCharacter + request.facts.facts.size * tokensPerFact
  return (
    2 * call(defaultModels.smart, promptTokens, answerTokens) +
    3 * call(defaultModels.fast, promptTokens, verdictTokens)
  )
}

/** The same for a brief of `sheet`'s market, in USD. */
export function estimateBriefUsd(sheet: FactSheet): number {
  return call(defaultModels.fast, systemTokens + sheet.facts.size * tokensPerFact, briefTokens)
}

function call(id: string, inputTokens: number, outputTokens: number): number {
  return costUsd(modelById(id), { inputTokens, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens })
}
