/** A chat's messages form a tree; a reader sees one path through it. */
import type { Message } from '@sage/edge/contract'

export interface ThreadItem {
  readonly message: Message
  /** The message and its alternatives, oldest first. */
  readonly siblings: readonly string[]
}

/** The path of the chosen alternatives, by parent; where none is chosen, the one that leads to the newest message. */
export function threadOf(
  messages: readonly Message[],
  chosen: Readonly<Record<string, string>> = {},
): ThreadItem[] {
  const known = new Set(messages.map((message) => message.id))
  const children = new Map<string, Message[]>()
  for (const message of messages) {
    const parent = parentKey(message, known)
    children.set(parent, [...(children.get(parent) ?? []), message])
  }
  const newest = branchOf(messages)
  const thread: ThreadItem[] = []
  let level = children.get(rootKey)
  while (level) {
    const chosenId = chosen[parentKeyOf(level, known)]
    const message =
      level.find(({ id }) => id === chosenId) ?? level.find(({ id }) => newest.has(id)) ?? level.at(-1)
    if (!message) break
    thread.push({ message, siblings: level.map(({ id }) => id) })
    level = children.get(message.id)
  }
  return thread
}

/** `after`, with the items of `before` where they are the same: what did not change is not drawn again. */
export function keptItems(
  before: readonly ThreadItem[],
  after: readonly ThreadItem[],
): readonly ThreadItem[] {
  const known = new Map(before.map((item) => [item.message.id, item]))
  return after.map((item) => {
    const old = known.get(item.message.id)
    const isSame = old?.message === item.message && old.siblings.join() === item.siblings.join()
    return old && isSame ? old : item
  })
}

export interface ThreadPage {
  readonly page: number
  readonly items: readonly ThreadItem[]
}

/** The thread in the pages that it was read in, which stay out of each other's layout. Page 0 is the newest. */
export function pagesOf(thread: readonly ThreadItem[], pageOf: ReadonlyMap<string, number>): ThreadPage[] {
  const groups = Map.groupBy(thread, ({ message }) => pageOf.get(message.id) ?? 0)
  return [...groups].map(([page, items]) => ({ page, items }))
}

/** The newest message and all that it follows from. */
function branchOf(messages: readonly Message[]): ReadonlySet<string> {
  const parents = new Map(messages.map(({ id, parentId }) => [id, parentId]))
  const branch = new Set<string>()
  for (let id = messages.at(-1)?.id ?? null; id !== null; id = parents.get(id) ?? null) branch.add(id)
  return branch
}

export const rootKey = 'root'

/** Where an older page has not been read yet, its messages' children stand at the root. */
function parentKey(message: Message, known: ReadonlySet<string>): string {
  return message.parentId !== null && known.has(message.parentId) ? message.parentId : rootKey
}

function parentKeyOf(level: readonly Message[], known: ReadonlySet<string>): string {
  const [first] = level
  return first ? parentKey(first, known) : rootKey
}
