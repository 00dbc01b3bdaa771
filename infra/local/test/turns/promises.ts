/** What must be true of every turn, whatever has happened to it. */
import { emptyTranscript, foldTranscript, isTerminal, Messages, plainText } from '@sage/edge/contract'
import { expect } from 'vitest'
import type { Person, ReceivedEvent } from '../stack.ts'
import { replay } from './reader.ts'

/** Numbered from 1 without gap or repetition, and exactly one terminal event, the last. */
export function expectWhole(received: readonly ReceivedEvent[]): void {
  const turnId = received[0]?.event.type === 'turn' ? received[0].event.turnId : undefined
  expect(received.map(({ id }) => id)).toEqual(received.map((_, index) => `${turnId}:${index + 1}`))
  expect(received.filter(({ event }) => isTerminal(event))).toHaveLength(1)
  expect(received.at(-1)?.event && isTerminal(received.at(-1)?.event ?? never())).toBe(true)
}

function never(): never {
  throw new Error('there is a last event')
}

/** What was received is, event for event, what the log says, and the stored answer is what it adds up to. */
export async function expectTold(
  person: Person,
  chatId: string,
  received: readonly ReceivedEvent[],
): Promise<void> {
  expectWhole(received)
  expect(received).toEqual(await replay(person, chatId))
  const shown = received.reduce((transcript, { event }) => foldTranscript(transcript, event), emptyTranscript)
  const stored = Messages.parse(await (await person.request(`/api/chats/${chatId}/messages`)).json())
  const answers = stored.messages.filter(({ role }) => role === 'assistant')
  expect(answers.at(-1)?.content).toBe(plainText(shown.parts))
  expect(new Set(stored.messages.map(({ id }) => id)).size).toBe(stored.messages.length)
}
