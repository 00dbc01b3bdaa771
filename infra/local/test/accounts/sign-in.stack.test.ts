import { Me } from '@sage/edge/contract'
import { afterEach, describe, expect, it } from 'vitest'
import { misbehave, ready, signIn } from '../stack.ts'

afterEach(() => misbehave('google', { deny: false, unverified: false, down: false }))

describe('a sign-in that fails', () => {
  it.each([
    ['the person refuses', { deny: true }, 'OAuthCallbackError'],
    ['the address is not verified', { unverified: true }, 'unverified'],
    ['the provider is down', { down: true }, 'unavailable'],
  ])('because %s says so and leaves no session', async (_name, fault, code) => {
    await misbehave('google', fault)
    await expect(signIn()).rejects.toThrow(new RegExp(`refused: ${code}`))
  })
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

it('a profile that is changed stays changed, and only in what may be changed', async () => {
  const person = await signIn()
  const change = { locale: 'en', riskProfile: 'conservative', role: 'admin', email: 'x@example.com' }
  const changed = await person.request('/api/users/me', { method: 'PATCH', body: JSON.stringify(change) })
  expect(changed.status).toBe(200)
  const me = Me.parse(await (await person.request('/api/users/me')).json())
  expect(me).toMatchObject({ locale: 'en', riskProfile: 'conservative', role: 'user', email: person.email })
})
