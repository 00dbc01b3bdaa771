/**
 * Questions that the server does not have yet. They outlive the page, so that one asked without a network is sent
 * when there is one; each carries the id by which the server knows a repetition.
 */
import { Id, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { create } from 'zustand'
import { readStored, writeStored } from '../../lib/stored.ts'

const storageKey = 'sage.outbox'
/** Whoever is offline for long asks a handful of things. */
const mostKept = 20

const WaitingQuestion = z.object({
  clientMessageId: Id,
  /** Who asked: nobody else sends it. */
  userId: Id,
  /** Absent for a question that begins a chat, which then has to be made first. */
  chatId: z.optional(Id),
  content: z.string(),
  parentId: z.optional(z.nullable(Id)),
  askedAt: Timestamp,
})
export type WaitingQuestion = z.infer<typeof WaitingQuestion>

export const useOutbox = create<readonly WaitingQuestion[]>(read)

export function keepQuestion(question: WaitingQuestion): void {
  write([...without(question.clientMessageId), question].slice(-mostKept))
}

export function dropQuestion(clientMessageId: string | undefined): void {
  const kept = without(clientMessageId)
  if (kept.length < useOutbox.getState().length) write(kept)
}

export function forgetOutbox(): void {
  write([])
}

function without(clientMessageId: string | undefined): WaitingQuestion[] {
  return useOutbox.getState().filter((question) => question.clientMessageId !== clientMessageId)
}

function read(): readonly WaitingQuestion[] {
  try {
    const stored = z.array(WaitingQuestion).safeParse(JSON.parse(readStored(storageKey) ?? '[]'))
    return stored.success ? stored.data : []
  } catch {
    return []
  }
}

function write(questions: readonly WaitingQuestion[]): void {
  writeStored(storageKey, questions.length === 0 ? undefined : JSON.stringify(questions))
  useOutbox.setState(questions, true)
}
