import { consents, Me } from '@sage/edge/contract'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { allEvents, misbehave, type Person, ready, signIn } from '../stack.ts'
import { attempt } from './attempt.ts'
import { query } from './database.ts'

beforeAll(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 }))

afterEach(() => misbehave('google', { deny: false, unverified: false, down: false }))

describe('a sign-in that fails', () => {
  it.each([
    ['the person refuses', { deny: true }, 'denied'],
    ['the address is not verified', { unverified: true }, 'unverified'],
    ['the provider is down', { down: true }, 'unavailable'],
  ])('because %s says so and leaves no session', async (_name, fault, code) => {
    await misbehave('google', fault)
    await expect(signIn()).rejects.toThrow(new RegExp(`refused: ${code}`))
  })
})

describe('a callback', () => {
  it('signs in once: its code is refused a second time, and without the browser that began it at once', async () => {
    const { callback, cookie } = await attempt('replayed@example.com')
    const location = async (headers: Record<string, string>) =>
      (await fetch(callback, { redirect: 'manual', headers })).headers.get('location')
    expect(await location({})).toBe(`${ready().web}/sign-in?error=expired`)
    expect(await location({ cookie })).toBe(`${ready().web}/chat`)
    expect(await location({ cookie })).toBe(`${ready().web}/sign-in?error=replayed`)
  })

  it('leaves a session of its own, whatever session the browser brought, and ends that one', async () => {
    const planted = await signIn()
    const { callback, cookie } = await attempt('fixed@example.com')
    const response = await fetch(callback, {
      redirect: 'manual',
      headers: { cookie: `${cookie}; ${planted.cookie}` },
    })
    const session = response.headers.getSetCookie().find((line) => line.startsWith('authjs.session-token='))
    expect(session?.split(';')[0]).not.toBe(planted.cookie)
    const me = await fetch(`${ready().web}/api/users/me`, {
      headers: { cookie: session?.split(';')[0] ?? '' },
    })
    expect(Me.parse(await me.json()).email).toBe('fixed@example.com')
    expect((await planted.request('/api/users/me')).status).toBe(401)
  })
})

it('what somebody agrees to is on record: each text in its version, once, with a hash of the address', async () => {
  const person = await signIn()
  await signIn(person.email)
  const rows = await query(
    `select document, version, address_hash from user_consents c join users u on u.id = c.user_id
     where email = $1 order by document desc`,
    [person.email],
  )
  expect(rows).toEqual(
    consents.map((consent) => ({ ...consent, address_hash: expect.stringMatching(/^[0-9a-f]{64}$/) })),
  )
  expect(await exported(person)).toMatchObject({ consents: [{ document: 'terms' }, { document: 'privacy' }] })
})

describe('signing out', () => {
  it('everywhere ends every session of the person, copied cookies included, and nobody else’s', async () => {
    const email = 'everywhere@example.com'
    const [first, second, other] = await Promise.all([signIn(email), signIn(email), signIn()])
    expect((await first.request('/api/auth/sign-out-everywhere', { method: 'POST' })).status).toBe(200)
    const statuses = await Promise.all(
      [first, second, other].map(async (person) => (await person.request('/api/users/me')).status),
    )
    expect(statuses).toEqual([401, 401, 200])
    expect((await (await signIn(email)).request('/api/users/me')).status).toBe(200)
  })

  it('once ends that session even for a copy of its cookie, and leaves the other', async () => {
    const email = 'once@example.com'
    const [here, there] = await Promise.all([signIn(email), signIn(email)])
    const csrf = await here.request('/api/auth/csrf')
    const { csrfToken } = Object(await csrf.json())
    const flow = csrf.headers.getSetCookie().map((line) => line.split(';')[0])
    const out = await fetch(`${ready().web}/api/auth/signout`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: [here.cookie, ...flow].join('; '),
        origin: ready().web,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ csrfToken }),
    })
    expect(out.status).toBe(302)
    expect((await here.request('/api/users/me')).status).toBe(401)
    expect((await there.request('/api/users/me')).status).toBe(200)
  })
})

it('a user who is disabled is out at the next look at the profile, and back in only by signing in anew', async () => {
  const person = await signIn()
  await setDisabled(person, true)
  expect((await person.request('/api/users/me')).status).toBe(401)
  expect((await person.request('/api/chats')).status).toBe(401)
  await expect(signIn(person.email)).rejects.toThrow(/refused: disabled/)
  await setDisabled(person, false)
  const again = await signIn(person.email)
  expect((await again.request('/api/chats')).status).toBe(200)
  expect((await person.request('/api/chats')).status).toBe(401)
})

async function setDisabled({ email }: Person, disabled: boolean): Promise<void> {
  const rows = await query('update users set disabled = $1 where email = $2 returning id', [disabled, email])
  expect(rows).toHaveLength(1)
}

it('a profile that is changed stays changed, and only in what may be changed', async () => {
  const person = await signIn()
  const change = { locale: 'en', riskProfile: 'conservative', role: 'admin', email: 'x@example.com' }
  const changed = await person.request('/api/users/me', { method: 'PATCH', body: JSON.stringify(change) })
  expect(changed.status).toBe(200)
  const me = Me.parse(await (await person.request('/api/users/me')).json())
  expect(me).toMatchObject({ locale: 'en', riskProfile: 'conservative', role: 'user', email: person.email })
})

describe('one’s own data', () => {
  it('can be taken along: one document with everything said and answered', async () => {
    const person = await signIn()
    const chat = await person.newChat()
    const { content } = await answered(person, chat.id, 'BTC 어때?')
    await expect
      .poll(async () => JSON.stringify(await exported(person)), { timeout: 20_000 })
      .toContain(JSON.stringify(content))
    const document = await exported(person)
    expect(document).toMatchObject({ user: { email: person.email }, chats: [{ id: chat.id }] })
    expect(Object.keys(document)).toContain('shadowTrades')
  })

  it('is gone after erasure, and so are the sessions; signing in again begins anew', async () => {
    const person = await signIn()
    const chat = await person.newChat()
    await answered(person, chat.id, '내 비밀을 기억하나?')
    expect((await person.request('/api/users/me', { method: 'DELETE' })).status).toBe(204)
    expect((await person.request('/api/users/me')).status).toBe(401)
    const again = await signIn(person.email)
    expect((await again.request(`/api/chats/${chat.id}/messages`)).status).toBe(404)
    expect(await exported(again)).toMatchObject({ chats: [], messages: [], turns: [] })
    expect(await rowsNaming(person.email)).toBe(1)
  })
})

async function exported(person: Person): Promise<object> {
  const response = await person.request('/api/users/me/export')
  expect(response.status).toBe(200)
  return Object(await response.json())
}

async function answered(person: Person, chatId: string, question: string) {
  const last = (await allEvents(await person.ask(chatId, question))).at(-1)?.event
  if (last?.type !== 'done') throw new Error(`the turn ended in ${last?.type}`)
  return last.message
}

/** Users with this address by PostgreSQL's account. */
async function rowsNaming(email: string): Promise<number> {
  return (await query('select 1 from users where email = $1', [email])).length
}
