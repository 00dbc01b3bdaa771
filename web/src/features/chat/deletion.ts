/**
 * Deleting a chat without asking first: it leaves the screen at once and the server a little later, so that it can
 * be taken back until then. A page that is closed in between deletes as it goes.
 */
import { create } from 'zustand'
import { deleteChat } from './queries.ts'

/** Long enough to read one line and reach for the button. */
const undoForMs = 7000

interface Deletions {
  /** Chats that are off the screen already, the newest last. */
  readonly leaving: readonly string[]
  /** The last one that could not be deleted, and is back. */
  readonly failed: string | undefined
}

export const useDeletions = create<Deletions>(() => ({ leaving: [], failed: undefined }))

const timers = new Map<string, ReturnType<typeof setTimeout>>()

export function deleteSoon(chatId: string): void {
  if (timers.has(chatId)) return
  timers.set(
    chatId,
    setTimeout(() => void finish(chatId), undoForMs),
  )
  useDeletions.setState(({ leaving }) => ({ leaving: [...leaving, chatId], failed: undefined }))
  addEventListener('pagehide', finishAll)
}

/** Takes the deletion back; nothing happens to a chat that is not being deleted. */
export function keepChat(chatId: string): void {
  const timer = timers.get(chatId)
  if (timer === undefined) return
  clearTimeout(timer)
  gone(chatId)
}

export function dismissFailure(): void {
  useDeletions.setState({ failed: undefined })
}

async function finish(chatId: string, leavingPage = false): Promise<void> {
  clearTimeout(timers.get(chatId))
  timers.delete(chatId)
  try {
    await deleteChat(chatId, leavingPage)
    gone(chatId)
  } catch {
    gone(chatId)
    useDeletions.setState({ failed: chatId })
  }
}

function finishAll(): void {
  for (const chatId of [...timers.keys()]) void finish(chatId, true)
}

function gone(chatId: string): void {
  timers.delete(chatId)
  if (timers.size === 0) removeEventListener('pagehide', finishAll)
  useDeletions.setState(({ leaving }) => ({ leaving: leaving.filter((id) => id !== chatId) }))
}
