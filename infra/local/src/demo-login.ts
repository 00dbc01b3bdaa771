/**
 * Signs someone in without a browser by walking the very flow that a browser walks: Auth.js' sign-in, the provider's
 * page, the code, the callback. There is no second way in.
 */
import { createHash } from 'node:crypto'
import { EmailAddress } from '@sage/db/vocabulary'
import type { Handler } from 'hono'
import * as z from 'zod'

export interface DemoLogin {
  /** Base URL of the Worker. */
  readonly edge: string
  readonly origin: string
  /** Base URL of the local provider. */
  readonly issuer: string
}

const maxHops = 12
const deadlineMs = 15_000
const Csrf = z.object({ csrfToken: z.string() })

const defaultDemoEmail = 'demo@sage.local'

/** Cookies of one site, as a browser would keep them for one visit. */
class CookieJar {
  readonly #cookies = new Map<string, { value: string; header: string }>()

  take(response: Response): void {
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';')
      const equals = pair.indexOf('=')
      const name = pair.slice(0, equals).trim()
      const value = pair.slice(equals + 1).trim()
      if (value === '' || /max-age=0(;|$)/i.test(header)) this.#cookies.delete(name)
      else this.#cookies.set(name, { value, header })
    }
  }

  get header(): string {
    return [...this.#cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
  }

  /** The Set-Cookie lines of the session, which may be split into numbered pieces. */
  get session(): { readonly setCookie: readonly string[]; readonly cookie: string } {
    const pieces = [...this.#cookies].filter(([name]) => /authjs\.session-token(\.\d+)?$/.test(name))
    return {
      setCookie: pieces.map(([, { header }]) => header),
      cookie: pieces.map(([name, { value }]) => `${name}=${value}`).join('; '),
    }
  }
}

/** `GET /__local/demo-login?email=&name=`: 302 to the chat for a browser, JSON with the cookie for a program. */
export function demoLogin(options: DemoLogin): Handler {
  return async (c) => {
    const email = EmailAddress.safeParse(c.req.query('email') ?? defaultDemoEmail)
    if (!email.success) return c.json({ error: 'email must be an address.' }, 400)
    const outcome = await signIn(options, email.data, c.req.query('name') ?? '').catch(unreachable)
    if (outcome.status === 'failed') return c.json({ error: outcome.reason }, 502)
    for (const line of outcome.setCookie) c.header('set-cookie', line, { append: true })
    c.header('cache-control', 'no-store')
    if ((c.req.header('accept') ?? '').includes('text/html')) return c.redirect(`${options.origin}/chat`, 302)
    return c.json({ email: email.data, cookie: outcome.cookie })
  }
}

type Outcome =
  | { readonly status: 'signed-in'; readonly setCookie: readonly string[]; readonly cookie: string }
  | { readonly status: 'failed'; readonly reason: string }

function unreachable(cause: unknown): Outcome {
  return { status: 'failed', reason: `The app or the provider did not answer: ${String(cause)}` }
}

async function signIn({ edge, origin, issuer }: DemoLogin, email: string, name: string): Promise<Outcome> {
  const signal = AbortSignal.timeout(deadlineMs)
  const app = new CookieJar()
  const provider = new CookieJar()
  /** Requests to the public origin go straight to the Worker, as through the front. */
  const visit = async (url: URL, form?: Record<string, string>): Promise<Response> => {
    const atApp = url.origin === origin
    const jar = atApp ? app : provider
    const target = atApp ? new URL(url.pathname + url.search, edge) : url
    const response = await fetch(target, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      signal,
      headers: {
        cookie: jar.header,
        ...(atApp
          ? {
              origin,
              'x-forwarded-host': new URL(origin).host,
              'x-forwarded-proto': 'http',
              'cf-connecting-ip': addressFor(email),
            }
          : {}),
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    jar.take(response)
    return response
  }

  const csrf = Csrf.safeParse(
    await (await visit(new URL('/api/auth/csrf', origin))).json().catch(() => undefined),
  )
  if (!csrf.success) return { status: 'failed', reason: 'The app did not give a CSRF token.' }
  let at = new URL('/api/auth/signin/google', origin)
  let response = await visit(at, { csrfToken: csrf.data.csrfToken, callbackUrl: `${origin}/chat` })
  for (let hop = 0; hop < maxHops; hop += 1) {
    const location = response.headers.get('location')
    if (location !== null) {
      await response.body?.cancel()
      at = new URL(location, at)
      const { session } = app
      if (session.cookie !== '') return { status: 'signed-in', ...session }
      const refusal = at.pathname.startsWith('/api/auth/callback/') ? null : at.searchParams.get('error')
      if (refusal !== null) return { status: 'failed', reason: `Sign-in was refused: ${refusal}.` }
      response = await visit(at)
    } else if (at.origin === issuer && at.pathname.startsWith('/interaction/') && response.ok) {
      await response.body?.cancel()
      response = await visit(at, { email, name, decision: 'allow' })
    } else {
      const text = (await response.text()).slice(0, 300)
      return { status: 'failed', reason: `${at.pathname} answered ${response.status}: ${text}` }
    }
  }
  return { status: 'failed', reason: `Sign-in did not end after ${maxHops} redirects.` }
}

/** Everybody signs in from a place of their own, so that a crowd does not meet the limit of one address. */
function addressFor(email: string): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(email).digest()
  return `10.${a}.${b}.${c}`
}
