/** What an administrator can see and do, as the routes know it. */
import type { TurnStatus } from '@sage/db/vocabulary'
import type {
  AdminDeliveries,
  AdminIncident,
  AdminReviews,
  AdminTurns,
  AdminUser,
  AdminUsers,
  AuditLog,
} from '../contract/admin.ts'
import type { Stored } from '../services.ts'

/** Newest first, from `cursor` on, which is the last id of the page before. */
export interface PageRequest {
  readonly cursor?: string
  readonly limit: number
}

export interface AuditRecord {
  readonly actorId: string
  readonly action: string
  readonly target: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly requestId: string
}

export interface Administration {
  turns(
    page: PageRequest & { readonly status?: TurnStatus; readonly userId?: string },
  ): Promise<Stored<AdminTurns>>
  reviews(page: PageRequest & { readonly days: number }): Promise<Stored<AdminReviews>>
  incidents(): Promise<Stored<readonly AdminIncident[]>>
  /** `q`: the beginning of an address, in any case, or a whole id. */
  users(page: PageRequest & { readonly q?: string }): Promise<Stored<AdminUsers>>
  /** Absent where there is no such user. */
  setDisabled(userId: string, disabled: boolean): Promise<Stored<AdminUser | undefined>>
  deliveries(page: PageRequest): Promise<Stored<AdminDeliveries>>
  /** `changes`: without those who only looked. */
  auditLog(page: PageRequest & { readonly changes: boolean }): Promise<Stored<AuditLog>>
  /** Notes what is about to be done; what cannot be noted must not be done. */
  record(entry: AuditRecord): Promise<Stored<void>>
}
