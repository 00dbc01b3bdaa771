import { CoinSymbol, EmailAddress, Id, Locale, RiskProfile, Role } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { NotificationChoices, QuietHours } from './notification-choices.ts'

/** `GET /api/users/me`. */
export const Me = z.object({
  id: Id,
  email: EmailAddress,
  name: z.nullable(z.string()),
  image: z.nullable(z.string()),
  role: Role,
  locale: Locale,
  timeZone: z.string(),
  riskProfile: RiskProfile,
  notifications: NotificationChoices,
  quietHours: z.nullable(QuietHours),
  /** Coins whose sudden moves are told; those in an open shadow position are told as well. */
  followedCoins: z.array(CoinSymbol),
})
export type Me = z.infer<typeof Me>

/** A name that this runtime knows of the IANA time zone database. */
const TimeZone = z.string().check(z.maxLength(64), z.refine(isTimeZone, 'is not a time zone'))

/** `PATCH /api/users/me`. Of `notifications`, the kinds that are named are replaced. */
export const UpdateMe = z.partial(
  z.object({
    locale: Locale,
    timeZone: TimeZone,
    riskProfile: RiskProfile,
    notifications: z.partial(NotificationChoices),
    quietHours: z.nullable(QuietHours),
    followedCoins: z.array(CoinSymbol).check(
      z.maxLength(CoinSymbol.options.length),
      z.refine((coins) => new Set(coins).size === coins.length, 'names a coin twice'),
    ),
  }),
)
export type UpdateMe = z.infer<typeof UpdateMe>

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}
