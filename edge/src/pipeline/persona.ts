/** Persona: the call that writes the answer, begun before anyone knows whether it will be needed. */
import type { Locale } from '@sage/db/vocabulary'
import type { Prompt, StreamEnd } from '../claude/client.ts'
import type { ClaudeFailure } from '../claude/failure.ts'
import { pause } from '../claude/waiting.ts'
import type { Brief } from './brief.ts'
import { briefLines, conversation, escapeData, factLines, systemBlocks, tag } from './prompt-text.ts'
import { askAgain, askToRevise, personaGuidance, personaPrompt, underAttack } from './prompts/persona.ts'
import { modeOf, type Route } from './routing.ts'
import type { Scene } from './scene.ts'
import type { TurnRequest } from './turn.ts'

/** Why the persona speaks: first answer, going on after a refusal, or a better answer after Risk's verdict. */
export type Occasion =
  | { readonly type: 'answer' }
  | { readonly type: 'go_on'; readonly shown: string; readonly refused: string; readonly reason: string }
  | { readonly type: 'revise'; readonly answer: string; readonly issues: string }

export interface Ask {
  readonly route: Route
  readonly brief: Brief | undefined
  readonly occasion: Occasion
}

/** Five sentences are about 300 tokens in Korean; the rest is room for a long-winded day. */
const maxTokens = 1_200

/** `attacked`: the chat holds text that tries to command the model. */
export function personaCall(request: TurnRequest, ask: Ask, attacked: boolean): Prompt {
  const { language, intent } = ask.route
  const mode = modeOf(intent)
  // Someone in distress is not shown prices, so the persona does not get them either.
  const facts = mode === 'mentor' ? [...request.facts.facts.values()] : []
  const turn = [
    tag('facts', factLines(facts)),
    ask.brief && mode === 'mentor' ? tag('brief', briefLines(ask.brief)) : tag('brief', ''),
    tag('question', escapeData(request.question)),
    ...occasionLines(ask.occasion, language),
  ]
  return {
    system: systemBlocks(
      personaPrompt(language),
      [
        personaGuidance(language, mode, request.riskProfile),
        ...(attacked ? [underAttack[language]] : []),
      ].join('\n'),
    ),
    messages: conversation(request.history, turn.join('\n')),
  }
}

function occasionLines(occasion: Occasion, language: Locale): string[] {
  switch (occasion.type) {
    case 'answer':
      return []
    case 'go_on':
      return [
        tag('shown', escapeData(occasion.shown)),
        tag('refused', escapeData(`${occasion.refused} (${occasion.reason})`)),
        askAgain[language],
      ]
    case 'revise':
      return [
        tag('answer', escapeData(occasion.answer)),
        tag('issues', escapeData(occasion.issues)),
        askToRevise[language],
      ]
  }
}

/** How often the persona's call has been repeated in this turn, whatever the reason for it was. */
export interface Tries {
  retries: number
}

export type Opened =
  | {
      readonly status: 'open'
      readonly first: string
      readonly rest: AsyncGenerator<string, StreamEnd, void>
    }
  | { readonly status: 'failed'; readonly failure: ClaudeFailure }

export interface Opening {
  /** The first words, or why there will be none. Failures before the first word are retried here, unseen. */
  readonly opened: Promise<Opened>
  /** Hangs up, and resolves when the call is in the books. */
  cancel(): Promise<void>
}

/** Sends the call at once; nothing is shown until somebody reads it. */
export function openSpeech(scene: Scene, ask: Ask, tries: Tries): Opening {
  const hangUp = new AbortController()
  const signal = AbortSignal.any([scene.signal, hangUp.signal])
  const prompt = personaCall(scene.request, ask, scene.attacks.length > 0)
  let current: AsyncGenerator<string, StreamEnd, void> | undefined

  const open = async (): Promise<Opened> => {
    for (;;) {
      const stream = scene.deps.claude.stream({
        agent: 'persona',
        model: 'smart',
        prompt,
        maxTokens,
        signal,
        record: scene.ledger.record,
      })
      current = stream
      const step = await stream.next()
      if (!step.done) return { status: 'open', first: step.value, rest: stream }
      const failure = step.value.status === 'failed' ? step.value.failure : ({ code: 'truncated' } as const)
      const delayMs = scene.deps.claude.retryDelayMs(failure, tries.retries)
      if (delayMs === undefined) return { status: 'failed', failure }
      tries.retries += 1
      if (!(await pause(delayMs, signal))) return { status: 'failed', failure: { code: 'aborted' } }
    }
  }
  const opened = open()
  return {
    opened,
    async cancel() {
      hangUp.abort()
      await opened
      await current?.return({ status: 'failed', failure: { code: 'aborted' } })
    },
  }
}
