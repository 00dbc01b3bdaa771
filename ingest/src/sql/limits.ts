/** What one call to the gateway may take. */
export const limits = {
  /** In a transaction. */
  statements: 100,
  /** Of one reply, over all its statements. */
  rows: 10_000,
  bytes: 8 * 1024 * 1024,
  /** From the connection's being there to the reply; the server's own limit of 5 s a statement comes first. */
  callMs: 12_000,
  /** For a connection to become free or to be made. */
  waitMs: 3_000,
  /** Calls that wait for a connection. */
  waiting: 256,
  /** Of one user that go on at once, a quarter of the pool; his others wait, so that he holds up no one else. */
  perUser: 4,
  /** Of one user that wait. */
  waitingPerUser: 64,
} as const
