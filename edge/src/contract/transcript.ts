/** How events become what a reader sees: the same fold in the chat's object and in the browser. */
import type { Fact } from './fact.ts'
import type { MessagePart } from './message.ts'
import type { Signal } from './signal.ts'
import type { TurnEvent } from './turn-event.ts'

export interface Transcript {
  readonly parts: readonly MessagePart[]
  /** The facts that may be cited in this turn. */
  readonly facts: readonly Fact[]
  readonly corrected: boolean
  readonly signal?: Signal
}

export const emptyTranscript: Transcript = { parts: [], facts: [], corrected: false }

/** Folds one event of a turn into what is shown; events that show nothing return the same object. */
export function foldTranscript(transcript: Transcript, event: TurnEvent): Transcript {
  switch (event.type) {
    case 'facts':
      return { ...transcript, facts: event.facts }
    case 'text': {
      const last = transcript.parts.at(-1)
      if (last?.type === 'text') {
        const joined = { type: 'text' as const, text: last.text + event.text }
        return { ...transcript, parts: [...transcript.parts.slice(0, -1), joined] }
      }
      return { ...transcript, parts: [...transcript.parts, { type: 'text', text: event.text }] }
    }
    case 'fact':
      return { ...transcript, parts: [...transcript.parts, { type: 'fact', id: event.id, text: event.text }] }
    case 'restart':
      return { ...emptyTranscript, facts: transcript.facts }
    case 'correction':
      return { ...emptyTranscript, facts: transcript.facts, corrected: true }
    case 'signal': {
      const { type: _, ...signal } = event
      return { ...transcript, signal }
    }
    case 'turn':
    case 'stage':
    case 'title':
    case 'held':
    case 'risk':
    case 'done':
    case 'stopped':
    case 'failed':
      return transcript
  }
}

/** What a transcript says, as plain text. */
export function plainText(parts: readonly MessagePart[]): string {
  return parts.map((part) => part.text).join('')
}
