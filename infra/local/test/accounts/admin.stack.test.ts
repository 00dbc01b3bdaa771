import {
  AdminDeliveries,
  AdminFeeds,
  AdminReviews,
  AdminTurns,
  AdminUsers,
  AuditLog,
  Me,
} from '@sage/edge/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { allEvents, misbehave, type Person, signIn } from '../stack.ts'
import { adminEmail } from './admin-email.ts'
import { query } from './database.ts'

let admin: Person
beforeAll(async () => {
  await misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 })
  admin = await signIn(adminEmail)
})

async function get<T>(schema: { parse(value: unknown): T }, path: string): Promise<T> {
  const response = await admin.request(`/api/admin/${path}`)
  expect(response.status).toBe(200)
  return schema.parse(await response.json())
}

const disable = (id: string, disabled: boolean, by = admin) =>
  by.request(`/api/admin/users/${id}`, { method: 'PATCH', body: JSON.stringify({ disabled }) })

async function idOf(person: Person): Promise<string> {
  return Me.parse(await (await person.request('/api/users/me')).json()).id
}

describe('an administrator', () => {
  it('sees what turns took and cost, and what was said of them, but not a word of the chat', async () => {
    const person = await signIn()
    const chat = await person.newChat()
    await allEvents(await person.ask(chat.id, '내 비밀번호는 나비야, BTC 어때?'))
    const userId = await idOf(person)
    await expect.poll(async () => (await get(AdminTurns, `turns?user=${userId}`)).turns.length).toBe(1)
    const { turns, summary } = await get(AdminTurns, `turns?user=${userId}`)
    expect(turns[0]).toMatchObject({ userId, status: 'done' })
    expect(Number(turns[0]?.costUsd)).toBeGreaterThan(0)
    expect(turns[0]?.timings?.firstWordMs).toBeGreaterThan(0)
    expect(turns[0]?.calls.map(({ agent }) => agent)).toContain('persona')
    expect(summary?.turns).toBeGreaterThan(0)
    expect(summary?.firstWordMs?.p95).toBeGreaterThan(0)

    const { reviews, days } = await get(AdminReviews, 'risk-reviews')
    expect(
      reviews
        .filter(({ turnId }) => turnId === turns[0]?.id)
        .map(({ by }) => by)
        .sort(),
    ).toEqual(['gate', 'risk'])
    expect(days?.at(-1)?.reviewed).toBeGreaterThan(0)
    for (const path of ['turns', 'risk-reviews', 'users', 'audit']) {
      expect(await (await admin.request(`/api/admin/${path}`)).text()).not.toContain('나비야')
    }
  })

  it('counts an answer with an invented figure as hallucinated, though nobody was shown it', async () => {
    const before = (await get(AdminReviews, 'risk-reviews')).days?.at(-1)?.invented ?? 0
    await misbehave('claude', { mentor: ['wrongFigures'] })
    const person = await signIn()
    const chat = await person.newChat()
    await allEvents(await person.ask(chat.id, 'ETH 어때?'))
    await misbehave('claude', { mentor: [] })
    await expect
      .poll(async () => (await get(AdminReviews, 'risk-reviews')).days?.at(-1)?.invented)
      .toBe(before + 1)
  })

  it('sees feeds, deliveries, and users by the beginning of an address, a page at a time', async () => {
    const feeds = await get(AdminFeeds, 'feeds')
    expect(feeds.source).toBe('replay')
    expect(feeds.feeds.map(({ venue }) => venue).sort()).toEqual(['binance', 'gate'])
    await get(AdminDeliveries, 'deliveries')
    const [one, two] = [await signIn('paged_1@example.com'), await signIn('pagedx1@example.com')]
    const first = await get(AdminUsers, 'users?q=PAGED&limit=1')
    expect(first.users.map(({ email }) => email)).toEqual([two.email])
    const second = await get(AdminUsers, `users?q=PAGED&limit=1&cursor=${first.nextCursor}`)
    expect(second.users.map(({ email }) => email)).toEqual([one.email])
    expect((await get(AdminUsers, 'users?q=paged_1')).users.map(({ email }) => email)).toEqual([one.email])
  })

  it('disables a user at once, and may let them in again; both are on record with who did it', async () => {
    const person = await signIn()
    const id = await idOf(person)
    expect((await disable(id, true)).status).toBe(200)
    expect((await person.request('/api/chats')).status).toBe(401)
    await expect(signIn(person.email)).rejects.toThrow(/refused: disabled/)
    expect((await disable(id, false)).status).toBe(200)
    expect((await person.request('/api/chats')).status).toBe(401)
    expect((await (await signIn(person.email)).request('/api/chats')).status).toBe(200)

    const { entries } = await get(AuditLog, 'audit?changes=true&limit=2')
    expect(entries).toMatchObject(
      [false, true].map((disabled) => ({
        actorEmail: adminEmail,
        action: 'PATCH /api/admin/users/:id',
        target: `/api/admin/users/${id}`,
        detail: { body: { disabled } },
      })),
    )
    expect((await get(AuditLog, 'audit?limit=1')).entries[0]?.action).toBe('GET /api/admin/audit')
  })

  it('cannot lock themselves out, nor disable somebody who is not there', async () => {
    expect((await disable(await idOf(admin), true)).status).toBe(409)
    expect((await disable('01a20f09-3f4c-7a6c-a8e9-af005a2435eb', true)).status).toBe(404)
  })

  it('is nobody whose address is not verified, and no longer one when the database says so', async () => {
    await misbehave('google', { unverified: true })
    await expect(signIn(adminEmail)).rejects.toThrow(/refused: unverified/)
    await misbehave('google', { unverified: false })
    await demoted(async () => expect((await admin.request('/api/admin/users')).status).toBe(403))
    expect((await admin.request('/api/admin/users')).status).toBe(200)
  })
})

it('a user is refused alike on every path of the administration, whether it exists or not', async () => {
  const person = await signIn()
  for (const path of ['users', 'turns', 'nothing-here', 'users/x']) {
    const response = await person.request(`/api/admin/${path}`)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'forbidden' } })
  }
  expect((await disable(await idOf(admin), true, person)).status).toBe(403)
})

/** Runs `work` while the administrator is an ordinary user by PostgreSQL's account. */
async function demoted(work: () => Promise<void>): Promise<void> {
  const role = (name: string) => query('update users set role = $1 where email = $2', [name, adminEmail])
  await role('user')
  try {
    await work()
  } finally {
    await role('admin')
  }
}
