/** Wires the outbox of one chat to PostgreSQL: one drain at a time, and when to try again. */
import type { ChatArchive } from './archive.ts'
import { drainOutbox, type OutboxRow, type Rejection, reportOf, retryAfterMs } from './outbox.ts'
import type { RoomStore } from './room-store.ts'
import type { TurnDeps } from './turn.ts'

export interface DeliveryDeps {
  readonly archive: Pick<ChatArchive, 'write'>
  /** False once the chat is deleted: then there is nothing left to deliver. */
  exists(): boolean
  log: TurnDeps['log']
  now(): Date
}

export class Delivery {
  readonly #store: RoomStore
  readonly #deps: DeliveryDeps
  #running: Promise<void> | undefined

  constructor(store: RoomStore, deps: DeliveryDeps) {
    this.#store = store
    this.#deps = deps
  }

  /** Resolves when the outbox is empty or the database is found to be away; joins a drain that is under way. */
  drain(): Promise<void> {
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** When the next attempt is due; absent while nothing waits. */
  dueAtMs(nowMs: number): number | undefined {
    if (this.#store.outboxSize() === 0) return undefined
    return this.#store.retry()?.atMs ?? nowMs + 1000
  }

  async #drain(): Promise<void> {
    const outcome = await drainOutbox({
      peek: (limit) => (this.#deps.exists() ? this.#store.peekOutbox(limit) : []),
      write: (items) => this.#deps.archive.write(items),
      remove: (rows) => this.#store.removeFromOutbox(rows),
      park: (row, why) => this.#park(row, why),
    })
    if (!this.#deps.exists()) return
    if (outcome === 'empty') {
      this.#store.setRetry(undefined)
      this.#store.trimMessages()
      return
    }
    const failures = (this.#store.retry()?.failures ?? 0) + 1
    this.#store.setRetry({ failures, atMs: this.#deps.now().getTime() + retryAfterMs(failures) })
  }

  #park(row: OutboxRow, why: Rejection): void {
    const report = reportOf(row, why, this.#deps.now())
    if (report) this.#store.park(row, report)
    else this.#store.removeFromOutbox([row])
    const { code, rule } = why
    this.#deps.log('error', 'outbox row parked', { row: row.id, type: row.item.type, code, rule })
  }
}
