/** What only the whole stack can show: another user's ids, hostile text in a real database, a run on the budget, secrets. */
import { randomUUID } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Me, Messages } from '@sage/edge/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { repository } from '../../src/repository.ts'
import { allEvents, misbehave, type Person, ready, signIn, stackHome } from '../stack.ts'
import { query } from './database.ts'

beforeAll(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 }))

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
const Created = z.object({ id: z.string() })

/** Every route with an id in its path, as the API itself lists them. */
async function routesWithIds(): Promise<{ readonly method: string; readonly path: string }[]> {
  const { paths } = Document.parse(await (await fetch(`${ready().web}/api/openapi.json`)).json())
  return Object.entries(paths).flatMap(([path, methods]) =>
    /\{m?id\}/.test(path)
      ? Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path }))
      : [],
  )
}

const canary = '나비야-7391'

/** Somebody with one of everything that has an id, by the part of the path that names it. */
async function victim(): Promise<{ person: Person; ids: Record<string, string>; messageId: string }> {
  const person = await signIn()
  const { id: userId } = Me.parse(await (await person.request('/api/users/me')).json())
  const chat = await person.newChat()
  await allEvents(await person.ask(chat.id, `${canary} BTC 어때?`))
  const { messages } = Messages.parse(await (await person.request(`/api/chats/${chat.id}/messages`)).json())
  const made = async (path: string, body: object) => {
    const response = await person.request(path, { method: 'POST', body: JSON.stringify(body) })
    expect([path, response.status]).toEqual([path, 201])
    return Created.parse(await response.json()).id
  }
  const trade = await made('/api/shadow-trades', { symbol: 'BTC', side: 'buy', usdt: '100' })
  const portfolio = await made('/api/portfolios', { name: canary })
  const rule = await made('/api/alert-rules', { kind: 'price_above', symbol: 'BTC', threshold: '1' })
  const inserted = async (text: string) => Created.parse((await query(text, [userId, canary]))[0]).id
  return {
    person,
    messageId: messages.find(({ role }) => role === 'assistant')?.id ?? '',
    ids: {
      chats: chat.id,
      'shadow-trades': trade,
      portfolios: portfolio,
      'alert-rules': rule,
      push: await inserted(
        `insert into push_subscriptions (user_id, endpoint, p256dh, auth) values ($1, 'https://updates.push.services.mozilla.com/' || $2, 'x', 'y') returning id`,
      ),
      notifications: await inserted(
        `insert into notifications (user_id, kind, key, title, body) values ($1, 'test', $2, $2, $2) returning id`,
      ),
      contexts: await inserted(
        `insert into deep_link_contexts (user_id, cause_id, payload, expires_at) values ($1, uuidv7(), jsonb_build_object('x', $2::text), now() + interval '1 day') returning id`,
      ),
      // Whoever is no administrator is refused before any id is looked at.
      admin: userId,
    },
  }
}

/** What the body of each changing route must look like for the request to fail for the id alone. */
const bodies: Readonly<Record<string, object>> = {
  'PATCH /api/chats/{id}': { title: 'mine now' },
  'POST /api/chats/{id}/messages': { content: 'x', clientMessageId: randomUUID() },
  'POST /api/chats/{id}/messages/{mid}/regenerate': { clientMessageId: randomUUID() },
  'PUT /api/chats/{id}/messages/{mid}/feedback': { rating: 'down' },
  'POST /api/chats/{id}/stop': { turnId: randomUUID() },
  'PATCH /api/portfolios/{id}': { name: 'mine now' },
  'PATCH /api/alert-rules/{id}': { enabled: false },
  'PATCH /api/admin/users/{id}': { disabled: true },
}

