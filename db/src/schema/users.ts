import { sql } from 'drizzle-orm'
import { boolean, pgTable, text, time } from 'drizzle-orm/pg-core'
import { Locale, RiskProfile, Role } from '../vocabulary.ts'
import { choice, createdAt, id, instant, oneOf, ownedRows } from './columns.ts'

/** Google's `sub` is the person; email, name and picture are what Google said at the last sign-in. */
export const users = pgTable(
  'users',
  {
    id: id(),
    googleSub: text('google_sub').notNull().unique(),
    email: text('email').notNull(),
    name: text('name'),
    image: text('image'),
    role: choice<Role>('role').notNull().default('user'),
    locale: choice<Locale>('locale').notNull().default('ko'),
    /** IANA name. */
    timeZone: text('time_zone').notNull().default('Asia/Seoul'),
    riskProfile: choice<RiskProfile>('risk_profile').notNull().default('balanced'),
    notifyMoves: boolean('notify_moves').notNull().default(true),
    notifyRules: boolean('notify_rules').notNull().default(true),
    /** Between these local times nothing is pushed. */
    quietFrom: time('quiet_from'),
    quietTo: time('quiet_to'),
    disabled: boolean('disabled').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
    lastSignInAt: instant('last_sign_in_at'),
  },
  (table) => [
    oneOf('users_role', table.role, Role.options),
    oneOf('users_locale', table.locale, Locale.options),
    oneOf('users_risk_profile', table.riskProfile, RiskProfile.options),
    ...ownedRows('users', table.id),
  ],
)
