import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { cookieName, cookieOf, expectError, origin, request } from './attacks/outside.ts'

const anId = '01a20f09-3f4c-7a6c-a8e9-af005a2435eb'

describe('a session', () => {
  const signOutEverywhere = (cookie: string) =>
    request('/api/auth/sign-out-everywhere', { method: 'POST', headers: { cookie, origin } })

  test('of a token that decrypts is accepted, whichever of the secrets made it', async () => {
    // PostgreSQL is away in these tests: behind the door there is nothing, but the door opens.
    for (const secret of ['newest-secret-of-32-characters-00', 'older-secret-of-32-characters-000']) {
      const { cookie } = await cookieOf({}, { secret })
      await expectError(await request('/api/users/me', { headers: { cookie } }), 503, 'unavailable')
    }
  })

  test.each([
    ['another secret', () => cookieOf({}, { secret: 'unknown-secret-of-32-characters-0' })],
    ['a role that does not exist', () => cookieOf({ role: 'owner' })],
    ['no sign-in', () => cookieOf({ sid: undefined })],
    ['a sign-in of ninety days ago', () => cookieOf({ signedInAt: Date.now() / 1000 - 91 * 86_400 })],
  ])('with %s is none', async (_name, make) => {
    const { cookie } = await make()
    await expectError(await request('/api/users/me', { headers: { cookie } }), 401, 'unauthenticated')
  })

  test('is not taken from an Authorization header', async () => {
    const { cookie } = await cookieOf()
    const headers = { authorization: `Bearer ${cookie.slice(cookie.indexOf('=') + 1)}` }
    await expectError(await request('/api/users/me', { headers }), 401, 'unauthenticated')
  })

  test('that was copied ends with "sign out everywhere"', async () => {
    const { cookie, token } = await cookieOf()
    const other = await cookieOf({ sub: token.sub })
    expect((await signOutEverywhere(cookie)).status).toBe(200)
    for (const copied of [cookie, other.cookie]) {
      await expectError(
        await request('/api/users/me', { headers: { cookie: copied } }),
        401,
        'unauthenticated',
      )
    }
  })

  test('a single sign-out ends that session even for a copy of its cookie', async () => {
    const { cookie, token } = await cookieOf()
    await env.DESK.getByName(String(token.sub)).revokeSession(String(token.sid))
    await expectError(await request('/api/users/me', { headers: { cookie } }), 401, 'unauthenticated')
  })
})

describe('a session that is due for renewal', () => {
  const minutesAgo = (minutes: number) => Math.floor(Date.now() / 1000) - minutes * 60
  /** As `cookieOf`, but made `minutes` ago. */
  async function aged(minutes: number) {
    vi.useFakeTimers({ now: minutesAgo(minutes) * 1000, toFake: ['Date'] })
    try {
      return await cookieOf({ signedInAt: minutesAgo(minutes) })
    } finally {
      vi.useRealTimers()
    }
  }
  const renewedIn = (response: Response) =>
    response.headers.getSetCookie().find((line) => line.startsWith(`${cookieName}=`))

  test('is renewed by any request, many at once too, and stays the same session', async () => {
    const { cookie, token } = await aged(16)
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => request('/api/users/me', { headers: { cookie } })),
    )
    for (const response of responses) {
      const line = renewedIn(response) ?? ''
      expect(line).toMatch(/; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
      const again = await request('/api/users/me', { headers: { cookie: line.split(';')[0] ?? '' } })
      expect(again.status).toBe(503)
      expect(renewedIn(again)).toBeUndefined()
    }
    // Signing out ends all of them: they are one session.
    await env.DESK.getByName(String(token.sub)).revokeSession(String(token.sid))
    for (const response of responses) {
      const copied = (renewedIn(response) ?? '').split(';')[0] ?? ''
      await expectError(
        await request('/api/users/me', { headers: { cookie: copied } }),
        401,
        'unauthenticated',
      )
    }
  })

  test('is not renewed before a quarter of an hour, nor when it has been ended', async () => {
    const fresh = await aged(14)
    expect(renewedIn(await request('/api/users/me', { headers: { cookie: fresh.cookie } }))).toBeUndefined()
    const ended = await aged(16)
    const headers = { cookie: ended.cookie, origin }
    const out = await request('/api/auth/sign-out-everywhere', { method: 'POST', headers })
    expect(renewedIn(out)).toMatch(/=; Max-Age=0/)
  })
})