it('another user’s ids lead nowhere: on every route that takes one, 404 or 403, and not a byte of theirs', async () => {
  const { person, ids, messageId } = await victim()
  const snapshot = async () => {
    const paths = [
      `/api/chats/${ids.chats}`,
      '/api/shadow-trades',
      '/api/portfolios',
      '/api/alert-rules',
      '/api/notifications',
    ]
    return Promise.all(paths.map(async (path) => (await person.request(path)).text()))
  }
  const before = await snapshot()
  const intruder = await signIn()
  const answers = await Promise.all(
    (await routesWithIds()).map(async ({ method, path }) => {
      const owner = ids[path.split('/')[2] ?? '']
      if (owner === undefined) throw new Error(`nobody has an id for ${path}: give the victim one`)
      const target = path.replace('{id}', owner).replace('{mid}', messageId)
      const body = method === 'GET' ? {} : { body: JSON.stringify(bodies[`${method} ${path}`] ?? {}) }
      const response = await intruder.request(target, { method, ...body })
      const text = await response.text()
      expect([path, text.includes(canary), text.includes(person.email)]).toEqual([path, false, false])
      return [`${method} ${path}`, response.status] as const
    }),
  )
  expect(answers.length).toBeGreaterThan(15)
  const expected = ([name]: readonly [string, number]) => (name.includes('/admin/') ? 403 : 404)
  expect(answers).toEqual(answers.map((answer) => [answer[0], expected(answer)]))
  // Without what the market moves.
  const kept = (text: string) =>
    [...text.matchAll(/"(id|title|name|enabled|threshold|readAt|closedAt)":("[^"]*"|\w+)/g)].map(
      ([each]) => each,
    )
  expect(before.map((text) => kept(text).length > 0)).toEqual(before.map(() => true))
  expect((await snapshot()).map(kept)).toEqual(before.map(kept))
})

describe('text that means something elsewhere', () => {
  const texts = [
    "'; drop table users; --",
    '%',
    '_',
    '\\',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e\u2066abc',
    '{{BTC.price}}',
    '$1',
    '<svg onload=alert(1)>',
    '(((',
    ':*&|!',
    '👩‍👩‍👧‍👦'.repeat(20),
    '가'.repeat(120),
    'NaN',
    '1e400',
  ]

  it('is stored and searched for as text, or refused as bad; the database never stumbles over it', async () => {
    const person = await signIn()
    const chat = await person.newChat()
    const statuses = await Promise.all(
      texts.flatMap((text) =>
        (
          [
            [`/api/chats/search?q=${encodeURIComponent(toWellFormed(text))}`, 'GET', undefined],
            [`/api/chats/${chat.id}`, 'PATCH', { title: text }],
            ['/api/users/me', 'PATCH', { timeZone: text }],
            ['/api/portfolios', 'POST', { name: text }],
            ['/api/shadow-trades', 'POST', { symbol: 'BTC', side: 'buy', usdt: text }],
            ['/api/alert-rules', 'POST', { kind: 'price_above', symbol: 'BTC', threshold: text }],
            [`/api/chats?cursor=${encodeURIComponent(toWellFormed(text))}`, 'GET', undefined],
            [
              `/api/chats/${chat.id}/messages?cursor=${encodeURIComponent(toWellFormed(text))}`,
              'GET',
              undefined,
            ],
          ] as const
        ).map(async ([path, method, body]) => {
          const response = await person.request(path, {
            method,
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          })
          return [path.split('?')[0], JSON.stringify(text).slice(0, 40), response.status < 500]
        }),
      ),
    )
    expect(statuses.filter(([, , fine]) => !fine)).toEqual([])
  })

  /** A lone surrogate cannot be in an address. */
  const toWellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd')
})

it('a hundred chats opened and asked at once by one user: three answers, the rest wait; the money stays within bounds', async () => {
  const person = await signIn()
  const chats = await Promise.all(Array.from({ length: 100 }, () => person.newChat()))
  const answers = await Promise.all(
    chats.map(async ({ id }) => {
      const response = await person.ask(id, 'BTC 어때?')
      if (response.status === 200) await allEvents(response)
      else await response.body?.cancel()
      return { status: response.status, retryAfter: Number(response.headers.get('retry-after')) }
    }),
  )
  const refused = answers.filter(({ status }) => status === 429)
  const answered = answers.filter(({ status }) => status === 200)
  expect(answered.length + refused.length).toBe(100)
  expect(answered.length).toBeGreaterThanOrEqual(3)
  expect(answered.length).toBeLessThanOrEqual(10)
  for (const { retryAfter } of refused) expect(retryAfter).toBeGreaterThan(0)
  const spent = async () =>
    z.object({ turns: z.number(), usd: z.coerce.number() }).parse(
      (
        await query(
          `select count(*)::int as turns, coalesce(sum(cost_usd), 0) as usd from turns t
             join users u on u.id = t.user_id where u.email = $1`,
          [person.email],
        )
      )[0],
    )
  await expect.poll(async () => (await spent()).turns).toBe(answered.length)
  // BUDGET_USER_DAILY_USD is 2 by default.
  expect((await spent()).usd).toBeLessThan(2)
})

it('no secret of any part is in a log, in the built app, or in what anybody is answered', async () => {
  const home = stackHome()
  const secrets = secretsOf(home)
  expect(secrets.length).toBeGreaterThan(8)
  const person = await signIn()
  const answers = await Promise.all(
    [
      '/api/status',
      '/api/openapi.json',
      '/api/docs',
      '/api/users/me',
      '/api/users/me/export',
      '/api/push/public-key',
      '/api/x',
      '/',
    ].map(async (path) => [path, await (await person.request(path)).text()] as const),
  )
  const files = [
    ...globSync(join(home, 'logs/*')),
    ...globSync(join(repository, 'web/dist/**/*.{js,css,html,json}')),
  ]
  expect(files.some((file) => file.endsWith('edge.log'))).toBe(true)
  expect(files.some((file) => file.endsWith('.js'))).toBe(true)
  const texts = [...answers, ...files.map((file) => [file, readFileSync(file, 'utf8')] as const)]
  const leaks = texts.flatMap(([where, text]) =>
    secrets.filter(([, value]) => text.includes(value)).map(([name]) => `${name} in ${where}`),
  )
  expect(leaks).toEqual([])
})

/** Names and values of every secret of the running stack: of the Worker's variables, of the keys, of the stores. */
function secretsOf(home: string): (readonly [string, string])[] {
  const variables = [...readFileSync(join(home, 'edge.env'), 'utf8').matchAll(/^(\w+)='(.*)'$/gm)]
    .map(([, name = '', value = '']) => [name, value] as const)
    .filter(([name]) => /SECRET|PRIVATE|_API_KEY|WEBHOOK/.test(name))
  const leaves = (value: unknown, path: string): (readonly [string, string])[] => {
    if (typeof value === 'string') return [[path, value]]
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).flatMap(([name, each]) => leaves(each, `${path}.${name}`))
  }
  const keys = leaves(JSON.parse(readFileSync(join(home, 'keys.json'), 'utf8')), 'keys')
  const isPublic = /\.(kty|crv|x|y|kid|alg|use|publicKey)$|publicJwk/
  const own = keys.filter(([name, value]) => !isPublic.test(name) && value.length >= 16)
  return [...variables, ...own].filter(([, value]) => value.length >= 16)
}
