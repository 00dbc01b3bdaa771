/** Many people with a device each, straight into the database: how one subscribes is tried elsewhere. */
import type pg from 'pg'
import * as z from 'zod'

const Subscriptions = z.object({
  subscriptions: z.array(
    z.object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) }),
  ),
})

/** @param push URL of the push service's stand-in, where their browsers are made */
export async function subscribeCrowd(client: pg.Client, push: string, count: number): Promise<void> {
  const made = await fetch(`${push}/subscribe?count=${count}`, { method: 'POST' })
  const { subscriptions } = Subscriptions.parse(await made.json())
  await client.query(
    `with given as (
       select uuidv7() as id, s ->> 'endpoint' as endpoint, s -> 'keys' ->> 'p256dh' as p256dh,
         s -> 'keys' ->> 'auth' as auth
       from jsonb_array_elements($1::jsonb) s
     ), people as (
       insert into users (id, google_sub, email) select id, id, id || '@example.com' from given
     )
     insert into push_subscriptions (user_id, endpoint, p256dh, auth) select id, endpoint, p256dh, auth from given`,
    [JSON.stringify(subscriptions)],
  )
  await client.query('analyze users; analyze push_subscriptions')
}
