import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { deployedMigration, queryPoints } from '../src/cloudflare-api.ts'
import { figureQueries } from '../src/figures.ts'
import { lastMigration, trafficOf, trafficQuery, uploadedVersion } from '../src/worker-versions.ts'

const toml = readFileSync(new URL('../../../wrangler.toml', import.meta.url), 'utf8')
const fresh = '0199a0aa-0000-7000-8000-00000000000a'

it('knows the newest migration of objects', () => {
  expect(lastMigration(toml)).toBe('v2')
})

it('reads the version that wrangler has uploaded, or says that there is none', () => {
  expect(uploadedVersion(`Uploaded sage-edge (3.1 sec)\nWorker Version ID: ${fresh}\n`)).toBe(fresh)
  expect(() => uploadedVersion('Uploaded sage-edge')).toThrow('did not say')
})

it('tells the traffic of the new version from that of all others', () => {
  const rows = [
    { version: fresh, requests: 40, failed: 2 },
    { version: 'a', requests: '100', failed: '1' },
    { version: 'b', requests: 10, failed: 0 },
  ]
  expect(trafficOf(rows, fresh)).toEqual({
    fresh: { requests: 40, failed: 2 },
    before: { requests: 110, failed: 1 },
  })
  expect(trafficQuery('sage_points', new Date('2026-11-28T01:02:03.456Z'))).toContain("'2026-11-28 01:02:03'")
})

it('asks Cloudflare as its API is documented, and says what it answered', async () => {
  const asked: string[] = []
  const account = (body: unknown, status = 200) => ({
    accountId: 'acc',
    token: 'secret',
    fetch: async (url: string | URL | Request, init?: RequestInit) => {
      asked.push(`${init?.method ?? 'GET'} ${String(url)} ${String(init?.body ?? '')}`)
      return Response.json(body, { status })
    },
  })
  const scripts = { result: [{ id: 'sage-edge', migration_tag: 'v1' }, { id: 'other' }] }
  expect(await deployedMigration(account(scripts), 'sage-edge')).toEqual({ tag: 'v1' })
  expect(await deployedMigration(account(scripts), 'sage-dev-edge')).toBeUndefined()
  expect(await queryPoints(account({ data: [{ n: '3' }] }), 'select 1')).toEqual([{ n: '3' }])
  await expect(queryPoints(account({}, 403), 'select 1')).rejects.toThrow('403')
  expect(asked[2]).toBe(
    'POST https://api.cloudflare.com/client/v4/accounts/acc/analytics_engine/sql select 1',
  )
})

it('reads of each point no column that the Worker does not write', () => {
  const written = { turn: [5, 10], push: [1, 1], alert: [2, 2], http: [3, 1] } as const
  for (const sql of Object.values(figureQueries('sage_points', 24))) {
    const kind = /index1 = '(\w+)'/.exec(sql)?.[1] as keyof typeof written
    const most = (column: string) =>
      Math.max(
        0,
        ...[...sql.matchAll(new RegExp(`${column}(\\d+)`, 'g'))].map(([, number]) => Number(number)),
      )
    expect([most('blob'), most('double')].map((each, index) => each <= (written[kind][index] ?? 0))).toEqual([
      true,
      true,
    ])
  }
})
