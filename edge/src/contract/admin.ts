/** What `/api/admin/*` tells an administrator. Nothing here is what a user or the mentor said to the other. */
import {
  Agent,
  CoinSymbol,
  Decimal,
  EmailAddress,
  Freshness,
  Id,
  Intent,
  Locale,
  MarketSource,
  RiskRecommendation,
  Role,
  Timestamp,
  TurnStatus,
  Venue,
} from '@sage/db/vocabulary'
import { FeedHealth } from '@sage/ingest/contract'
import * as z from 'zod/mini'
import { Timings } from './turn-event.ts'

const nextCursor = z.nullable(Id)

/** One call to a model; `ms` until its last token. */
export const AdminCall = z.object({
  agent: Agent,
  model: z.string(),
  inputTokens: z.int(),
  cachedInputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: z.number(),
  ms: z.number(),
  outcome: z.enum(['ok', 'failed', 'aborted']),
})
export type AdminCall = z.infer<typeof AdminCall>

export const AdminTurn = z.object({
  id: Id,
  userId: Id,
  status: TurnStatus,
  intent: z.nullable(Intent),
  failureCode: z.nullable(z.string()),
  at: Timestamp,
  endedAt: z.nullable(Timestamp),
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: Decimal,
  /** Absent for a turn that was interrupted before anything was measured. */
  timings: z.optional(Timings),
  calls: z.array(AdminCall),
})
export type AdminTurn = z.infer<typeof AdminTurn>

/** The last 24 hours: how many, how fast (percentiles in ms), how dear. */
export const AdminTurnSummary = z.object({
  turns: z.int(),
  failed: z.int(),
  costUsd: Decimal,
  firstWordMs: z.nullable(z.object({ p50: z.number(), p95: z.number() })),
  totalMs: z.nullable(z.object({ p50: z.number(), p95: z.number() })),
})
export type AdminTurnSummary = z.infer<typeof AdminTurnSummary>

/** Newest first. `summary` comes with the first page only. */
export const AdminTurns = z.object({
  turns: z.array(AdminTurn),
  nextCursor,
  summary: z.optional(AdminTurnSummary),
})
export type AdminTurns = z.infer<typeof AdminTurns>

/**
 * A verdict. `span` is what the gate stopped, which nobody was shown; Risk's own words are left out, because they
 * may tell what was talked about.
 */
export const AdminReview = z.object({
  id: Id,
  turnId: Id,
  by: z.enum(['gate', 'risk']),
  recommendation: RiskRecommendation,
  issues: z.array(z.object({ kind: z.string(), span: z.optional(z.string()) })),
  at: Timestamp,
})
export type AdminReview = z.infer<typeof AdminReview>

/**
 * One day in UTC. `invented`: answers in which the gate stopped a figure without a fact behind it; `contradicted`:
 * answers that Risk found at odds with the facts; `hallucinated`: either. All counted in turns of `reviewed`.
 */
export const AdminReviewDay = z.object({
  day: z.iso.date(),
  reviewed: z.int(),
  invented: z.int(),
  contradicted: z.int(),
  hallucinated: z.int(),
  revised: z.int(),
  rejected: z.int(),
})
export type AdminReviewDay = z.infer<typeof AdminReviewDay>

/** `days`, oldest first, come with the first page only. */
export const AdminReviews = z.object({
  reviews: z.array(AdminReview),
  nextCursor,
  days: z.optional(z.array(AdminReviewDay)),
})
export type AdminReviews = z.infer<typeof AdminReviews>

export const AdminIncident = z.object({
  id: Id,
  component: z.string(),
  summary: z.string(),
  startedAt: Timestamp,
  endedAt: z.nullable(Timestamp),
})
export type AdminIncident = z.infer<typeof AdminIncident>

/** `source` is absent while nothing was ever heard from ingest. */
export const AdminFeeds = z.object({
  source: z.optional(MarketSource),
  feeds: z.array(FeedHealth),
  quotes: z.array(z.object({ symbol: CoinSymbol, venue: Venue, ageMs: z.number(), freshness: Freshness })),
  /** The newest fifty. */
  incidents: z.array(AdminIncident),
})
export type AdminFeeds = z.infer<typeof AdminFeeds>

export const AdminUser = z.object({
  id: Id,
  email: EmailAddress,
  name: z.nullable(z.string()),
  role: Role,
  locale: Locale,
  disabled: z.boolean(),
  createdAt: Timestamp,
  lastSignInAt: z.nullable(Timestamp),
  /** Of the last 30 days. */
  turns: z.int(),
  costUsd: Decimal,
})
export type AdminUser = z.infer<typeof AdminUser>

export const AdminUsers = z.object({ users: z.array(AdminUser), nextCursor })
export type AdminUsers = z.infer<typeof AdminUsers>

export const UpdateUser = z.object({ disabled: z.boolean() })
export type UpdateUser = z.infer<typeof UpdateUser>

/** A message that was given up (`dead`) or has failed and is tried again (`queued`). */
export const AdminDelivery = z.object({
  id: Id,
  channel: z.enum(['push', 'discord']),
  status: z.enum(['queued', 'dead']),
  attempts: z.int(),
  lastError: z.nullable(z.string()),
  eventId: z.nullable(Id),
  createdAt: Timestamp,
  updatedAt: Timestamp,
})
export type AdminDelivery = z.infer<typeof AdminDelivery>

export const AdminDeliveries = z.object({ deliveries: z.array(AdminDelivery), nextCursor })
export type AdminDeliveries = z.infer<typeof AdminDeliveries>

/** Who asked the admin API for what; `action` is the method and the route, `target` the path that was asked for. */
export const AuditEntry = z.object({
  id: Id,
  /** Absent when the person has been erased since. */
  actorId: z.nullable(Id),
  actorEmail: z.nullable(EmailAddress),
  action: z.string(),
  target: z.string(),
  detail: z.record(z.string(), z.unknown()),
  at: Timestamp,
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditLog = z.object({ entries: z.array(AuditEntry), nextCursor })
export type AuditLog = z.infer<typeof AuditLog>
