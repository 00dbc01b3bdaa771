/** A user's identity as the database will believe it (see `0000_identity.sql`). */
import { createHmac } from 'node:crypto'

/** The transaction that a seal is for. */
export interface SealedTransaction {
  readonly userId: string
  readonly backendPid: string
  /** PostgreSQL's `transaction_timestamp()` in microseconds since 1970. */
  readonly startedAtMicros: string
}

/** Hexadecimal HMAC-SHA256. */
export function seal(key: Uint8Array, { userId, backendPid, startedAtMicros }: SealedTransaction): string {
  return createHmac('sha256', key).update(`${userId} ${backendPid} ${startedAtMicros}`).digest('hex')
}
