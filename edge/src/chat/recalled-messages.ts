/**
 * Messages of one chat by id, however old. The object keeps the newest ones itself; for an old one the way back to its
 * beginning is fetched from PostgreSQL and remembered, beside the object's own storage: that holds the newest
 * messages without a gap, which paging relies on.
 */
import type { Message } from '../contract/message.ts'
import type { ChatArchive } from './archive.ts'
import { contextMessages } from './history.ts'

/** What a branch of a context's length may be spread over, where answers were given several times. */
const fetched = contextMessages * 5

export interface NewestMessages {
  message(id: string): Message | undefined
  /** `complete`: there are none but these. */
  chat(): { readonly complete: boolean }
}

export class RecalledMessages {
  readonly #newest: NewestMessages
  readonly #archive: Pick<ChatArchive, 'upTo'>
  #recalled: ReadonlyMap<string, Message> = new Map()

  constructor(newest: NewestMessages, archive: Pick<ChatArchive, 'upTo'>) {
    this.#newest = newest
    this.#archive = archive
  }

  /** Makes `find` know `id` and what leads to it, if the chat has such a message. */
  async recall(id: string): Promise<'ok' | 'unavailable'> {
    if (this.find(id) || this.#newest.chat().complete) return 'ok'
    const page = await this.#archive.upTo(id, fetched)
    if (page.status === 'unavailable') return 'unavailable'
    this.#recalled = new Map(page.messages.map((message) => [message.id, message]))
    return 'ok'
  }

  readonly find = (id: string): Message | undefined => this.#newest.message(id) ?? this.#recalled.get(id)
}
