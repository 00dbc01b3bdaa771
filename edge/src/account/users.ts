/** Users in PostgreSQL. Sign-in is the edge's own act; everything else happens with the user's rights. */
import { and, eq, sql } from 'drizzle-orm'
import { choicesOf } from '../alerts/choices.ts'
import { consents } from '../contract/sign-in.ts'
import type { Me, UpdateMe } from '../contract/user.ts'
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
          const { sub: googleSub, locale, addressHash, ...fresh } = profile
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
          await recordConsents(asService, id, addressHash)
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
            .set({ ...columnsOf(change), updatedAt: now() })
            .where(enabled(userId))
            .returning()
          return row && toMe(row)
        })(),
      ),
  }
}

/** Adds what the user has not agreed to before: one row for each version of each text. */
async function recordConsents(db: Database, userId: string, addressHash: string): Promise<void> {
  const given = sql.join(
    consents.map(({ document, version }) => sql`(${document}::text, ${version}::text)`),
    sql`, `,
  )
  await db.execute(sql`
    insert into user_consents (user_id, document, version, address_hash)
    select ${userId}::uuid, given.document, given.version, ${addressHash}::text
    from (values ${given}) as given (document, version)
    where not exists (select 1 from user_consents c where c.user_id = ${userId}::uuid
      and c.document = given.document and c.version = given.version)`)
}

/** What a change of the profile means for the row; the kinds of notifications that are not named stay. */
function columnsOf({ notifications, quietHours, ...rest }: UpdateMe) {
  return {
    ...rest,
    ...(notifications === undefined
      ? {}
      : {
          notificationChoices: sql`${users.notificationChoices} || ${JSON.stringify(notifications)}::jsonb`,
        }),
    ...(quietHours === undefined
      ? {}
      : { quietFrom: quietHours?.from ?? null, quietTo: quietHours?.to ?? null }),
  }
}

function toMe(row: typeof users.$inferSelect): Me {
  const { id, email, name, image, role, locale, timeZone, riskProfile, followedCoins } = row
  const { quietFrom, quietTo } = row
  return {
    id,
    email,
    name,
    image,
    role,
    locale,
    timeZone,
    riskProfile,
    notifications: choicesOf(row.notificationChoices),
    // PostgreSQL writes a time with its seconds.
    quietHours: quietFrom && quietTo ? { from: quietFrom.slice(0, 5), to: quietTo.slice(0, 5) } : null,
    followedCoins,
  }
}
