import * as schema from '@sage/db/schema'
import { CallerClaims } from '@sage/ingest/contract'
import { eq, sql } from 'drizzle-orm'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  type DatabaseOptions,
  database,
  databaseError,
  sqlState,
  stored,
  tooLarge,
  unavailable,
} from './client.ts'
import { type Caller, signServiceCall } from './signing.ts'

const { chats } = schema
const service: Caller = { role: 'service' }
const alice = '0199a0aa-0000-7000-8000-00000000000a'
const bob = '0199a0aa-0000-7000-8000-00000000000b'

let signingKey: string
let publicKey: CryptoKey

beforeAll(async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  publicKey = pair.publicKey
  const jwk = await exportJWK(pair.privateKey)
  signingKey = JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk) })
})

interface Seen {
  readonly claims: CallerClaims
  readonly body: string
}

type Reply = (seen: Seen) => Response | Promise<Response>

/** The gateway's end of the wire: checks each call as ingest would, and answers in turn with `replies`. */
function gateway(...replies: readonly Reply[]) {
  const seen: Seen[] = []
  const pauses: number[] = []
  const options: DatabaseOptions = {
    fetch: async (url, init) => {
      expect(url).toBe('http://ingest.test/v1/sql')
      const headers = new Headers(init.headers)
      const token = headers.get('authorization')?.replace('Bearer ', '') ?? ''
      const { payload } = await jwtVerify(token, publicKey, { algorithms: ['EdDSA'], audience: 'ingest' })
      const body = z.string().parse(init.body)
      const call = { claims: CallerClaims.parse(payload), body }
      const reply = replies[Math.min(seen.length, replies.length - 1)]
      seen.push(call)
      if (reply === undefined) throw new Error('no reply')
      return reply(call)
    },
    wait: async (ms) => {
      pauses.push(ms)
    },
  }
  const client = (caller: Caller, more: DatabaseOptions = {}) =>
    database({ INGEST_URL: 'http://ingest.test', EDGE_SIGNING_KEY: signingKey }, caller, {
      ...options,
      ...more,
    })
  return { seen, pauses, client }
}

const empty: Reply = () => Response.json({ command: 'SELECT', rowCount: 0, fields: [], rows: [] })
const busy: Reply = () => Response.json({ error: { code: 'busy' } }, { status: 503 })
const interrupted: Reply = () => Response.json({ error: { code: 'interrupted' } }, { status: 503 })
const refusedBy =
  (code: string): Reply =>
  () =>
    Response.json({ message: 'no', code, severity: 'ERROR' }, { status: 400 })
const broken: Reply = () => Promise.reject(new TypeError('Network connection lost.'))
const closed: Reply = () =>
  Promise.reject(
    new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
  )

describe('who asks', () => {
  it('is the client’s own caller, however many ask at once', async () => {
    const { seen, client } = gateway(async (call) => {
      // Answers come back in another order than the questions went out.
      for (let turns = seen.length % 7; turns > 0; turns -= 1) await undefined
      return empty(call)
    })
    const callers: readonly Caller[] = [
      service,
      { role: 'user', userId: alice },
      { role: 'user', userId: bob },
    ]
    const asking = Array.from({ length: 200 }, (_, index) => {
      const caller = callers[index % callers.length] ?? service
      const name = caller.role === 'user' ? caller.userId : 'service'
      return client(caller).select().from(chats).where(eq(chats.title, name))
    })
    await Promise.all(asking)
    expect(seen).toHaveLength(200)
    for (const { claims, body } of seen) {
      expect(body).toContain(claims.role === 'user' ? claims.sub : 'service')
    }
  })

  it('is told by a token that is good for this body and for no other call', async () => {
    const { seen, client } = gateway(busy, empty)
    await client(service).execute(sql`select 1`)
    const [first, second] = seen
    expect(first?.claims.jti).not.toBe(second?.claims.jti)
    for (const { claims, body } of seen) {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))
      expect(claims.bodySha256).toBe(Buffer.from(digest).toString('base64url'))
      expect(claims.exp - claims.iat).toBeLessThanOrEqual(60)
    }
  })

  it('can be the edge itself, for calls without a body', async () => {
    const { authorization } = signServiceCall(signingKey)
    const { payload } = await jwtVerify(authorization.replace('Bearer ', ''), publicKey, {
      audience: 'ingest',
    })
    expect(payload).toMatchObject({
      role: 'service',
      bodySha256: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
    })
  })
})

