/**
 * Requests that nobody in their right mind would send, by seed, so that one that fails can be sent again: ten thousand in
 * the fault runs, the first of them in every run.
 * The database is away here; what reaches it is tried against the real one in the stack's own attack tests.
 */
import { expect, inject, test } from 'vitest'
import * as z from 'zod'
import { cookieOf, operations, origin, request } from './outside.ts'

declare module 'vitest' {
  interface ProvidedContext {
    fuzzInputs: number
  }
}

const inputs = inject('fuzzInputs')
const atOnce = 64
/** Each user and each address is allowed 1200 requests a minute and more. */
const users = 40

/** Mulberry32: small, seeded, good enough to choose with. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const hostile = [
  '',
  '%00',
  '%',
  '%ff%fe',
  '..%2f..%2fetc%2fpasswd',
  '../../..',
  "' or 1=1 --",
  '"; drop table users; --',
  '__proto__',
  'constructor',
  'toString',
  '{{BTC.price}}',
  '#{7*7}',
  '<script>alert(1)</script>',
  '\u202egnp.exe',
  '👩‍👩‍👧‍👦',
  'NaN',
  '-1',
  '1e309',
  '9007199254740993',
  '0x10',
  'null',
  '[object Object]',
  'a'.repeat(3000),
  '가'.repeat(900),
  '01a20f09-3f4c-7a6c-a8e9-af005a2435eb',
  '01A20F09-3F4C-7A6C-A8E9-AF005A2435EB',
  '00000000-0000-0000-0000-000000000000',
  'BTC',
  'btc',
]
const bodies = [
  '',
  '{',
  'null',
  '[]',
  '{}',
  '"x"',
  '1e999',
  '{"__proto__":{"role":"admin"}}',
  '{"constructor":{"prototype":{"role":"admin"}}}',
  `${'['.repeat(20_000)}`,
  `{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`,
  '{"content":"\\u0000","clientMessageId":"01a20f09-3f4c-7a6c-a8e9-af005a2435eb"}',
  '{"content":"\\ud800","clientMessageId":"x"}',
  '{"title":{"$gt":""},"limit":-1,"disabled":"yes","role":"admin"}',
  '{"endpoint":"http://169.254.169.254/","keys":{"p256dh":"x","auth":"y"}}',
  '\ufeff{}',
  'x'.repeat(70_000),
]
const types = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '',
  ';;;',
]
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND']
const headerNames = [
  'accept-language',
  'last-event-id',
  'x-forwarded-host',
  'x-forwarded-proto',
  'authorization',
  'if-none-match',
  'range',
  'x-http-method-override',
  'cf-connecting-ip',
  'x-request-id',
  'traceparent',
]
/** Routes that parse something, and the names of what they look for in the query. */
const targets = operations.map((operation) => ({
  ...operation,
  query: operation.parts.flatMap(({ target, schema }) =>
    target === 'query' && schema instanceof z.core.$ZodObject ? Object.keys(schema._zod.def.shape) : [],
  ),
}))
const parsing = targets.filter(({ parts }) => parts.length > 0)
const others = targets.filter(({ parts }) => parts.length === 0)

/** A stack trace, a file of ours, or words of the database or the runtime. */
const leak =
  /\n\s+at |\.ts\b|node_modules|TypeError|ReferenceError|SyntaxError|PostgreSQL|drizzle|workerd|durable/i

test(`${inputs} hostile inputs: no 500, nothing of our insides, nobody redirected elsewhere`, {
  timeout: 300_000,
}, async () => {
  const cookies = await Promise.all(
    Array.from(
      { length: users },
      async (_, index) => (await cookieOf({ role: index === 0 ? 'admin' : 'user' })).cookie,
    ),
  )
  const seen = new Map<number, number>()
  let next = 0
  async function attacker(): Promise<void> {
    while (next < inputs) {
      const seed = next++
      const { path, init } = inputOf(seed, cookies)
      const response = await request(path, init)
      const text = response.body && !isEndless(response) ? await response.text() : ''
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
      const what = `seed ${seed}: ${init.method} ${path.slice(0, 120)} -> ${response.status} ${text.slice(0, 300)}`
      if (response.status >= 500 && response.status !== 503) throw new Error(what)
      if (response.status >= 400 && leak.test(text)) throw new Error(`${what} leaks`)
      const location = response.headers.get('location')
      if (location !== null && new URL(location, origin).origin !== origin)
        throw new Error(`${what} ${location}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, attacker))
  // The inputs got to the routes, and were refused there for what they were.
  expect(seen.get(400)).toBeGreaterThan(inputs / 20)
  expect(seen.get(404)).toBeGreaterThan(inputs / 20)
  expect(seen.get(500)).toBeUndefined()
})

/** The market's stream ends when its reader leaves. */
function isEndless(response: Response): boolean {
  const endless = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  if (endless) void response.body?.cancel()
  return endless
}

function inputOf(seed: number, cookies: readonly string[]): { path: string; init: RequestInit } {
  const draw = random(seed)
  const one = <T>(list: readonly T[]): T => {
    const [chosen] = list.slice(Math.floor(draw() * list.length))
    if (chosen === undefined) throw new Error('there is nothing to choose from')
    return chosen
  }
  const chance = (probability: number) => draw() < probability
  // Most attention to what has something to parse; the rest needs the outside world, which is away.
  const isParsing = chance(0.95)
  const operation = one(isParsing ? parsing : others)
  const text = () =>
    chance(0.8)
      ? one(hostile)
      : String.fromCodePoint(
          ...Array.from({ length: 1 + draw() * 20 }, () => 1 + Math.floor(draw() * 0xd7ff)),
        )
  const segment = () => {
    const raw = text()
    return chance(0.7) ? encodeURIComponent(raw) : raw.replace(/[\s#?\\]/g, '')
  }
  let path = operation.path.replace(/\{\w+\}/g, segment)
  if (chance(0.1)) path += `/${segment()}`
  if (operation.query.length > 0 || chance(0.2)) {
    const names = operation.query.length > 0 ? operation.query : ['callbackUrl', 'error', 'state', 'x']
    path += `?${new URLSearchParams(Array.from({ length: 1 + draw() * 3 }, () => [one(names), text()]))}`
  }
  const method = chance(0.8) ? operation.method : one(methods)
  const headers = new Headers({ origin: chance(0.95) ? origin : text().replace(/[^\x20-\x7e]/g, '') })
  // Nothing a browser cannot be made to send: header values are text without line ends.
  const value = () =>
    text()
      .replace(/[^\x20-\x7e]/g, '')
      .trim()
  headers.set('cf-connecting-ip', `198.51.${seed % 250}.${seed % 199}`)
  if (chance(isParsing ? 0.9 : 0.2)) headers.set('cookie', one(cookies))
  if (chance(0.1)) headers.append('cookie', `__Host-authjs.session-token=${value()}`)
  if (chance(0.3)) headers.set(one(headerNames), value())
  headers.set('content-type', chance(0.8) ? 'application/json' : one(types))
  const bare = method === 'GET' || method === 'HEAD'
  return { path, init: { method, headers, ...(bare ? {} : { body: one(bodies) }) } }
}
