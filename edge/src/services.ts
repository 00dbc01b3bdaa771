/**
 * What the routes work with, as plain interfaces: no type of the Workers runtime appears here, so that the
 * browser's client can take its types from the routes. `worker.ts` connects them to the real parts.
 */
import type { CoinSymbol, HistoryRange, Locale, Mentor, RiskProfile, Role } from '@sage/db/vocabulary'
import type { Candles, FearGreedHistory } from '@sage/ingest/contract'
import type { Administration } from './admin/administration.ts'
import type {
  DeadLetterBox,
  Devices,
  LinkContexts,
  NotificationCentre,
  Reports,
  RuleBook,
} from './alerts/services.ts'
import type { Session } from './auth/session.ts'
import type { Room } from './chat/room.ts'
import type { Chat, Chats } from './contract/chat.ts'
import type { Prices } from './contract/market.ts'
import type { ParkedRows } from './contract/parked-row.ts'
import type { PublicRecord } from './contract/record.ts'
import type { StatusHistory } from './contract/status.ts'
import type { Me, UpdateMe } from './contract/user.ts'
import type { RateLimits } from './http/limits.ts'
import type { ReportFault } from './log.ts'
import type { Measure } from './points.ts'
import type { ShadowPortfolios } from './portfolio/shadow-portfolios.ts'

/** A Google account as its verified identity token describes it. */
export interface GoogleProfile {
  readonly sub: string
  readonly email: string
  readonly name: string | null
  readonly image: string | null
  readonly role: Role
  /** Language for a user who is new; kept as it is for one who is known. */
  readonly locale: Locale
  /** Of where the sign-in came from, for the consent that it gives. */
  readonly addressHash: string
}

export type Stored<T> = { readonly status: 'ok'; readonly value: T } | { readonly status: 'unavailable' }

export interface SignedIn {
  readonly id: string
  readonly disabled: boolean
  readonly profile: MentorProfile
}

export interface Users {
  /** Creates or refreshes the user with this Google `sub`, and notes what they have agreed to by signing in. */
  signIn(profile: GoogleProfile): Promise<Stored<SignedIn>>
  /** Absent if the user was erased or is disabled; the same for `update`. */
  find(userId: string): Promise<Stored<Me | undefined>>
  update(userId: string, change: UpdateMe): Promise<Stored<Me | undefined>>
}

/** Everything that names a user. */
export interface OwnData {
  chatIds(userId: string): Promise<Stored<readonly string[]>>
  /** One JSON document of all rows of the user. */
  document(userId: string): Promise<Stored<ReadableStream<Uint8Array>>>
  /** Deletes the user with all rows that name them. */
  erase(userId: string): Promise<Stored<void>>
}

export interface ChatList {
  /** Newest first; `cursor` as a former page gave it. */
  list(userId: string, page: { readonly cursor?: string; readonly limit: number }): Promise<Stored<Chats>>
  search(userId: string, query: string): Promise<Stored<readonly Chat[]>>
}

/** The user's object as the Worker sees it. */
export interface DeskClient {
  /** Whether a session that decrypts is still good. */
  check(session: Session): Promise<'good' | 'revoked'>
  revokeSession(sessionId: string): Promise<void>
  /** Ends every session begun up to now. */
  revokeAll(): Promise<void>
  /** Refuses every session of the user, or no longer. */
  setDisabled(disabled: boolean): Promise<void>
  /** What the mentor takes from the user's profile; kept here so that a turn needs no database. */
  setProfile(profile: MentorProfile): Promise<void>
  /** Forgets everything but that all sessions up to now are ended. */
  erase(): Promise<void>
}

export interface MentorProfile {
  readonly locale: Locale
  readonly riskProfile: RiskProfile
}

export interface Market {
  /** Absent while nothing has ever been heard from ingest. */
  prices(): Promise<Prices | undefined>
  history(symbol: CoinSymbol, range: HistoryRange): Promise<Stored<Candles>>
  fearGreedHistory(days: number): Promise<Stored<FearGreedHistory>>
  /** An SSE body of `MarketStreamEvent`s. */
  stream(): Promise<ReadableStream<Uint8Array>>
}

/** What came of every signal ever given. */
export interface RecordSource {
  /** `undefined` where there is no such cursor. */
  page(page: { readonly cursor?: string; readonly limit: number }): Promise<Stored<PublicRecord | undefined>>
}

/** What chats could not bring to PostgreSQL. */
export interface ParkedRowSource {
  /** Newest first; `cursor` as a former page gave it. */
  page(page: { readonly cursor?: string; readonly limit: number }): Promise<Stored<ParkedRows>>
  find(id: string): Promise<Stored<ParkedPlace | undefined>>
  forget(id: string): Promise<Stored<void>>
}

/** The chat that keeps a parked row, and the row's number there. */
export interface ParkedPlace {
  readonly userId: string
  readonly chatId: string
  readonly outboxRow: number
}

/** What sign-in is configured with. */
export interface AuthSettings {
  readonly origin: string
  /** Newest first; all of them decrypt, the first encrypts. */
  readonly secrets: readonly string[]
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly adminEmails: ReadonlySet<string>
}

export interface Services {
  /** Of the request that these are for: the same from the browser to PostgreSQL. */
  readonly requestId: string
  readonly auth: AuthSettings
  readonly limits: RateLimits
  readonly mentor: Mentor
  readonly users: Users
  readonly ownData: OwnData
  readonly chats: ChatList
  readonly market: Market
  readonly record: RecordSource
  /** At most a minute old; the last one known while the database is away. */
  statusHistory(): Promise<Stored<StatusHistory>>
  readonly parkedRows: ParkedRowSource
  readonly admin: Administration
  shadow(userId: string): ShadowPortfolios
  readonly reports: Reports
  readonly deadLetters: DeadLetterBox
  /** The `applicationServerKey` of browsers that subscribe. */
  readonly pushPublicKey: string
  rules(userId: string): RuleBook
  devices(userId: string): Devices
  notifications(userId: string): NotificationCentre
  contexts(userId: string): LinkContexts
  room(userId: string, chatId: string): Room
  desk(userId: string): DeskClient
  /** Of the Worker that answers; empty where versions have no names. */
  readonly version: string
  readonly measure: Measure
  /** For what is our own fault. */
  readonly reportFault: ReportFault
  /** A structured line in the log; never secrets, never what a user wrote. */
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>): void
  now(): Date
}