describe('borders', () => {
  test('another origin may read nothing, ours everything', async () => {
    for (const [from, allowed] of [
      [origin, origin],
      ['https://evil.test', null],
      ['https://sub.app.sage.test', null],
      ['null', null],
    ] as const) {
      const headers = { origin: from, 'access-control-request-method': 'PATCH' }
      const preflight = await request('/api/users/me', { method: 'OPTIONS', headers })
      expect(preflight.headers.get('access-control-allow-origin')).toBe(allowed)
      const answer = await request('/api/healthz', { headers: { origin: from } })
      expect(answer.headers.get('access-control-allow-origin')).toBe(allowed)
    }
  })

  test('an origin of ours does not help a request that a browser calls cross-site', async () => {
    const { cookie } = await cookieOf()
    const headers = { cookie, origin, 'sec-fetch-site': 'cross-site' }
    await expectError(await request('/api/chats', { method: 'POST', headers, body: '{}' }), 403, 'forbidden')
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonx'])(
    'a body of %s is not taken for JSON',
    async (type) => {
      const { cookie } = await cookieOf()
      const headers = { cookie, origin, 'content-type': type }
      await expectError(
        await request('/api/chats', { method: 'POST', headers, body: '{}' }),
        400,
        'bad_request',
      )
    },
  )

  test('an answer is no page: nothing may be loaded or framed by it', async () => {
    const { headers } = await request('/api/healthz')
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const docs = await request('/api/docs')
    expect(docs.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'nonce-/)
    expect(await docs.text()).not.toContain('<script')
  })

  test('who asks without end is told how long to wait, and others are served meanwhile', async () => {
    const from = (address: string) => ({ headers: { origin, 'cf-connecting-ip': address } })
    const signIn = (address: string) =>
      request('/api/auth/signin/google', { method: 'POST', ...from(address) })
    let refused: Response | undefined
    for (let attempt = 0; attempt < 200 && !refused; attempt += 1) {
      const response = await signIn('203.0.113.7')
      if (response.status === 429) refused = response
    }
    expect(refused?.headers.get('retry-after')).toBe('60')
    if (refused) await expectError(refused, 429, 'rate_limited')
    expect((await signIn('203.0.113.8')).status).toBe(302)
    expect((await request('/api/healthz', from('203.0.113.7'))).status).toBe(200)
  })
})

describe('signing in', () => {
  test('cookies of the flow are bound to the host and hidden from scripts', async () => {
    const response = await request('/api/auth/csrf')
    const cookies = response.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies)
      expect(cookie).toMatch(/^__Host-.*Path=\/; HttpOnly; Secure; SameSite=Lax$/i)
  })

  test.each([
    'GET session',
    'GET signin',
    'GET signout',
    'GET providers',
    'POST callback/google',
    'PUT csrf',
  ])("Auth.js' own %s is not reachable", async (action) => {
    const [method = '', path = ''] = action.split(' ')
    await expectError(await request(`/api/auth/${path}`, { method, headers: { origin } }), 404, 'not_found')
  })

  test('without the token of the form nobody is sent to Google', async () => {
    const response = await request('/api/auth/signin/google', {
      method: 'POST',
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'callbackUrl=https://evil.test',
    })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe(`${origin}/sign-in?error=expired`)
  })

  test.each(['POST signin/google', 'GET callback/google?code=x&state=y', 'POST signout'])(
    'a broken cookie does not keep anybody out: %s begins anew',
    async (action) => {
      const [method = '', path = ''] = action.split(' ')
      const cookie = '__Host-authjs.callback-url=%E9%A1%BE'
      const response = await request(`/api/auth/${path}`, { method, headers: { origin, cookie } })
      expect(response.status).toBe(302)
      expect(response.headers.get('location')).toBe(`${origin}/sign-in?error=expired`)
      expect(response.headers.getSetCookie().join()).toMatch(
        /__Host-authjs\.callback-url=; Path=\/; Max-Age=0/,
      )
    },
  )

  test('a callback that nobody asked for ends on our own page, whatever host it names', async () => {
    const response = await request('/api/auth/callback/google?code=x&state=y', {
      headers: { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'http' },
    })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe(`${origin}/sign-in?error=unavailable`)
    expect(response.headers.getSetCookie().join()).not.toContain(`${cookieName}=e`)
  })
})

describe('bad input', () => {
  test.each([
    ['a body of 64 kB and more', 'x'.repeat(65 * 1024), 413, 'too_large'],
    ['text', 'hello', 400, 'bad_request'],
    ['a list', '[]', 400, 'bad_request'],
  ] as const)('%s is refused', async (_name, body, status, code) => {
    const { cookie } = await cookieOf()
    const headers = { cookie, origin, 'content-type': 'application/json' }
    await expectError(
      await request(`/api/chats/${anId}/messages`, { method: 'POST', headers, body }),
      status,
      code,
    )
  })

  test('ids and paths of any shape give neither 500 nor a trace', async () => {
    const { cookie } = await cookieOf()
    for (const id of [
      'x',
      '%00',
      '..%2f..',
      "'--",
      '%F0%9F%92%A9',
      'a'.repeat(2000),
      '__proto__',
      '01A20F09',
    ]) {
      for (const path of [`/api/chats/${id}`, `/api/chats/${id}/stream`, `/api/market/prices/${id}`]) {
        const response = await request(path, { headers: { cookie } })
        expect([400, 404]).toContain(response.status)
        expect(await response.text()).not.toMatch(/\bat \w+|\.ts/)
      }
    }
  })
})
