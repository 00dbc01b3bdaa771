/** Looks back over the last minutes and completes what is missing: exactly that, and counted. */
import type { AlertHistory, AlertReport } from '@sage/ingest/contract'
import type { Told } from './announce.ts'

/** Ingest's own queue tries for longer than the edge is usually away; behind it stands this. */
export const lookBackMs = 15 * 60_000

export interface SweepDeps {
  /** What happened after a moment; `undefined` where ingest is away. */
  history(after: Date): Promise<AlertHistory | undefined>
  /** Of these ids, those whose telling is not complete and not under way. */
  incomplete(ids: readonly string[]): Promise<ReadonlySet<string>>
  tell(report: AlertReport): Promise<Told>
  /** Deliveries whose message in the queue is lost; each is given out once. */
  takeLost(): Promise<readonly string[]>
  enqueue(deliveryIds: readonly string[]): Promise<void>
  /** Events whose way to Discord is not recorded as ended. */
  openPosts(): Promise<readonly string[]>
  postAgain(eventId: string): Promise<void>
  now(): Date
}

export interface Swept {
  /** Whether ingest could be asked. */
  readonly asked: boolean
  readonly events: number
  readonly incomplete: number
  readonly notifications: number
  readonly deliveries: number
  readonly requeued: number
  readonly posts: number
}

export async function sweep(deps: SweepDeps): Promise<Swept> {
  const history = await deps.history(new Date(deps.now().getTime() - lookBackMs))
  const reports: AlertReport[] = [
    ...(history?.events ?? []).map((event) => ({ type: 'market_event', event }) as const),
    ...(history?.firings ?? []).map((firing) => ({ type: 'rule_fired', firing }) as const),
  ]
  const missing = reports.length === 0 ? new Set<string>() : await deps.incomplete(reports.map(idOf))
  let notifications = 0
  let deliveries = 0
  for (const report of reports) {
    if (!missing.has(idOf(report))) continue
    const told = await deps.tell(report)
    notifications += told.notifications
    deliveries += told.deliveries
  }
  const lost = await deps.takeLost()
  await deps.enqueue(lost)
  const posts = await deps.openPosts()
  for (const eventId of posts) await deps.postAgain(eventId)
  return {
    asked: history !== undefined,
    events: reports.length,
    incomplete: missing.size,
    notifications,
    deliveries,
    requeued: lost.length,
    posts: posts.length,
  }
}

function idOf(report: AlertReport): string {
  return report.type === 'market_event' ? report.event.id : report.firing.id
}
