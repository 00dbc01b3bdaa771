import { sql } from 'drizzle-orm'
import { boolean, check, jsonb, pgTable, text, time } from 'drizzle-orm/pg-core'
import { type CoinSymbol, coinSymbols, Locale, RiskProfile, Role } from '../vocabulary.ts'
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
    /** Per kind of notification and channel, `NotificationChoices` of the edge's contract; what is absent is default. */
    notificationChoices: jsonb('notification_choices').notNull().default({}),
    /** Coins whose sudden moves are told; those held in a portfolio are told as well. */
    followedCoins: text('followed_coins')
      .array()
      .$type<CoinSymbol[]>()
      .notNull()
      .default([...coinSymbols]),
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
    check('users_quiet_hours', sql`(${table.quietFrom} is null) = (${table.quietTo} is null)`),
    ...ownedRows('users', table.id),
  ],
)
