import { encode } from '@auth/core/jwt'
import { expect, test } from 'vitest'
import { absoluteSeconds, freshSeconds, idleSeconds, readSession, sessionCookieName } from './session.ts'

const auth = {
  origin: 'https://app.sage.test',
  secrets: ['newest-secret-of-32-characters-00', 'older-secret-of-32-characters-000'],
  issuer: 'https://accounts.google.com',
  clientId: 'id',
  clientSecret: 'secret',
  adminEmails: new Set<string>(),
}
const now = new Date()
const session = {
  sub: '01a20f09-3f4c-7a6c-a8e9-af005a2435eb',
  role: 'user' as const,
  sid: crypto.randomUUID(),
  signedInAt: now.getTime() / 1000,
}
const salt = sessionCookieName(auth)
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

function cookie(
  token: Record<string, unknown> = session,
  secret = auth.secrets[0] ?? '',
  saltOfToken = salt,
) {
  return encode({ token, secret, salt: saltOfToken, maxAge: idleSeconds })
}

test('a fresh session is read and left as it is', async () => {
  expect(await readSession(await cookie(), auth, now)).toEqual({ session })
})

test('a session older than a quarter of an hour is renewed and stays the same session', async () => {
  const read = await readSession(await cookie(), auth, later(freshSeconds + 1))
  expect(read?.session).toEqual(session)
  const renewed = await readSession(read?.renewed?.value ?? '', auth, now)
  expect(renewed?.session).toEqual(session)
})

test('renewal ends ninety days after the sign-in', async () => {
  const old = { ...session, signedInAt: now.getTime() / 1000 - absoluteSeconds + 60 }
  const read = await readSession(await cookie(old), auth, now)
  expect(read?.session.sid).toBe(session.sid)
  expect(await readSession(await cookie(old), auth, later(61))).toBeUndefined()
})

test('an older secret still decrypts; an unknown one, another salt or another shape does not', async () => {
  expect(await readSession(await cookie(session, auth.secrets[1]), auth, now)).toEqual({ session })
  expect(
    await readSession(await cookie(session, 'unknown-secret-of-32-characters-0'), auth, now),
  ).toBeUndefined()
  expect(await readSession(await cookie(session, auth.secrets[0], 'other'), auth, now)).toBeUndefined()
  expect(await readSession(await cookie({ sub: session.sub }), auth, now)).toBeUndefined()
})

test.each(['', 'x', 'a.b.c.d.e', `${'e'.repeat(5000)}`])('garbage is no session: %.20s', async (value) => {
  expect(await readSession(value, auth, now)).toBeUndefined()
})

test('a truncated token is no session', async () => {
  const value = await cookie()
  expect(await readSession(value.slice(0, -2), auth, now)).toBeUndefined()
})

test('on https the cookie is bound to the host', () => {
  expect(sessionCookieName(auth)).toMatch(/^__Host-/)
  expect(sessionCookieName({ ...auth, origin: 'http://127.0.0.1:1' })).not.toMatch(/^__/)
})
