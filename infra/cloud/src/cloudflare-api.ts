/** The two things that wrangler does not tell: which objects' migration runs, and the figures of the Worker's points. */
import * as z from 'zod'

export interface CloudflareAccount {
  readonly accountId: string
  readonly token: string
  readonly fetch?: typeof fetch
}

const base = 'https://api.cloudflare.com/client/v4/accounts'
const deadlineMs = 20_000

const Scripts = z.object({
  result: z.array(z.looseObject({ id: z.string(), migration_tag: z.string().optional() })),
})

/** The tag of the last migration of objects that `worker` has run; `undefined` where there is no such Worker yet. */
export async function deployedMigration(
  account: CloudflareAccount,
  worker: string,
): Promise<{ readonly tag: string | undefined } | undefined> {
  const { result } = Scripts.parse(await call(account, '/workers/scripts'))
  const script = result.find(({ id }) => id === worker)
  return script && { tag: script.migration_tag }
}

const Rows = z.object({ data: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))) })

/** https://developers.cloudflare.com/analytics/analytics-engine/sql-api/ */
export async function queryPoints(
  account: CloudflareAccount,
  sql: string,
): Promise<readonly Readonly<Record<string, string | number | null>>[]> {
  return Rows.parse(await call(account, '/analytics_engine/sql', sql)).data
}

async function call(
  { accountId, token, fetch: ask = fetch }: CloudflareAccount,
  path: string,
  body?: string,
) {
  const response = await ask(`${base}/${accountId}${path}`, {
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { method: 'POST', body }),
    signal: AbortSignal.timeout(deadlineMs),
  })
  if (!response.ok) throw new Error(`Cloudflare answered ${response.status} for ${path}`)
  return response.json()
}
