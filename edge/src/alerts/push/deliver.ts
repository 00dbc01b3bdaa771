/**
 * A batch of the queue: takes each delivery for itself, sends it, writes down what came of it. A delivery that another
 * has taken, or that was sent, is not sent again, however often the queue brings its message.
 */
import { leaseMs, type PushOutcome, type Verdict, verdictOf } from './outcome.ts'
import type { PushMessage, PushTarget } from './send.ts'

/** What the queue holds: the rest is in the database, where it can be taken back. */
export interface QueuedPush {
  readonly deliveryId: string
}

/** A delivery that was taken, with all that is needed to send it. */
export interface Taken {
  readonly status: 'taken'
  /** Tries, this one included. */
  readonly tries: number
  readonly subscriptionId: string
  readonly target: PushTarget
  readonly message: PushMessage
}

export type Claim =
  | Taken
  /** Another has it, or it waits for its next try. */
  | { readonly status: 'later'; readonly inMs: number }
  /** It is sent, or dead, or not there any more. */
  | { readonly status: 'over' }

export interface DeliveryRecord {
  readonly deliveryId: string
  readonly subscriptionId: string
  readonly outcome: PushOutcome
  readonly verdict: Verdict | undefined
}

export interface DeliverDeps {
  /** One claim per id. Rejects where the database is away. */
  take(deliveryIds: readonly string[]): Promise<ReadonlyMap<string, Claim>>
  send(target: PushTarget, message: PushMessage): Promise<PushOutcome>
  record(records: readonly DeliveryRecord[]): Promise<void>
  random(): number
}

/** As the runtime's queue gives it. */
export interface QueueMessage {
  readonly body: unknown
  /** How often the queue has brought it, this time included. */
  readonly attempts: number
  ack(): void
  retry(options?: { delaySeconds?: number }): void
}

/** Connections that an invocation of a Worker may have open at once. */
const atOnce = 6
/** `max_retries` of the queue in `wrangler.toml`, and the first time. */
export const queueTries = 5
/** While the database is away. */
const outagePauseS = 15

export async function deliverBatch(
  messages: readonly QueueMessage[],
  read: (body: unknown) => QueuedPush | undefined,
  deps: DeliverDeps,
): Promise<void> {
  const known = messages.flatMap((message) => {
    const push = read(message.body)
    // What nobody can read will not become readable.
    if (push === undefined) message.ack()
    return push === undefined ? [] : [{ message, deliveryId: push.deliveryId }]
  })
  let claims: ReadonlyMap<string, Claim>
  try {
    claims = await deps.take([...new Set(known.map(({ deliveryId }) => deliveryId))])
  } catch {
    for (const { message } of known) message.retry({ delaySeconds: outagePauseS })
    return
  }
  const work: { readonly message: QueueMessage; readonly deliveryId: string; readonly claim: Taken }[] = []
  const seen = new Set<string>()
  for (const { message, deliveryId } of known) {
    const claim = claims.get(deliveryId) ?? { status: 'over' as const }
    // Twice in one batch is once too often.
    if (claim.status === 'over' || seen.has(deliveryId)) message.ack()
    else if (claim.status === 'later') message.retry({ delaySeconds: seconds(claim.inMs) })
    else work.push({ message, deliveryId, claim })
    seen.add(deliveryId)
  }

  const records: DeliveryRecord[] = []
  const settle: (() => void)[] = []
  await inParallel(work, atOnce, async ({ message, deliveryId, claim }) => {
    const outcome = await deps.send(claim.target, claim.message)
    const isLast = message.attempts >= queueTries
    const verdict =
      outcome.status === 'gone' ? undefined : verdictOf(outcome, claim.tries, isLast, deps.random())
    records.push({ deliveryId, subscriptionId: claim.subscriptionId, outcome, verdict })
    settle.push(() => {
      if (verdict?.message === 'later') message.retry({ delaySeconds: seconds(verdict.record.delayMs) })
      else message.ack()
    })
  })
  if (records.length === 0) return
  try {
    await deps.record(records)
  } catch {
    // Nobody knows that they were sent: the lease runs out, and each may be sent once more.
    for (const { message } of work) message.retry({ delaySeconds: seconds(leaseMs) })
    return
  }
  for (const each of settle) each()
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000))
}

async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) await work(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
}
