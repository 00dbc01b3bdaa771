/** The stored form of a question and of what was shown as its answer. */
import { type Mentor, Venue } from '@sage/db/vocabulary'
import type { Message } from '../contract/message.ts'
import { plainText, type Transcript } from '../contract/transcript.ts'
import type { SignalRecord } from './outbox.ts'

interface Place {
  readonly id: string
  readonly chatId: string
  readonly parentId: string | null
  readonly turnId: string
}

export function userMessage(place: Place, content: string, at: Date): Message {
  return {
    ...place,
    role: 'user',
    status: 'done',
    content,
    parts: [{ type: 'text', text: content }],
    facts: [],
    corrected: false,
    mentor: null,
    createdAt: at.toISOString(),
  }
}

export function assistantMessage(
  place: Place,
  transcript: Transcript,
  end: { readonly status: 'done' | 'stopped' | 'failed'; readonly mentor: Mentor; readonly at: Date },
): Message {
  const cited = new Set(transcript.parts.flatMap((part) => (part.type === 'fact' ? [part.id] : [])))
  return {
    ...place,
    role: 'assistant',
    status: end.status,
    content: plainText(transcript.parts),
    parts: [...transcript.parts],
    facts: transcript.facts.filter((fact) => cited.has(fact.id)),
    corrected: transcript.corrected,
    mentor: end.mentor,
    // Only what is recorded can be taken.
    ...(transcript.signal && signalRecord(transcript) ? { signal: transcript.signal } : {}),
    createdAt: end.at.toISOString(),
  }
}

/** The transcript's signal with the price it was given at; none where no exchange vouches for that price. */
export function signalRecord({ signal, facts }: Transcript): SignalRecord | null {
  const price = signal && facts.find((fact) => fact.id === `${signal.symbol}.price`)
  const venue = Venue.safeParse(price?.venue)
  if (!signal || !price || !venue.success) return null
  return { ...signal, price: price.value, venue: venue.data, tickAt: price.at }
}
