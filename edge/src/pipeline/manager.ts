/** Manager: what is being asked, about which coins, in which language. */
import { CoinSymbol, Intent, Locale } from '@sage/db/vocabulary'
import * as z from 'zod'
import { conversation, escapeData, systemBlocks, tag } from './prompt-text.ts'
import { managerPrompt } from './prompts/manager.ts'
import type { Route } from './routing.ts'
import type { FinishStage, Scene } from './scene.ts'

/** What everyone waits for comes first: a model writes its fields in the order of the schema. */
export const ManagerOutput = z.object({
  intent: z.enum(Intent.options),
  language: z.enum(Locale.options),
  symbols: z.array(z.enum(CoinSymbol.options)),
  timeframe: z.enum(['now', '1h', '24h', '7d', '30d', '1y', 'unspecified']),
  title: z.string(),
})
export type ManagerOutput = z.infer<typeof ManagerOutput>

export interface Verdict extends Route {
  /** As the model wrote it: pass it through the gate before anyone sees it. */
  readonly title?: string
}

export interface Managing {
  /** Intent and language, as soon as they are written: all that an answer has to wait for. */
  readonly decided: Promise<Route>
  readonly complete: Promise<Verdict>
}

/** No word is shown before Manager's verdict, so it may not take longer than a reader's patience. */
const deadlineMs = 3_000
const turnsOfContext = 6

/** Asks Manager; after 3 s, or if it fails, `guess` is the verdict. Neither promise rejects. */
export function manage(scene: Scene, guess: Route, finish: FinishStage): Managing {
  const { request, deps, ledger, signal } = scene
  let decide = (_: Route) => {}
  const decided = new Promise<Route>((resolve) => {
    decide = resolve
  })
  const ask = async (): Promise<Verdict> => {
    const result = await deps.claude.structured({
      agent: 'manager',
      model: 'fast',
      schema: ManagerOutput,
      maxTokens: 400,
      deadlineMs,
      retries: 1,
      signal,
      record: ledger.record,
      onText: (json) => {
        const early = earlyVerdict(json)
        if (early) decide({ ...guess, ...early })
      },
      prompt: {
        system: systemBlocks(managerPrompt, `The reader's language is ${request.locale}.`),
        messages: conversation(
          request.history.slice(-turnsOfContext),
          tag('question', escapeData(request.question)),
        ),
      },
    })
    const verdict = result.status === 'ok' ? result.output : guess
    decide(verdict)
    await finish(result.status === 'ok' ? 'done' : 'failed')
    return verdict
  }
  return { decided, complete: ask() }
}

const firstFields = /^\s*\{\s*"intent"\s*:\s*"(\w+)"\s*,\s*"language"\s*:\s*"(\w+)"/

/** The first two fields of an unfinished answer, once both are there and make sense. */
export function earlyVerdict(json: string): Pick<Route, 'intent' | 'language'> | undefined {
  const [, intent, language] = firstFields.exec(json) ?? []
  const parsed = ManagerOutput.pick({ intent: true, language: true }).safeParse({ intent, language })
  return parsed.success ? parsed.data : undefined
}
