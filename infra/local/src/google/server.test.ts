import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { freePort } from '../ports.ts'
import { type GoogleStandIn, startGoogle } from './server.ts'

const client = { id: 'app', secret: 'app-secret', redirectUris: ['http://127.0.0.1:9/callback'] }
const [redirectUri = ''] = client.redirectUris

let google: GoogleStandIn
beforeEach(async () => {
  google = await startGoogle({ port: await freePort(), client })
})
afterEach(() => google.close())

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
})
const discover = async () =>
  Discovery.parse(await (await fetch(`${google.issuer}/.well-known/openid-configuration`)).json())

const control = (patch: object) =>
  fetch(`${google.issuer}/__control`, { method: 'POST', body: JSON.stringify(patch) })

/** Walks the page as a browser with the given form would; resolves with the URL it is sent back to. */
async function authorize(form: Record<string, string>, verifier: string): Promise<URL> {
  const { authorization_endpoint } = await discover()
  const url = new URL(authorization_endpoint)
  url.search = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  const cookies = new Map<string, string>()
  let at = url
  let body: URLSearchParams | undefined
  for (let hop = 0; hop < 8; hop += 1) {
    const response = await fetch(at, {
      redirect: 'manual',
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === undefined ? {} : { body }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    body = undefined
    const location = response.headers.get('location')
    if (location === null) body = new URLSearchParams(form)
    else at = new URL(location, at)
    if (at.href.startsWith(redirectUri)) return at
  }
  throw new Error('The provider never came back.')
}

async function redeem(code: string, verifier: string): Promise<Response> {
  const { token_endpoint } = await discover()
  return fetch(token_endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  })
}

async function claimsFor(form: Record<string, string>) {
  const verifier = randomBytes(32).toString('base64url')
  const back = await authorize(form, verifier)
  const response = await redeem(back.searchParams.get('code') ?? '', verifier)
  const tokens = z.object({ id_token: z.string() }).parse(await response.json())
  const { jwks_uri, issuer } = await discover()
  const { payload, protectedHeader } = await jwtVerify(
    tokens.id_token,
    createRemoteJWKSet(new URL(jwks_uri)),
    { issuer, audience: client.id },
  )
  return { payload, protectedHeader }
}

describe("Google's stand-in", () => {
  it('speaks OpenID: discovery, code with PKCE, and an RS256 id_token about the address that was typed', async () => {
    const { payload, protectedHeader } = await claimsFor({ email: 'kim@example.com', name: '김지수' })
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toMatchObject({
      nonce: 'the-nonce',
      email: 'kim@example.com',
      email_verified: true,
      name: '김지수',
    })
  })

  it('knows a person again by a numeric subject that does not depend on spelling', async () => {
    const first = await claimsFor({ email: 'kim@example.com' })
    const second = await claimsFor({ email: 'KIM@example.com' })
    expect(first.payload.sub).toMatch(/^\d{21}$/)
    expect(second.payload.sub).toBe(first.payload.sub)
    expect((await claimsFor({ email: 'lee@example.com' })).payload.sub).not.toBe(first.payload.sub)
  })

  it('refuses a code whose verifier is another', async () => {
    const back = await authorize({ email: 'kim@example.com' }, randomBytes(32).toString('base64url'))
    const response = await redeem(back.searchParams.get('code') ?? '', randomBytes(32).toString('base64url'))
    expect(response.status).toBe(400)
  })

  it('sends a person who cancels back with access_denied and the state', async () => {
    const back = await authorize({ decision: 'deny' }, 'v'.repeat(43))
    expect(back.searchParams.get('error')).toBe('access_denied')
    expect(back.searchParams.get('state')).toBe('the-state')
  })

  it('misbehaves on request: denial, an unverified address, an outage', async () => {
    await control({ deny: true })
    const denied = await authorize({ email: 'kim@example.com' }, 'v'.repeat(43))
    expect(denied.searchParams.get('error')).toBe('access_denied')
    await control({ deny: false, unverified: true })
    expect((await claimsFor({ email: 'kim@example.com' })).payload.email_verified).toBe(false)
    await control({ down: true })
    expect((await fetch(`${google.issuer}/.well-known/openid-configuration`)).status).toBe(503)
  })

  it('refuses settings that it does not know', async () => {
    expect((await control({ explode: true })).status).toBe(400)
  })
})
