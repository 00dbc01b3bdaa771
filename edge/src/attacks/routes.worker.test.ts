/** Every route against everybody who must not pass it. A route that is open to all has to be named here. */
import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { call, cookieName, cookieOf, expectError, operations, origin, pathOf, request } from './outside.ts'

const open = new Set([
  'GET /api/healthz',
  'GET /api/status',
  'GET /api/status/history',
  'GET /api/openapi.json',
  'GET /api/docs',
  'GET /api/record',
  'GET /api/market/prices',
  'GET /api/market/prices/{symbol}',
  'GET /api/market/history/{symbol}',
  'GET /api/market/fear-greed',
  'GET /api/market/stream',
  'GET /api/auth/csrf',
  'POST /api/auth/signin/google',
  'GET /api/auth/callback/google',
  'POST /api/auth/signout',
  'GET /api/auth/error',
])
/** Signed by our own services instead of a session. */
const signed = (path: string) => path.startsWith('/api/internal/')

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`
const closed = operations.filter((each) => !open.has(nameOf(each)) && !signed(each.path))
const table = closed.map((each) => [nameOf(each), each] as const)
const changing = closed.filter(({ method }) => method !== 'GET')
const administration = table.filter(([, { path }]) => path.startsWith('/api/admin'))

/** `count` of `list`, from another place for every `index`, so that all are used in turn. */
function rotated<T>(list: readonly T[], index: number, count: number): T[] {
  return Array.from({ length: count }, (_, step) => list.at((index * count + step) % list.length)).flatMap(
    (each) => (each === undefined ? [] : [each]),
  )
}

/** Chats and desks that exist, and calls to a model so far: none of them may come of a refused request. */
async function traces() {
  const seen = await (await fetch('http://away.test/__seen')).json()
  return {
    chats: (await listDurableObjectIds(env.CHAT_ROOM)).length,
    desks: (await listDurableObjectIds(env.DESK)).length,
    models: z.object({ models: z.number() }).parse(seen).models,
  }
}

async function leavesNoTrace(work: () => Promise<void>): Promise<void> {
  const before = await traces()
  await work()
  expect(await traces()).toEqual(before)
}

test('the table is the router’s, and only what is named is open', () => {
  expect(closed.length).toBeGreaterThan(30)
  expect(administration.length).toBeGreaterThan(7)
  const access = (each: (typeof operations)[number]) => [nameOf(each), each.access]
  const openOnes = operations.filter(({ path, access: who }) => who === 'public' && !signed(path))
  expect(openOnes.map(nameOf).sort()).toEqual([...open].sort())
  expect(administration.map(([, each]) => access(each))).toEqual(
    administration.map(([name]) => [name, 'admin']),
  )
})

describe('whoever is not signed in', () => {
  const now = Math.floor(Date.now() / 1000)
  const base64 = (value: object) => btoa(JSON.stringify(value)).replace(/=+$/, '')
  const unsigned = (header: object) =>
    `${base64(header)}.${base64({ sub: crypto.randomUUID(), role: 'admin', sid: crypto.randomUUID(), signedInAt: now, iat: now })}.`
  const cookies: readonly (readonly [string, () => Promise<string | undefined>])[] = [
    ['no cookie', async () => undefined],
    ['an empty one', async () => ''],
    ['alg none', async () => unsigned({ alg: 'none' })],
    ['HS256 over nothing', async () => `${unsigned({ alg: 'HS256', typ: 'JWT' })}AAAA`],
    ['enc none', async () => `${base64({ alg: 'dir', enc: 'none' })}....`],
    ['another salt', async () => (await cookieOf({}, { salt: 'authjs.session-token' })).value],
    [
      'another secret',
      async () => (await cookieOf({}, { secret: 'unknown-secret-of-32-characters-0' })).value,
    ],
    ['an expired token', async () => (await cookieOf({}, { maxAge: -60 })).value],
    ['a truncated token', async () => (await cookieOf()).value.slice(0, -3)],
    ['a token with a byte changed', async () => flipped((await cookieOf()).value)],
    ['a token of another shape', async () => (await cookieOf({ sub: '../admin' })).value],
  ]

  // What a cookie is worth is found out before any route: each route meets a few kinds, each kind several routes.
  test('gets 401 from every route, and nothing comes of it', async () => {
    await leavesNoTrace(async () => {
      for (const [index, operation] of closed.entries()) {
        for (const [, make] of rotated(cookies, index, 3)) {
          await expectError(await call(operation, headersOf(await make())), 401, 'unauthenticated')
        }
      }
    })
  })

  test.each(cookies)('is known by nothing of it: %s', async (_kind, make) => {
    const headers = headersOf(await make())
    await expectError(await request('/api/users/me', { headers }), 401, 'unauthenticated')
  })

  function headersOf(value: string | undefined): Record<string, string> {
    return value === undefined ? {} : { cookie: `${cookieName}=${value}` }
  }

  function flipped(token: string): string {
    const at = token.length - 10
    return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
  }
})

test('what is for our own services takes no session for their signature', async () => {
  const { cookie } = await cookieOf({ role: 'admin' })
  const internal = operations.filter(({ path }) => signed(path))
  expect(internal.length).toBeGreaterThan(0)
  await leavesNoTrace(async () => {
    for (const operation of internal) {
      const attempts: Record<string, string>[] = [{}, { cookie }, { authorization: 'Bearer x' }]
      for (const headers of attempts) {
        await expectError(await call(operation, headers), 401, 'unauthenticated')
      }
    }
  })
})

describe('whoever was signed in', () => {
  test('is refused on every route once disabled, signed out, signed out everywhere or erased', async () => {
    const ended = {
      disabled: await cookieOf(),
      signedOut: await cookieOf(),
      everywhere: await cookieOf(),
      erased: await cookieOf(),
    }
    const desk = ({ token }: { token: { sub: string } }) => env.DESK.getByName(token.sub)
    await desk(ended.disabled).setDisabled(true)
    await desk(ended.signedOut).revokeSession(ended.signedOut.token.sid)
    await desk(ended.everywhere).revokeAll()
    await desk(ended.erased).erase()
    await leavesNoTrace(async () => {
      for (const operation of closed) {
        for (const { cookie } of Object.values(ended)) {
          await expectError(await call(operation, { cookie }), 401, 'unauthenticated')
        }
      }
    })
  })
})

describe('a user', () => {
  test('is refused alike on all of the administration, existing or not, whatever is sent', async () => {
    const { cookie } = await cookieOf()
    // The desk of somebody who is signed in exists.
    await request('/api/chats', { headers: { cookie } })
    await leavesNoTrace(async () => {
      for (const [, operation] of administration) {
        await expectError(await call(operation, { cookie }), 403, 'forbidden')
        const query = `${pathOf(operation)}?limit=x&cursor=x`
        const init = { method: operation.method, headers: { cookie, origin } }
        await expectError(await request(query, init), 403, 'forbidden')
      }
      for (const path of ['', '/', '/nothing-here', '/users/', '/users/../users', '/%75sers']) {
        const response = await request(`/api/admin${path}`, { headers: { cookie } })
        await expectError(response, 403, 'forbidden')
      }
    })
  })

  test('of the role is an administrator only if the database confirms it', async () => {
    const { cookie } = await cookieOf({ role: 'admin' })
    await expectError(await request('/api/admin/users', { headers: { cookie } }), 503, 'unavailable')
  })

  test('leaves nothing behind in a chat that is not theirs', async () => {
    const { cookie } = await cookieOf()
    for (const operation of closed.filter(({ path }) => path.startsWith('/api/chats/{id}'))) {
      const response = await call(operation, { cookie })
      // Whether it exists only the database could tell, which is away here.
      expect([400, 404, 503]).toContain(response.status)
    }
    // Asking wakes an object of that name among one's own; it must stay empty, and is then gone by itself.
    for (const id of await listDurableObjectIds(env.CHAT_ROOM)) {
      const tables = await runInDurableObject(env.CHAT_ROOM.get(id), (_room, state) =>
        state.storage.sql.exec('SELECT name FROM sqlite_master').toArray(),
      )
      expect(tables).toEqual([])
    }
  })
})

describe('another site', () => {
  const json = { 'content-type': 'application/json' }
  const forgeries: readonly Record<string, string>[] = [
    { ...json, origin: 'https://evil.test' },
    { ...json, origin: 'null' },
    { ...json, origin: 'https://other.sage.test' },
    { ...json, origin: `${origin}.evil.test` },
    { ...json, origin: origin.replace('https', 'http') },
    json,
    { ...json, origin, 'sec-fetch-site': 'cross-site' },
    { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' },
    { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-site' },
  ]

  test('is refused whatever it sends to any route, although the browser is signed in', async () => {
    const { cookie } = await cookieOf()
    await leavesNoTrace(async () => {
      for (const [index, operation] of changing.entries()) {
        for (const headers of rotated(forgeries, index, 3)) {
          const init = { method: operation.method, headers: { ...headers, cookie }, body: '{}' }
          await expectError(await request(pathOf(operation), init), 403, 'forbidden')
        }
      }
    })
  })

  test.each(forgeries)('is told apart by nothing: %j', async (headers) => {
    const { cookie } = await cookieOf()
    const init = { method: 'POST', headers: { ...headers, cookie }, body: '{}' }
    await expectError(await request('/api/chats', init), 403, 'forbidden')
  })
})
