/** A reader of one chat's turns who can be cut off at any event and comes back with `Last-Event-ID`. */
import { isTerminal } from '@sage/edge/contract'
import { eventsOf, type Person, type ReceivedEvent } from '../stack.ts'

const maxAttempts = 60
const pauseMs = 250

/** Reads until `enough` says so or the stream ends; a broken connection is an end like any other. */
export async function readUntil(
  response: Response,
  enough: (received: readonly ReceivedEvent[]) => boolean = () => false,
): Promise<ReceivedEvent[]> {
  const received: ReceivedEvent[] = []
  try {
    for await (const each of eventsOf(response)) {
      received.push(each)
      if (enough(received)) break
    }
  } catch (error) {
    // What undici throws when the server is killed in mid-stream.
    if (!(error instanceof TypeError)) throw error
  }
  return received
}

/**
 * Resumes after `received` until the terminal event has come, over as many connections as it takes, and returns
 * everything from the first event on.
 */
export async function readOn(
  person: Person,
  chatId: string,
  received: readonly ReceivedEvent[] = [],
): Promise<ReceivedEvent[]> {
  const all = [...received]
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const last = all.at(-1)
    if (last && isTerminal(last.event)) return all
    const headers: Record<string, string> = last ? { 'last-event-id': last.id } : {}
    const response = await person.request(`/api/chats/${chatId}/stream`, { headers }).catch(() => undefined)
    if (response?.status === 200) all.push(...(await readUntil(response)))
    else {
      await response?.body?.cancel()
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  throw new Error(`no terminal event after ${maxAttempts} connections; the last was ${all.at(-1)?.id}`)
}

/** The last turn from its beginning, as its log has it. */
export async function replay(person: Person, chatId: string): Promise<ReceivedEvent[]> {
  const response = await person.request(`/api/chats/${chatId}/stream`)
  return response.status === 200 ? readUntil(response) : []
}
