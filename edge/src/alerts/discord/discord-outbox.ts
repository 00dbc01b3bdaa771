/**
 * The object of one webhook: what is to be posted there waits in its storage, so that it survives an outage of Discord
 * and of the database. It only wires; the policy is in `outbox.ts`.
 */
import { DurableObject } from 'cloudflare:workers'
import type { Bindings } from '../../bindings.ts'
import { database } from '../../db/index.ts'
import { readSettings } from '../../env.ts'
import { type Log, logger } from '../../log.ts'
import { within } from '../../patience.ts'
import { settleDiscordDelivery } from './database-discord.ts'
import type { DiscordMessage } from './embed.ts'
import { drainPosts, type OutboxDeps, outcomeOf, type Post, type PostOutcome } from './outbox.ts'

export type PostState = 'waiting' | 'sent' | 'dead'

const deadlineMs = 10_000
/** A report of what was posted already may still come; a sweep looks back 15 minutes. */
const rememberedMs = 48 * 60 * 60_000
const longestCallMs = 500

interface Settled {
  readonly id: string
  readonly status: 'sent' | 'dead'
  readonly error?: string
}

type Row = { id: string; json: string; state: PostState; begun: number; added_at_ms: number }

export class DiscordOutbox extends DurableObject<Bindings> {
  readonly #sql: SqlStorage
  readonly #log: Log
  #draining: Promise<void> | undefined

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
    this.#log = logger(readSettings(env).LOG_LEVEL)
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS posts (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, json TEXT NOT NULL, state TEXT NOT NULL,
        begun INTEGER NOT NULL DEFAULT 0, added_at_ms INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS posts_waiting ON posts (seq) WHERE state = 'waiting';
      CREATE TABLE IF NOT EXISTS hold (failures INTEGER NOT NULL, at_ms INTEGER NOT NULL);
    `)
  }

  /** Takes a message, once per id; what has become of it. */
  async post(id: string, message: DiscordMessage): Promise<PostState> {
    this.#sql.exec(
      "INSERT OR IGNORE INTO posts (id, json, state, added_at_ms) VALUES (?, ?, 'waiting', ?)",
      id,
      JSON.stringify(message),
      Date.now(),
    )
    const state = this.#stateOf(id)
    if (state === 'waiting') {
      // If this object is lost now, the alarm goes on.
      await this.ctx.storage.setAlarm(Date.now() + deadlineMs)
      const drained = this.#drain()
      this.ctx.waitUntil(drained)
      await within(longestCallMs, drained)
    }
    return this.#stateOf(id)
  }

  /** Takes up again what was set aside. */
  async retry(id: string): Promise<void> {
    this.#sql.exec(
      "UPDATE posts SET state = 'waiting', begun = 0, added_at_ms = ? WHERE id = ? AND state = 'dead'",
      Date.now(),
      id,
    )
    this.#sql.exec('DELETE FROM hold')
    this.ctx.waitUntil(this.#drain())
  }

  override async alarm(): Promise<void> {
    await this.#drain()
  }

  #drain(): Promise<void> {
    this.#draining ??= this.#drainOnce().finally(() => {
      this.#draining = undefined
    })
    return this.#draining
  }

  async #drainOnce(): Promise<void> {
    const settled: Settled[] = []
    const { nextAtMs } = await drainPosts(this.#deps((end) => settled.push(end)))
    // One that came while the last was settled is not left behind.
    const dueMs = nextAtMs ?? (this.#oldest() === undefined ? undefined : Date.now())
    if (dueMs === undefined) await this.ctx.storage.deleteAlarm()
    else await this.ctx.storage.setAlarm(dueMs)
    this.#sql.exec(
      "DELETE FROM posts WHERE state <> 'waiting' AND added_at_ms < ?",
      Date.now() - rememberedMs,
    )
    this.ctx.waitUntil(this.#record(settled))
  }

  /** A sweep asks again where this does not succeed. */
  async #record(settled: readonly Settled[]): Promise<void> {
    if (this.#name() !== 'market') return
    const db = database(readSettings(this.env), { role: 'service' })
    for (const end of settled) {
      await settleDiscordDelivery(db, end).catch((error: unknown) =>
        this.#log('warn', 'discord delivery not recorded', { id: end.id, error: String(error) }),
      )
    }
  }

  #deps(onSettled: (end: Settled) => void): OutboxDeps {
    return {
      next: () => this.#oldest(),
      begin: (id) => {
        this.#sql.exec('UPDATE posts SET begun = begun + 1 WHERE id = ?', id)
      },
      failed: (id) => {
        this.#sql.exec('UPDATE posts SET begun = begun - 1 WHERE id = ?', id)
      },
      settle: (id, end) => {
        this.#sql.exec('UPDATE posts SET state = ? WHERE id = ?', end.status, id)
        onSettled({ id, ...end })
      },
      hold: (hold) => {
        this.#sql.exec('DELETE FROM hold')
        if (hold) this.#sql.exec('INSERT INTO hold (failures, at_ms) VALUES (?, ?)', hold.failures, hold.atMs)
      },
      held: () => {
        const [row] = this.#sql.exec<{ failures: number; at_ms: number }>('SELECT * FROM hold')
        return row && { failures: row.failures, atMs: row.at_ms }
      },
      send: (message) => this.#send(message),
      nowMs: () => Date.now(),
    }
  }

  #oldest(): Post | undefined {
    const [row] = this.#sql.exec<Row>("SELECT * FROM posts WHERE state = 'waiting' ORDER BY seq LIMIT 1")
    return row && { id: row.id, message: JSON.parse(row.json), begun: row.begun, addedAtMs: row.added_at_ms }
  }

  async #send(message: DiscordMessage): Promise<PostOutcome> {
    const settings = readSettings(this.env)
    const url = this.#name() === 'ops' ? settings.DISCORD_OPS_WEBHOOK_URL : settings.DISCORD_WEBHOOK_URL
    if (url === undefined) return { status: 'refused', error: 'no webhook is configured' }
    try {
      const response = await fetch(`${url}?wait=true`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(deadlineMs),
      })
      await response.body?.cancel()
      const outcome = outcomeOf(response.status, (name) => response.headers.get(name))
      if (outcome.status !== 'sent') this.#log('warn', 'discord did not take it', { error: outcome.error })
      return outcome
    } catch (error) {
      // Never the address: it is a secret.
      const timedOut = error instanceof Error && error.name === 'TimeoutError'
      return { status: 'wait', ms: 0, error: timedOut ? 'no answer in time' : 'not reached' }
    }
  }

  #name(): 'market' | 'ops' {
    return this.ctx.id.name === 'ops' ? 'ops' : 'market'
  }

  #stateOf(id: string): PostState {
    const [row] = this.#sql.exec<{ state: PostState }>('SELECT state FROM posts WHERE id = ?', id)
    return row?.state ?? 'dead'
  }
}
