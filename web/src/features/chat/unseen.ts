/**
 * Chats whose answer ended while their reader was elsewhere in the app. The server knows only of those that ended
 * with nobody listening; a page in the background listens.
 */
import { create } from 'zustand'
import { readStored, writeStored } from '../../lib/stored.ts'

const storageKey = 'sage.unseen'
/** More than a list shows at once. */
const keptChats = 50

export const useUnseen = create<readonly string[]>(
  () => readStored(storageKey)?.split(' ').filter(Boolean) ?? [],
)

/** An answer has ended in the chat; it stays unseen unless it is what the reader looks at. */
export function answerEnded(chatId: string): void {
  if (document.hidden || location.pathname !== `/chat/${chatId}`) {
    keep([...without(chatId), chatId].slice(-keptChats))
  }
}

export function markSeen(chatId: string): void {
  if (useUnseen.getState().includes(chatId)) keep(without(chatId))
}

export function forgetUnseen(): void {
  keep([])
}

function without(chatId: string): string[] {
  return useUnseen.getState().filter((id) => id !== chatId)
}

function keep(chats: readonly string[]): void {
  writeStored(storageKey, chats.length === 0 ? undefined : chats.join(' '))
  useUnseen.setState(chats, true)
}
