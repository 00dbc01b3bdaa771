/**
 * The object that knows what is wrong: an incident is reported once and its end once, whoever reads and however often,
 * and also while the database is away. It only wires; what is an incident is decided in `judge.ts`.
 */
import { DurableObject } from 'cloudflare:workers'
import { desc, gt, isNull, or, sql } from 'drizzle-orm'
import { type Bindings, discordOutbox } from '../../bindings.ts'
import type { StatusHistory } from '../../contract/status.ts'
import { type DatabaseSettings, database, schema, stored } from '../../db/index.ts'
import { readSettings } from '../../env.ts'
import { newId } from '../../http/id.ts'
import { type Log, logger } from '../../log.ts'
import { Kept } from '../../market/kept.ts'
import type { Stored } from '../../services.ts'
import { incidentMessage } from '../discord/embed.ts'
import { judge, type OpenIncident, type Reading } from './judge.ts'
import { historyDays, type PastIncident, statusHistory } from './status-history.ts'

const historyFreshMs = 60_000

/** What the incidents' table has to learn yet. JSON of this file's own making. */
interface Change {
  readonly incident: OpenIncident
  readonly endedAt: string | null
}

export class Watch extends DurableObject<Bindings> {
  readonly #sql: SqlStorage
  readonly #log: Log
  readonly #history = new Kept<StatusHistory>()

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#log = logger(readSettings(env).LOG_LEVEL)
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS open (component TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL);
    `)
  }

  /** The incidents that are open after it. */
  async note(readings: readonly Reading[]): Promise<readonly OpenIncident[]> {
    const at = new Date()
    const before = this.#open()
    const { open, opened, ended } = judge(before, readings, at.toISOString(), () => newId(at))
    // In one stroke, so that nothing is reported twice and nothing is forgotten.
    this.#sql.exec('DELETE FROM open')
    for (const incident of open) {
      this.#sql.exec(
        'INSERT INTO open (component, json) VALUES (?, ?)',
        incident.component,
        JSON.stringify(incident),
      )
    }
    for (const incident of opened) this.#queue({ incident, endedAt: null })
    for (const incident of ended) this.#queue({ incident, endedAt: at.toISOString() })
    await this.#report()
    return open
  }

  /** The same for all who ask within a minute. */
  history(): Promise<Stored<StatusHistory>> {
    const nowMs = Date.now()
    return this.#history.get(
      nowMs,
      () => stored(pastIncidents(readSettings(this.env)).then((past) => statusHistory(past, nowMs))),
      () => historyFreshMs,
    )
  }

  #open(): readonly OpenIncident[] {
    return [...this.#sql.exec<{ json: string }>('SELECT json FROM open')].map(({ json }) => JSON.parse(json))
  }

  #queue(change: Change): void {
    const { component, summary } = change.incident
    this.#log(change.endedAt === null ? 'error' : 'info', 'incident', {
      component,
      summary,
      endedAt: change.endedAt,
    })
    this.#sql.exec('INSERT INTO changes (json) VALUES (?)', JSON.stringify(change))
  }

  /** To the operators at once; to the database when it is there. */
  async #report(): Promise<void> {
    const rows = this.#sql.exec<{ seq: number; json: string }>('SELECT * FROM changes ORDER BY seq').toArray()
    const changes = rows.map(({ seq, json }) => ({ seq, change: JSON.parse(json) satisfies Change }))
    const outbox = discordOutbox(this.env, 'ops')
    for (const { change } of changes) {
      const { incident, endedAt }: Change = change
      await outbox.post(
        `${incident.id}:${endedAt === null ? 'opened' : 'ended'}`,
        incidentMessage({ ...incident, ...(endedAt === null ? {} : { endedAt }) }),
      )
    }
    const db = database(readSettings(this.env), { role: 'service' }, { deadlineMs: 3_000 })
    for (const { seq, change } of changes) {
      try {
        await store(db, change)
        this.#sql.exec('DELETE FROM changes WHERE seq = ?', seq)
      } catch (error) {
        // Likely the very incident; the next minute tries again.
        this.#log('warn', 'incident not stored', { error: String(error) })
        return
      }
    }
  }
}

/** More in 90 days would be one every two hours. */
const mostIncidents = 1000

async function pastIncidents(settings: DatabaseSettings): Promise<PastIncident[]> {
  const { incidents } = schema
  const since = sql`now() - make_interval(days => ${historyDays + 1})`
  return database(settings, { role: 'service' })
    .select({
      component: incidents.component,
      startedAt: incidents.startedAt,
      endedAt: incidents.endedAt,
    })
    .from(incidents)
    .where(or(isNull(incidents.endedAt), gt(incidents.endedAt, since)))
    .orderBy(desc(incidents.startedAt))
    .limit(mostIncidents)
}

async function store(db: ReturnType<typeof database>, { incident, endedAt }: Change): Promise<void> {
  const { id, component, summary, startedAt } = incident
  const ended = endedAt === null ? null : new Date(endedAt)
  await db
    .insert(schema.incidents)
    .values({ id, component, summary, startedAt: new Date(startedAt), endedAt: ended })
    .onConflictDoUpdate({ target: schema.incidents.id, set: { endedAt: ended } })
}
