/** Manager: what is being asked, about which coins, in which language. */
import { CoinSymbol, Intent, Locale } from '@sage/db/vocabulary'
import * as z from 'zod'
import { conversation, escapeData, systemBlocks, tag } from './prompt-text.ts'
import { managerPrompt } from './prompts/manager.ts'
import type { Route } from './routing.ts'
import type { FinishStage, Scene } from './scene.ts'

export const ManagerOutput = z.object({
  intent: z.enum(Intent.options),
  symbols: z.array(z.enum(CoinSymbol.options)),
  timeframe: z.enum(['now', '1h', '24h', '7d', '30d', '1y', 'unspecified']),
  language: z.enum(Locale.options),
  title: z.string(),
})
export type ManagerOutput = z.infer<typeof ManagerOutput>

export interface Verdict extends Route {
  /** As the model wrote it: pass it through the gate before anyone sees it. */
  readonly title?: string
}

/** No word is shown before Manager's verdict, so it may not take longer than a reader's patience. */
const deadlineMs = 3_000
const turnsOfContext = 6

/** Asks Manager; after 3 s, or if it fails, `guess` is the verdict. */
export async function manage(scene: Scene, guess: Route, finish: FinishStage): Promise<Verdict> {
  const { request, deps, ledger, signal } = scene
  const result = await deps.claude.structured({
    agent: 'manager',
    model: 'fast',
    schema: ManagerOutput,
    maxTokens: 400,
    deadlineMs,
    retries: 1,
    signal,
    record: ledger.record,
    prompt: {
      system: systemBlocks(managerPrompt, `The reader's language is ${request.locale}.`),
      messages: conversation(
        request.history.slice(-turnsOfContext),
        tag('question', escapeData(request.question)),
      ),
    },
  })
  await finish(result.status === 'ok' ? 'done' : 'failed')
  if (result.status === 'failed') return guess
  const { intent, symbols, language, title } = result.output
  return { intent, symbols, language, title }
}
