/**
 * Which chats have something that their reader has not looked at. This browser remembers how far each chat had come
 * when it was last on screen, by the server's own clock; what is older than its first visit counts as seen.
 */
import type { Chat } from '@sage/edge/contract'
import * as z from 'zod/mini'
import { create } from 'zustand'
import { readStored, writeStored } from '../../lib/stored.ts'

const storageKey = 'sage.seen'
/** More than a list shows. */
const keptChats = 300

const Seen = z.object({ since: z.optional(z.string()), chats: z.record(z.string(), z.string()) })
export type Seen = z.infer<typeof Seen>

export const useSeen = create<Seen>(() => storedSeen())

/** Times are ISO-8601 UTC of one length, which sort as text. */
export function isUnread(chat: Chat, seen: Seen): boolean {
  const until = seen.chats[chat.id] ?? seen.since
  return until !== undefined && chat.updatedAt > until
}

/** `seen` after `chat` was on screen. */
export function withSeen(seen: Seen, chat: Chat): Seen {
  if (seen.chats[chat.id] === chat.updatedAt) return seen
  const { [chat.id]: _, ...others } = seen.chats
  const chats = Object.fromEntries([...Object.entries(others), [chat.id, chat.updatedAt]].slice(-keptChats))
  return { ...seen, chats }
}

export function markSeen(chat: Chat): void {
  keep(withSeen(useSeen.getState(), chat))
}

/** The first list of this browser: all of it counts as seen. */
export function beginSeen(newest: Chat | undefined): void {
  const seen = useSeen.getState()
  if (seen.since === undefined) keep({ ...seen, since: newest?.updatedAt ?? new Date().toISOString() })
}

export function forgetSeen(): void {
  writeStored(storageKey, undefined)
  useSeen.setState({ chats: {} }, true)
}

function keep(seen: Seen): void {
  if (seen === useSeen.getState()) return
  writeStored(storageKey, JSON.stringify(seen))
  useSeen.setState(seen, true)
}

function storedSeen(): Seen {
  try {
    const stored = Seen.safeParse(JSON.parse(readStored(storageKey) ?? '{}'))
    return stored.success ? stored.data : { chats: {} }
  } catch {
    return { chats: {} }
  }
}
