/**
 * Tells what happened to everyone whom it concerns: for each of them a link context, a notification and one delivery
 * per device, and Discord once. May be repeated and broken off at any place: it goes on where it stopped and makes
 * nothing twice.
 */
import type { AlertCause } from '../contract/alert.ts'

/** How far the telling of a cause has got. */
export interface Progress {
  readonly cursor: string | null
  readonly completed: boolean
  readonly begunAt: Date
}

export interface Chunk {
  /** The last user considered; `null` where nobody was left. */
  readonly last: string | null
  readonly considered: number
  readonly notifications: number
  /** Ids of the deliveries that were made. */
  readonly deliveries: readonly string[]
}

export interface AnnounceDeps {
  /** Notes that the telling begins; what is known of it otherwise. */
  begin(cause: AlertCause): Promise<Progress>
  /** The next users after `cursor` in the order of their ids, `chunkSize` of them, in one stroke. */
  tell(cause: AlertCause, cursor: string | null): Promise<Chunk>
  /** Notes how far it has got; `added` is what a sweep made that was missing. */
  advance(cause: AlertCause, to: { cursor: string | null; completed: boolean; added: number }): Promise<void>
  /** Hands the deliveries to the queue. */
  enqueue(deliveryIds: readonly string[]): Promise<void>
  /** Puts the event on its way to Discord, once. */
  postToDiscord(cause: AlertCause): Promise<void>
}

/** Users considered at once; each may have several devices. The first are pushed to while the next are told. */
export const chunkSize = 250

export interface Told {
  readonly notifications: number
  readonly deliveries: number
}

/** `by`: a sweep counts what it had to make. Rejects where the database or the queue is away. */
export async function announce(
  cause: AlertCause,
  deps: AnnounceDeps,
  by: 'report' | 'sweep' = 'report',
): Promise<Told> {
  const progress = await deps.begin(cause)
  const told = { notifications: 0, deliveries: 0 }
  if (progress.completed) return told
  // Discord may be slow, and nobody's push waits for it.
  const posted = deps.postToDiscord(cause)
  posted.catch(() => {})
  let { cursor } = progress
  for (;;) {
    const chunk = await deps.tell(cause, cursor)
    await deps.enqueue(chunk.deliveries)
    told.notifications += chunk.notifications
    told.deliveries += chunk.deliveries.length
    const completed = chunk.considered < chunkSize
    cursor = chunk.last ?? cursor
    // What is complete is looked at no more: the post must be on its way by then.
    if (completed) await posted
    await deps.advance(cause, { cursor, completed, added: by === 'sweep' ? chunk.notifications : 0 })
    if (completed) return told
  }
}
