/** What the mentor remembers of a chat: the branch that leads to a question, newest messages first to stay. */
import type { Message } from '../contract/message.ts'
import type { PriorMessage } from '../pipeline/turn.ts'

export const contextMessages = 20
/** About 6,000 tokens of Korean; longer histories lose their oldest messages. */
export const contextChars = 12_000

/**
 * The messages from the root of the branch to `leafId`, oldest first, within both limits. `find` looks a
 * message up by id; where it knows no more, the branch begins.
 */
export function branchTo(leafId: string | null, find: (id: string) => Message | undefined): Message[] {
  const branch: Message[] = []
  let chars = 0
  for (let id = leafId; id !== null && branch.length < contextMessages; ) {
    const message = find(id)
    if (!message) break
    chars += message.content.length
    if (chars > contextChars && branch.length > 0) break
    branch.unshift(message)
    id = message.parentId
  }
  return branch
}

/** As the pipeline takes it. What was never shown is not remembered. */
export function priorMessages(branch: readonly Message[]): PriorMessage[] {
  return branch
    .filter((message) => message.content !== '')
    .map((message) => ({ role: message.role, text: message.content }))
}
