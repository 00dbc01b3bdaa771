/**
 * The object of one user: which sessions are ended, which turns run, how much was asked and spent today. The
 * chat's path needs no database because of it. The desk named `house` holds the money of all users.
 */
import { DurableObject } from 'cloudflare:workers'
import { Locale, RiskProfile } from '@sage/db/vocabulary'
import * as z from 'zod'
import { absoluteSeconds, type Session } from '../auth/session.ts'
import { type Bindings, houseDesk } from '../bindings.ts'
import { readSettings } from '../env.ts'
import type { MentorProfile } from '../services.ts'
import { type Admission, admit, dayOf, leaseMs } from './limits.ts'
import { emptyPurse, type Purse, reserve, settle, sliceUsd, today } from './spending.ts'

const defaultProfile: MentorProfile = { locale: 'ko', riskProfile: 'balanced' }
const StoredProfile = z.object({ locale: Locale, riskProfile: RiskProfile })

export type TurnAdmission =
  | { readonly status: 'admitted'; readonly profile: MentorProfile }
  | Exclude<Admission, { readonly status: 'admitted' }>

export type Reserved =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly scope: 'user' | 'total' }

export class Desk extends DurableObject<Bindings> {
  readonly #sql: SqlStorage
  /** In memory only: a minute is soon over, and an eviction takes longer than that. */
  #recentMs: number[] = []
  #ready = false
  #taking: Promise<boolean> | undefined

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env)
    this.#sql = ctx.storage.sql
  }

  /** Whether a session that decrypts has not been ended since. */
  check(session: Pick<Session, 'sid' | 'signedInAt'>): 'good' | 'revoked' {
    this.#prepare()
    if (this.#get('disabled') !== undefined) return 'revoked'
    const revokedBeforeMs = Number(this.#get('revoked_before_ms') ?? 0)
    if (session.signedInAt * 1000 <= revokedBeforeMs) return 'revoked'
    const row = this.#sql.exec('SELECT 1 AS found FROM revoked_sessions WHERE sid = ?', session.sid)
    return row.toArray().length > 0 ? 'revoked' : 'good'
  }

  revokeSession(sid: string): void {
    this.#prepare()
    const nowMs = Date.now()
    this.#sql.exec('DELETE FROM revoked_sessions WHERE at_ms < ?', nowMs - absoluteSeconds * 1000)
    this.#sql.exec('INSERT OR REPLACE INTO revoked_sessions (sid, at_ms) VALUES (?, ?)', sid, nowMs)
  }

  revokeAll(): void {
    this.#prepare()
    this.#set('revoked_before_ms', String(Date.now()))
  }

  /** While a user is disabled no session of theirs is good; those begun before are ended for ever. */
  setDisabled(disabled: boolean): void {
    this.#prepare()
    if (disabled === (this.#get('disabled') !== undefined)) return
    if (disabled) {
      this.revokeAll()
      this.#set('disabled', 'yes')
    } else this.#sql.exec("DELETE FROM notes WHERE key = 'disabled'")
  }

  setProfile(profile: MentorProfile): void {
    this.#prepare()
    this.#set('profile', JSON.stringify(profile))
  }

  /** Forgets the user; that every session up to now is ended stays, so that a copied cookie opens nothing. */
  erase(): void {
    this.revokeAll()
    this.#sql.exec("DELETE FROM notes WHERE key <> 'revoked_before_ms'")
    this.#sql.exec('DELETE FROM revoked_sessions; DELETE FROM leases; DELETE FROM days')
    this.#recentMs = []
  }

  /** Takes a lease for a turn if the user may ask now. */
  beginTurn(turnId: string): TurnAdmission {
    this.#prepare()
    const nowMs = Date.now()
    this.#sql.exec('DELETE FROM leases WHERE expires_at_ms <= ?', nowMs)
    const day = dayOf(nowMs)
    const admission = admit(
      {
        recentMs: this.#recentMs,
        messagesToday: this.#count('SELECT messages AS n FROM days WHERE day = ?', day),
        leases: this.#count('SELECT count(*) AS n FROM leases'),
      },
      nowMs,
    )
    if (admission.status !== 'admitted') return admission
    this.#recentMs = [...this.#recentMs.filter((at) => at > nowMs - 60_000), nowMs]
    this.#sql.exec('DELETE FROM days WHERE day < ?', day)
    this.#sql.exec(
      'INSERT INTO days (day, messages) VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET messages = messages + 1',
      day,
    )
    return this.resumeTurn(turnId)
  }

  /** Renews the lease of a turn that was admitted before; a turn that has begun is never refused. */
  resumeTurn(turnId: string): { readonly status: 'admitted'; readonly profile: MentorProfile } {
    this.#prepare()
    this.#sql.exec(
      'INSERT OR REPLACE INTO leases (turn_id, expires_at_ms) VALUES (?, ?)',
      turnId,
      Date.now() + leaseMs,
    )
    const profile = StoredProfile.safeParse(JSON.parse(this.#get('profile') ?? 'null'))
    return { status: 'admitted', profile: profile.success ? profile.data : defaultProfile }
  }

  endTurn(turnId: string): void {
    this.#prepare()
    this.#sql.exec('DELETE FROM leases WHERE turn_id = ?', turnId)
  }

  /** Sets `usd` of the user's and of the house's money aside for one answer. */
  async reserve(usd: number): Promise<Reserved> {
    this.#prepare()
    const settings = readSettings(this.env)
    const id = crypto.randomUUID()
    const before = this.#purse('purse')
    const after = reserve(before, id, usd, settings.BUDGET_USER_DAILY_USD, Date.now())
    if (!after) return { ok: false, scope: 'user' }
    this.#setPurse('purse', after)
    if (await this.#fromHouse(usd)) return { ok: true, id }
    this.#setPurse('purse', settle(this.#purse('purse'), id, 0))
    return { ok: false, scope: 'total' }
  }

  /** Books what an answer really cost; the rest of what was set aside goes back into the slice. */
  settle(id: string, actualUsd: number): void {
    this.#prepare()
    const purse = this.#purse('purse')
    const reserved = purse.reserved.find((reservation) => reservation.id === id)?.usd ?? 0
    this.#setPurse('purse', settle(purse, id, actualUsd))
    this.#setPurse('slice', settle(this.#purse('slice'), id, actualUsd - reserved))
  }

  /** On the desk of the house: hands out a slice of the day's money, or refuses. */
  take(usd: number): boolean {
    this.#prepare()
    const purse = this.#purse('purse')
    const id = crypto.randomUUID()
    const after = reserve(purse, id, usd, readSettings(this.env).BUDGET_TOTAL_DAILY_USD, Date.now())
    if (after) this.#setPurse('purse', settle(after, id, usd))
    return after !== undefined
  }

  /** On the desk of the house: money taken today that was not needed. */
  giveBack(usd: number): void {
    this.#prepare()
    const purse = this.#purse('purse')
    this.#setPurse('purse', { ...purse, spentUsd: Math.max(0, purse.spentUsd - usd) })
  }

  /** Pays `usd` out of the slice at hand, with a new one when it is used up. */
  async #fromHouse(usd: number): Promise<boolean> {
    // A slice holds what is left as negative spending.
    while (-this.#purse('slice').spentUsd < usd) {
      // Many who ask at once share one slice instead of each taking its own.
      this.#taking ??= this.#takeSlice(Math.max(sliceUsd, usd)).finally(() => {
        this.#taking = undefined
      })
      if (!(await this.#taking)) return false
    }
    this.#setPurse('slice', settle(this.#purse('slice'), '', usd))
    return true
  }

  async #takeSlice(usd: number): Promise<boolean> {
    if (!(await houseDesk(this.env).take(usd))) return false
    this.#setPurse('slice', settle(this.#purse('slice'), '', -usd))
    return true
  }

  #purse(key: 'purse' | 'slice'): Purse {
    const nowMs = Date.now()
    const text = this.#get(key)
    const purse: Purse = text === undefined ? emptyPurse(dayOf(nowMs)) : JSON.parse(text)
    return today(purse, dayOf(nowMs), nowMs)
  }

  #setPurse(key: 'purse' | 'slice', purse: Purse): void {
    this.#set(key, JSON.stringify(purse))
  }

  #prepare(): void {
    if (this.#ready) return
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS revoked_sessions (sid TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS leases (turn_id TEXT PRIMARY KEY, expires_at_ms INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, messages INTEGER NOT NULL) WITHOUT ROWID;
    `)
    this.#ready = true
  }

  #get(key: string): string | undefined {
    const [row] = this.#sql.exec<{ value: string }>('SELECT value FROM notes WHERE key = ?', key)
    return row?.value
  }

  #set(key: string, value: string): void {
    this.#sql.exec('INSERT OR REPLACE INTO notes (key, value) VALUES (?, ?)', key, value)
  }

  #count(query: string, ...parameters: string[]): number {
    const [row] = this.#sql.exec<{ n: number }>(query, ...parameters)
    return row?.n ?? 0
  }
}
