import { EmailAddress, Id, Locale, RiskProfile, Role } from '@sage/db/vocabulary'
import * as z from 'zod/mini'

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
})
export type Me = z.infer<typeof Me>

export const UpdateMe = z.partial(z.pick(Me, { locale: true, timeZone: true, riskProfile: true }))
export type UpdateMe = z.infer<typeof UpdateMe>
