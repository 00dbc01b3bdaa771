import { kill, type Person, type ReceivedEvent, restart } from '../stack.ts'
import { readUntil } from './reader.ts'

/** A turn whose edge is killed as soon as `count` events have arrived, and back again; what was received until then. */
export async function killAfter(person: Person, chatId: string, count: number): Promise<ReceivedEvent[]> {
  let dying: Promise<void> | undefined
  const before = await readUntil(await person.ask(chatId, 'BTC 어때?'), (received) => {
    if (received.length >= count) dying ??= kill('edge', 'SIGKILL')
    return false
  })
  await dying
  if (dying) await restart('edge')
  return before
}
