import { available, present } from '../http/outcome.ts'
import type { Services } from '../services.ts'

/** Chats whose objects are emptied at the same time. */
const atOnce = 6

/**
 * Erases a user: every chat with its object, then all rows, then the desk. Each step may be repeated; the sessions
 * end last, so that an erasure which an outage has interrupted can be finished by asking again.
 */
export async function eraseUser(services: Services, userId: string): Promise<void> {
  const chatIds = available(await services.ownData.chatIds(userId))
  for (let index = 0; index < chatIds.length; index += atOnce) {
    const batch = chatIds.slice(index, index + atOnce)
    await Promise.all(batch.map(async (chatId) => present(await services.room(userId, chatId).remove())))
  }
  available(await services.ownData.erase(userId))
  await services.desk(userId).erase()
}
