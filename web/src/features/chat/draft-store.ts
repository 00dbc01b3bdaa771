/** What is typed and not yet sent, by chat; it outlives a reload. */
import { create } from 'zustand'
import { readStored, writeStored } from '../../lib/stored.ts'

const storageKey = 'sage.drafts'
/** A draft is small, and only the newest ones matter. */
const keptDrafts = 30

interface DraftState {
  readonly drafts: Readonly<Record<string, string>>
  set(chatId: string, text: string): void
  /** Puts `text` back unless something newer has been typed since. */
  restore(chatId: string, text: string): void
}

export const useDrafts = create<DraftState>((set, get) => ({
  drafts: readDrafts(),
  set(chatId, text) {
    const { [chatId]: _, ...others } = get().drafts
    const kept = Object.entries(text === '' ? others : { ...others, [chatId]: text }).slice(-keptDrafts)
    const drafts = Object.fromEntries(kept)
    writeStored(storageKey, JSON.stringify(drafts))
    set({ drafts })
  },
  restore(chatId, text) {
    if ((get().drafts[chatId] ?? '') === '') get().set(chatId, text)
  },
}))

function readDrafts(): Record<string, string> {
  try {
    const stored: unknown = JSON.parse(readStored(storageKey) ?? '{}')
    if (typeof stored !== 'object' || stored === null) return {}
    return Object.fromEntries(Object.entries(stored).filter(([, text]) => typeof text === 'string'))
  } catch {
    return {}
  }
}

/** Forgets all drafts: the reader signs out. */
export function forgetDrafts(): void {
  writeStored(storageKey, undefined)
  useDrafts.setState({ drafts: {} })
}
