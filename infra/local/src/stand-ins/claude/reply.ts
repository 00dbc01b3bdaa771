/** Decides what a request is answered with: a structure, the mentor's words, or what the settings script. */
import { type AgentName, agentOf, draftOf } from './agents.ts'
import { answer } from './mentor.ts'
import { misbehave, obedientDraft } from './misbehave.ts'
import { readPrompt } from './prompt.ts'
import type { Question } from './request.ts'
import type { Settings } from './settings.ts'
import { fit } from './structured.ts'
import { tokenize } from './tokens.ts'

export interface Reply {
  readonly agent: AgentName | 'persona'
  readonly text: string
  /** The pieces in which a stream sends it. */
  readonly pieces: readonly string[]
  readonly stopReason: 'end_turn' | 'max_tokens' | 'stop_sequence'
  readonly stopSequence: string | null
  readonly outputTokens: number
}

/** Texts and structures that are still to be said word for word; taken in turn. */
export interface Script {
  nextText(): string | undefined
  nextJson(agent: AgentName): { readonly value: unknown } | undefined
}

export function replyTo({ request }: Question, settings: Settings, script: Script): Reply {
  const schema = request.output_config?.format?.schema
  const agent = schema ? agentOf(schema) : 'persona'
  const text = schema && agent !== 'persona' ? structure(agent) : speech()
  return cut(agent, text)

  function structure(name: AgentName): string {
    const scripted = script.nextJson(name)
    if (scripted) return typeof scripted.value === 'string' ? scripted.value : JSON.stringify(scripted.value)
    const reading = readPrompt(request)
    const draft = draftOf(name, reading)
    return JSON.stringify(fit(schema, settings.agentsObeyInjection ? obedientDraft(draft, reading) : draft))
  }

  function speech(): string {
    const scripted = script.nextText()
    if (scripted !== undefined) return scripted
    const reading = readPrompt(request)
    const text = answer(reading, settings)
    const obeys = (reading.isContinuation || reading.isRevision) && !settings.stubborn
    return obeys ? text : misbehave(text, reading, settings.mentor)
  }

  /** As much as `max_tokens` and the stop sequences leave. */
  function cut(name: Reply['agent'], whole: string): Reply {
    const stops = (request.stop_sequences ?? [])
      .map((sequence) => ({ sequence, at: whole.indexOf(sequence) }))
      .filter(({ at }) => at >= 0)
      .sort((one, other) => one.at - other.at)
    const stop = stops[0]
    const spoken = stop ? whole.slice(0, stop.at) : whole
    const tokens = tokenize(spoken)
    const kept = tokens.slice(0, request.max_tokens)
    const isTooLong = kept.length < tokens.length
    const text = isTooLong ? kept.join('') : spoken
    return {
      agent: name,
      text,
      pieces: settings.chunkCharacters > 0 ? chunks(text, settings.chunkCharacters) : kept,
      stopReason: isTooLong ? 'max_tokens' : stop ? 'stop_sequence' : 'end_turn',
      stopSequence: isTooLong ? null : (stop?.sequence ?? null),
      outputTokens: kept.length,
    }
  }
}

/** Whole characters only: a surrogate pair is never torn, as JSON could not carry it. */
function chunks(text: string, size: number): string[] {
  const characters = Array.from(text)
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  )
}
