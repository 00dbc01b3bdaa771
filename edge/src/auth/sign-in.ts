/**
 * Sign-in with Google by Auth.js: OpenID discovery, authorization code with PKCE, state and nonce. Users are
 * known by Google's `sub`; Auth.js itself would draw a new id at every sign-in.
 */
import { Auth, type AuthConfig } from '@auth/core'
import { EmailAddress, type Locale } from '@sage/db/vocabulary'
import * as z from 'zod'
import type { Services } from '../services.ts'
import { idleSeconds, isSecure, Session, sessionCookieName } from './session.ts'

export const authBasePath = '/api/auth'

/** Claims of the identity token that a sign-in needs. Google documents them under "OpenID Connect". */
const IdentityClaims = z.object({
  sub: z.string().min(1).max(255),
  email: EmailAddress,
  email_verified: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
  name: z.string().max(200).optional(),
  picture: z
    .url({ protocol: /^https$/ })
    .optional()
    .catch(undefined),
})

/**
 * Answers what Auth.js owns of `/api/auth/*`. Redirects are built from the configured origin alone: neither `Host`
 * nor `X-Forwarded-*` nor the query can turn them elsewhere.
 */
export async function handleAuth(request: Request, services: Services, locale: Locale): Promise<Response> {
  const url = new URL(request.url)
  const action = url.pathname.slice(authBasePath.length + 1)
  const target = new URL(url.pathname, services.auth.origin)
  // Auth.js copies the query of `signin` into the provider's address, where it could replace `redirect_uri`.
  if (action.startsWith('callback/')) target.search = url.search
  const failures: string[] = []
  const response = await Auth(new Request(target, request), authConfig(services, locale, failures))
  return withReason(response, failures)
}

/**
 * Auth.js calls everything that is not the reader's doing `Configuration`. Its page is ours, so it is told more:
 * `expired` where the flow's own cookies do not fit (another tab, a replayed code), `unavailable` otherwise.
 */
function withReason(response: Response, failures: readonly string[]): Response {
  const location = response.headers.get('Location')
  if (!location?.endsWith('/sign-in?error=Configuration')) return response
  const reason = failures.includes('InvalidCheck') ? 'expired' : 'unavailable'
  const headers = new Headers(response.headers)
  headers.set('Location', location.replace(/Configuration$/, reason))
  return new Response(null, { status: response.status, headers })
}

/** `failures` receives the names of the errors that Auth.js meets. */
function authConfig(services: Services, locale: Locale, failures: string[]): AuthConfig {
  const { auth } = services
  const secure = isSecure(auth)
  let signedIn: Session | undefined

  return {
    basePath: authBasePath,
    trustHost: true,
    secret: [...auth.secrets],
    session: { strategy: 'jwt', maxAge: idleSeconds },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(auth),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/' },
    providers: [
      {
        id: 'google',
        name: 'Google',
        type: 'oidc',
        issuer: auth.issuer,
        clientId: auth.clientId,
        clientSecret: auth.clientSecret,
        checks: ['pkce', 'state', 'nonce'],
      },
    ],
    callbacks: {
      async signIn({ profile }) {
        const claims = IdentityClaims.safeParse(profile)
        if (!claims.success) return '/sign-in?error=profile'
        if (!claims.data.email_verified) return '/sign-in?error=unverified'
        const email = claims.data.email.toLowerCase()
        const role = auth.adminEmails.has(email) ? 'admin' : 'user'
        const user = await services.users.signIn({
          sub: claims.data.sub,
          email,
          name: claims.data.name ?? null,
          image: claims.data.picture ?? null,
          role,
          locale,
        })
        if (user.status === 'unavailable') return '/sign-in?error=unavailable'
        await services.desk(user.value.id).setDisabled(user.value.disabled)
        if (user.value.disabled) return '/sign-in?error=disabled'
        await services.desk(user.value.id).setProfile(user.value.profile)
        signedIn = {
          sub: user.value.id,
          role,
          sid: crypto.randomUUID(),
          signedInAt: services.now().getTime() / 1000,
        }
        return true
      },
      // Called right after `signIn` by the same request; the token is the session and nothing else.
      jwt({ token }) {
        return signedIn ? { ...signedIn } : token
      },
    },
    events: {
      async signOut(message) {
        const session = Session.safeParse('token' in message ? message.token : undefined)
        if (session.success) await services.desk(session.data.sub).revokeSession(session.data.sid)
      },
    },
    logger: {
      error(error) {
        failures.push(error.name)
        services.log('warn', 'sign-in failed', { error: error.name, cause: causeOf(error) })
      },
      warn: () => {},
      debug: () => {},
    },
  }
}

/** The name of what lies beneath; its message may hold codes and tokens. */
function causeOf(error: Error): string | undefined {
  const cause = error.cause
  if (cause instanceof Error) return cause.name
  if (typeof cause === 'object' && cause !== null && 'err' in cause && cause.err instanceof Error) {
    return `${cause.err.name}: ${cause.err.message.slice(0, 200)}`
  }
  return undefined
}
