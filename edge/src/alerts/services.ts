/** What the routes of alerts work with, as plain interfaces; `connect.ts` connects them. */
import type { AlertReport } from '@sage/ingest/contract'
import type { Opening } from '../chat/room.ts'
import type {
  AlertRule,
  LinkContext,
  NewAlertRule,
  PreviewRequest,
  RulePreview,
  UpdateAlertRule,
} from '../contract/alert.ts'
import type { DeadLetters } from '../contract/dead-letter.ts'
import type { Notifications } from '../contract/notification.ts'
import type { NewPushSubscription, PushDevice } from '../contract/push.ts'
import type { Stored } from '../services.ts'

/** One user's rules. */
export interface RuleBook {
  list(): Promise<Stored<readonly AlertRule[]>>
  add(rule: NewAlertRule): Promise<Stored<AlertRule | 'too_many'>>
  /** `undefined` where there is no such rule, here and below. */
  change(id: string, change: UpdateAlertRule): Promise<Stored<AlertRule | undefined>>
  remove(id: string): Promise<Stored<boolean>>
  /** When the rule would have fired in the last 30 days. */
  preview(rule: PreviewRequest): Promise<Stored<RulePreview>>
}

/** One user's browsers that are pushed to. */
export interface Devices {
  list(): Promise<Stored<readonly PushDevice[]>>
  /** `not_allowed`: the endpoint is no push service's; `taken`: another browser has it. */
  add(
    subscription: NewPushSubscription,
    userAgent: string | undefined,
  ): Promise<Stored<PushDevice | 'not_allowed' | 'taken' | 'too_many'>>
  remove(id: string): Promise<Stored<boolean>>
  /** Puts a test on its way; `too_soon` within ten seconds of the last one. */
  test(id: string): Promise<Stored<'queued' | 'too_soon' | 'unknown'>>
}

/** One user's notification centre. */
export interface NotificationCentre {
  page(page: { readonly cursor?: string; readonly limit: number }): Promise<Stored<Notifications>>
  /** The number of those unread after it; `undefined` where there is no such notification. */
  read(id: string): Promise<Stored<number | undefined>>
  readAll(): Promise<Stored<number>>
}

/** One user's links. An event of the market may be named as well: its link is made then. */
export interface LinkContexts {
  find(id: string): Promise<Stored<LinkContext | undefined>>
  /** What the chat of a link begins with, in the user's language. */
  opening(context: LinkContext): Promise<Stored<Opening>>
}

/** Where ingest reports to. */
export interface Reports {
  /** Whether this is ingest's report, under a token that was not used before. */
  accept(authorization: string | undefined, body: Uint8Array): Promise<Stored<boolean>>
  /** Once however often; rejects nothing that is an outage: that is `unavailable`. */
  announce(report: AlertReport): Promise<Stored<void>>
}

/** What could not be delivered. */
export interface DeadLetterBox {
  page(page: { readonly cursor?: string; readonly limit: number }): Promise<Stored<DeadLetters>>
  /** Puts it on its way again; `undefined` where there is no such letter. */
  retry(id: string): Promise<Stored<'queued' | undefined>>
}
