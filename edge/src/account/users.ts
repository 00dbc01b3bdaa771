/** Users in PostgreSQL. Sign-in is the edge's own act; everything else happens with the user's rights. */
import { and, eq } from 'drizzle-orm'
import type { Me } from '../contract/user.ts'
import { type Database, schema, stored } from '../db/index.ts'
import type { Users } from '../services.ts'

const { users } = schema

const enabled = (userId: string) => and(eq(users.id, userId), eq(users.disabled, false))

export interface UserDeps {
  readonly asService: Database
  asOwner(userId: string): Database
  now(): Date
}

export function databaseUsers({ asService, asOwner, now }: UserDeps): Users {
  return {
    signIn: (profile) =>
      stored(
        (async () => {
          const { sub: googleSub, locale, ...fresh } = profile
          const refreshed = { ...fresh, lastSignInAt: now(), updatedAt: now() }
          const [row] = await asService
            .insert(users)
            .values({ googleSub, locale, ...refreshed })
            .onConflictDoUpdate({ target: users.googleSub, set: refreshed })
            .returning({
              id: users.id,
              disabled: users.disabled,
              locale: users.locale,
              riskProfile: users.riskProfile,
            })
          if (!row) throw new Error('PostgreSQL returned no row for an upsert')
          const { id, disabled, ...mentorProfile } = row
          return { id, disabled, profile: mentorProfile }
        })(),
      ),

    find: (userId) =>
      stored(
        (async () => {
          const [row] = await asOwner(userId).select().from(users).where(enabled(userId))
          return row && toMe(row)
        })(),
      ),

    update: (userId, change) =>
      stored(
        (async () => {
          const [row] = await asOwner(userId)
            .update(users)
            .set({ ...change, updatedAt: now() })
            .where(enabled(userId))
            .returning()
          return row && toMe(row)
        })(),
      ),
  }
}

function toMe(row: typeof users.$inferSelect): Me {
  const { id, email, name, image, role, locale, timeZone, riskProfile } = row
  return { id, email, name, image, role, locale, timeZone, riskProfile }
}
