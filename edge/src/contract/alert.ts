import { AlertRuleKind, CoinSymbol, cooldownMinutes, Decimal, Id, Timestamp } from '@sage/db/vocabulary'
import { MarketEvent, PreviewRequest, RuleFiring } from '@sage/ingest/contract'
import * as z from 'zod/mini'

export { MarketEvent, PreviewRequest, RuleFiring, RulePreview } from '@sage/ingest/contract'

/** A user's own rule. `threshold` in USDT, percent or points, as `kind` says; percent as 2.41 for 2.41 %. */
export const AlertRule = z.object({
  id: Id,
  kind: AlertRuleKind,
  /** Absent for Fear & Greed. */
  symbol: z.optional(CoinSymbol),
  threshold: Decimal,
  /** A rule that fires once is off after it has fired. */
  enabled: z.boolean(),
  once: z.boolean(),
  /** How long a rule that repeats stays quiet after it has fired. */
  cooldownMinutes: z.int(),
  lastFiredAt: z.nullable(Timestamp),
  createdAt: Timestamp,
  updatedAt: Timestamp,
})
export type AlertRule = z.infer<typeof AlertRule>

/** `GET /api/alert-rules`: newest first. */
export const AlertRules = z.object({ rules: z.array(AlertRule) })
export type AlertRules = z.infer<typeof AlertRules>

/** More than these a user cannot have. */
export const mostAlertRules = 50

/** `POST /api/alert-rules` takes what `POST /api/alert-rules/preview` takes. */
export const NewAlertRule = PreviewRequest
export type NewAlertRule = z.infer<typeof NewAlertRule>

/** `PATCH /api/alert-rules/:id`. What a rule is about does not change: that would be another rule. */
export const UpdateAlertRule = z.partial(
  z.object({
    threshold: Decimal.check(z.refine((text) => Number(text) > 0, 'must be greater than 0')),
    enabled: z.boolean(),
    once: z.boolean(),
    cooldownMinutes: z.int().check(z.minimum(cooldownMinutes.least), z.maximum(cooldownMinutes.most)),
  }),
)
export type UpdateAlertRule = z.infer<typeof UpdateAlertRule>

/** What an alert is about. `digest`: the day, for those who want to hear of it each morning. */
export const AlertCause = z.discriminatedUnion('type', [
  z.object({ type: z.literal('market_event'), event: MarketEvent }),
  z.object({ type: z.literal('rule_fired'), firing: RuleFiring }),
  z.object({ type: z.literal('digest'), id: Id, at: Timestamp }),
])
export type AlertCause = z.infer<typeof AlertCause>

/**
 * `GET /api/contexts/:id`: what the link `/chat/new?context=<id>` is about. `POST /api/chats {contextId}` opens its
 * chat, one for each user and cause, in which the mentor's analysis is streaming or done.
 */
export const LinkContext = z.object({
  id: Id,
  cause: AlertCause,
  expiresAt: Timestamp,
  /** An expired link opens no new chat; a chat that it has opened stays. */
  expired: z.boolean(),
  /** The chat, if it has been opened. */
  chatId: z.nullable(Id),
})
export type LinkContext = z.infer<typeof LinkContext>

/** In `details` of `not_found` where a link is out of date; `chatId` if its chat is there. */
export const ExpiredLink = z.object({ reason: z.literal('expired'), chatId: z.optional(Id) })
export type ExpiredLink = z.infer<typeof ExpiredLink>
