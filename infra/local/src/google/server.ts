/**
 * Stands in for Google's sign-in on a laptop: a real OpenID provider on loopback with a page that takes any address.
 * `POST /__control {deny?, unverified?, down?}` makes it misbehave; `GET /__control` tells what it has seen.
 */
import { createServer, type Server } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { EmailAddress } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import type Provider from 'oidc-provider'
import * as z from 'zod'
import { signInPage } from './page.ts'
import { createProvider, type GoogleAccount, type GoogleClient, subjectOf } from './provider.ts'

/** `deny`: everyone is refused; `unverified`: addresses count as unverified; `down`: 503 to everything. */
const Control = z.strictObject({ deny: z.boolean(), unverified: z.boolean(), down: z.boolean() })
type Control = z.infer<typeof Control>

const Decision = z.object({
  decision: z.enum(['allow', 'deny']).default('allow'),
  email: z.string().default(''),
  name: z.string().max(100).default(''),
})

export interface GoogleStandIn {
  readonly issuer: string
  close(): Promise<void>
}

export interface GoogleOptions {
  readonly port: number
  readonly client: GoogleClient
}

export async function startGoogle({ port, client }: GoogleOptions): Promise<GoogleStandIn> {
  const issuer = `http://127.0.0.1:${port}`
  const accounts = new Map<string, GoogleAccount>()
  const provider = await createProvider(issuer, client, accounts)
  const app = routes(provider, accounts)
  const server = createServer(getRequestListener(app.fetch))
  await listen(server, port)
  return {
    issuer,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function routes(provider: Provider, accounts: Map<string, GoogleAccount>) {
  let control: Control = { deny: false, unverified: false, down: false }
  const seen = { authorizations: 0, signIns: 0, denials: 0, tokens: 0 }
  const respond = provider.callback()
  const app = new Hono<{ Bindings: HttpBindings }>()

  app.get('/__control', (c) => c.json({ settings: control, seen, accounts: [...accounts.values()] }))
  app.post('/__control', async (c) => {
    const patch = Control.partial().safeParse(await c.req.json().catch(() => undefined))
    if (!patch.success)
      return c.json({ error: 'Expected some of {deny, unverified, down}, each true or false.' }, 400)
    control = { ...control, ...patch.data }
    return c.json({ settings: control })
  })
  app.use('*', async (c, next) => {
    if (control.down) return c.text('The provider is down.', 503)
    if (c.req.path === '/auth') seen.authorizations += 1
    if (c.req.path === '/token') seen.tokens += 1
    return next()
  })
  app.get('/interaction/:uid', async (c) => {
    const { params } = await provider.interactionDetails(c.env.incoming, c.env.outgoing)
    const hint = typeof params.login_hint === 'string' ? params.login_hint : ''
    return c.html(signInPage({ action: c.req.path, hint }))
  })
  app.post('/interaction/:uid', async (c) => {
    const form = Decision.safeParse(await c.req.parseBody())
    const email = EmailAddress.safeParse(form.data?.email)
    if (!form.success || (form.data.decision === 'allow' && !email.success)) {
      const problem = 'That is not an email address.'
      return c.html(signInPage({ action: c.req.path, hint: form.data?.email ?? '', problem }), 400)
    }
    const { incoming, outgoing } = c.env
    const { params } = await provider.interactionDetails(incoming, outgoing)
    if (control.deny || form.data.decision === 'deny' || !email.success) {
      seen.denials += 1
      const refusal = { error: 'access_denied', error_description: 'The user did not consent.' }
      return c.redirect(await provider.interactionResult(incoming, outgoing, refusal), 303)
    }
    seen.signIns += 1
    const accountId = subjectOf(email.data)
    const name = form.data.name.trim() || (email.data.split('@')[0] ?? email.data)
    accounts.set(accountId, { email: email.data.toLowerCase(), name, verified: !control.unverified })
    const grant = new provider.Grant({ accountId, clientId: String(params.client_id) })
    grant.addOIDCScope('openid email profile')
    const result = { login: { accountId }, consent: { grantId: await grant.save() } }
    return c.redirect(await provider.interactionResult(incoming, outgoing, result), 303)
  })
  app.all('*', async (c) => {
    await respond(c.env.incoming, c.env.outgoing)
    return RESPONSE_ALREADY_SENT
  })
  app.onError((error, c) => {
    // An expired or unknown interaction, for the most part: the person has to start again at the app.
    console.error(error)
    return c.text('This sign-in has expired. Go back to the app and start again.', 400)
  })
  return app
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}