describe('what was not executed', () => {
  it.each([
    ['a gateway that has too much to do', busy],
    ['a refused connection', closed],
    ['a serialization failure', refusedBy('40001')],
    ['a deadlock', refusedBy('40P01')],
  ] as const)('%s: is sent again, a write too', async (_, failure) => {
    const { seen, pauses, client } = gateway(failure, failure, empty)
    await client(service).delete(chats)
    expect(seen).toHaveLength(3)
    expect(pauses).toHaveLength(2)
  })

  it('is given up after three attempts, and says so', async () => {
    const { seen, client } = gateway(busy)
    const error = await client(service)
      .delete(chats)
      .then(undefined, (reason: unknown) => reason)
    expect(unavailable(error)).toMatchObject({ executed: 'no' })
    expect(seen).toHaveLength(3)
  })
})

describe('what may have been executed', () => {
  it.each([
    ['a broken connection', broken],
    ['a database that broke off', interrupted],
    ['a proxy’s own page', () => new Response('<html>', { status: 502 })],
  ] as const)('%s: is never sent again if it writes', async (_, failure) => {
    for (const write of [
      (db: ReturnType<typeof database>) => db.delete(chats),
      (db: ReturnType<typeof database>) => db.update(chats).set({ title: 'x' }),
      (db: ReturnType<typeof database>) => db.batch([db.select().from(chats), db.delete(chats)]),
      (db: ReturnType<typeof database>) =>
        db.execute(sql`with x as (delete from chats returning 1) select * from x`),
    ]) {
      const { seen, client } = gateway(failure, empty)
      const error = await write(client(service)).then(undefined, (reason: unknown) => reason)
      expect(unavailable(error)).toMatchObject({ executed: 'unknown' })
      expect(seen).toHaveLength(1)
    }
  })

  it.each([
    ['a broken connection', broken],
    ['a database that broke off', interrupted],
  ] as const)('%s: is sent again if it only reads', async (_, failure) => {
    const { seen, client } = gateway(failure, empty)
    expect(await client(service).select().from(chats)).toEqual([])
    expect(seen).toHaveLength(2)
  })
})

describe('an outage', () => {
  it('ends at the deadline, though the gateway never answers', async () => {
    const silence: DatabaseOptions = {
      deadlineMs: 5,
      fetch: (_, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    }
    const outcome = await stored(gateway(empty).client(service, silence).select().from(chats))
    expect(outcome).toEqual({ status: 'unavailable' })
  })

  it('is an outcome, and nothing else is', async () => {
    expect(await stored(gateway(busy).client(service).select().from(chats))).toEqual({
      status: 'unavailable',
    })
    expect(await stored(gateway(empty).client(service).select().from(chats))).toEqual({
      status: 'ok',
      value: [],
    })
    for (const mistake of [
      refusedBy('23505'),
      () => Response.json({ error: { code: 'unauthenticated' } }, { status: 401 }),
      () => Response.json({ error: { code: 'too_large' } }, { status: 413 }),
    ]) {
      await expect(stored(gateway(mistake).client(service).select().from(chats))).rejects.toThrow()
    }
  })

  it('PostgreSQL’s refusal keeps its code', async () => {
    const error = await gateway(refusedBy('23505'))
      .client(service)
      .delete(chats)
      .then(undefined, (reason: unknown) => reason)
    expect(sqlState(error)).toBe('23505')
    expect(sqlState(new Error('other'))).toBeUndefined()
  })

  it('PostgreSQL’s refusal keeps the constraint that was broken, and nothing that was written', async () => {
    const refusal = { code: '23503', constraint: 'messages_chat', detail: 'Key (content)=(secret)' }
    const error = await gateway(() => Response.json({ message: 'no', ...refusal }, { status: 400 }))
      .client(service)
      .delete(chats)
      .then(undefined, (reason: unknown) => reason)
    expect(databaseError(error)).toEqual({ code: '23503', rule: 'messages_chat' })
  })

  it('a request that is too large is told from all other failures', async () => {
    const failed = async (reply: Reply) =>
      gateway(reply)
        .client(service)
        .delete(chats)
        .then(undefined, (reason: unknown) => reason)
    expect(tooLarge(await failed(() => Response.json({}, { status: 413 })))).toBe(true)
    expect(tooLarge(await failed(() => Response.json({}, { status: 401 })))).toBe(false)
    expect(tooLarge(await failed(refusedBy('23505')))).toBe(false)
  })
})
