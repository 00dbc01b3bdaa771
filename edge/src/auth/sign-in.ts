/**
 * Sign-in with Google by Auth.js: OpenID discovery, authorization code with PKCE, state and nonce. Users are
 * known by Google's `sub`; Auth.js itself would draw a new id at every sign-in.
 */
import { Auth, type AuthConfig } from '@auth/core'
import { EmailAddress, type Locale } from '@sage/db/vocabulary'
import * as z from 'zod'
import type { SignInFailure } from '../contract/sign-in.ts'
import { addressOf, hashedAddress } from '../http/address.ts'
import type { AuthSettings, Services } from '../services.ts'
import { idleSeconds, isSecure, Session, sessionCookieName } from './session.ts'
import { type Failure, failureOf, signInFailure } from './sign-in-failure.ts'

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

export interface SignInRequest {
  readonly request: Request
  readonly locale: Locale
  /** The session that the browser brings, which a new one replaces. */
  readonly former: Session | undefined
}

/**
 * Answers what Auth.js owns of `/api/auth/*`. Redirects are built from the configured origin alone: neither `Host`
 * nor `X-Forwarded-*` nor the query can turn them elsewhere. A failed sign-in ends at `/sign-in?error=` with a
 * `SignInFailure`.
 */
export async function handleAuth(signIn: SignInRequest, services: Services): Promise<Response> {
  const { request } = signIn
  const url = new URL(request.url)
  const target = new URL(url.pathname, services.auth.origin)
  // Auth.js copies the query of `signin` into the provider's address, where it could replace `redirect_uri`.
  if (url.pathname.includes('/callback/')) target.search = url.search
  const refusal = target.searchParams.get('error')
  const failures: Failure[] = refusal === null ? [] : [{ name: 'refusal', providerCode: refusal }]
  const response = await Auth(new Request(target, request), authConfig(signIn, services, failures))
  return response.status < 500 ? withReason(response, failures) : startOver(services.auth)
}

/**
 * Auth.js answers 500 to an attempt whose address to return to is none, and would do so again and again: the browser
 * keeps it in a cookie. That is taken away, and the person begins anew.
 */
function startOver(auth: AuthSettings): Response {
  const { name } = cookies(auth).callbackUrl ?? {}
  const headers = new Headers({
    Location: `${auth.origin}/sign-in?error=${'expired' satisfies SignInFailure}`,
  })
  headers.append('Set-Cookie', `${name}=; Path=/; Max-Age=0; HttpOnly${isSecure(auth) ? '; Secure' : ''}`)
  return new Response(null, { status: 302, headers })
}

/** A failure in the words of our own page. */
function withReason(response: Response, failures: readonly Failure[]): Response {
  const [page, code] = (response.headers.get('Location') ?? '').split('/sign-in?error=')
  if (code === undefined) return response
  const reason = ownFailures.find((own) => own === code) ?? signInFailure(code.split('&')[0] ?? '', failures)
  const headers = new Headers(response.headers)
  headers.set('Location', `${page}/sign-in?error=${reason}`)
  return new Response(null, { status: response.status, headers })
}

/** Those that `signIn` below decides; Auth.js passes them on as they are. */
const ownFailures: readonly SignInFailure[] = ['profile', 'unverified', 'unavailable', 'disabled']
const failed = (failure: SignInFailure) => `/sign-in?error=${failure}`

/** `failures` receives the errors that Auth.js meets. */
function authConfig(
  { request, locale, former }: SignInRequest,
  services: Services,
  failures: Failure[],
): AuthConfig {
  const { auth } = services
  let signedIn: Session | undefined

  return {
    basePath: authBasePath,
    trustHost: true,
    secret: [...auth.secrets],
    session: { strategy: 'jwt', maxAge: idleSeconds },
    useSecureCookies: isSecure(auth),
    cookies: cookies(auth),
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
        if (!claims.success) return failed('profile')
        if (!claims.data.email_verified) return failed('unverified')
        const email = claims.data.email.toLowerCase()
        const role = auth.adminEmails.has(email) ? 'admin' : 'user'
        const user = await services.users.signIn({
          sub: claims.data.sub,
          email,
          name: claims.data.name ?? null,
          image: claims.data.picture ?? null,
          role,
          locale,
          addressHash: await hashedAddress(addressOf(request.headers), auth.secrets[0] ?? ''),
        })
        if (user.status === 'unavailable') return failed('unavailable')
        await services.desk(user.value.id).setDisabled(user.value.disabled)
        if (user.value.disabled) return failed('disabled')
        await services.desk(user.value.id).setProfile(user.value.profile)
        if (former) await services.desk(former.sub).revokeSession(former.sid)
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
        const failure = failureOf(error)
        failures.push(failure)
        services.log('warn', 'sign-in failed', { error: failure.name, provider: failure.providerCode })
      },
      warn: () => {},
      debug: () => {},
    },
  }
}

/**
 * All cookies belong to this host alone. With Auth.js' own `__Secure-` names a sibling domain could plant the state of
 * its own attempt and sign somebody in as somebody else.
 */
function cookies(auth: AuthSettings): NonNullable<AuthConfig['cookies']> {
  const secure = isSecure(auth)
  const name = (own: string) => ({ name: `${secure ? '__Host-' : ''}authjs.${own}` })
  return {
    sessionToken: {
      name: sessionCookieName(auth),
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
    },
    callbackUrl: name('callback-url'),
    pkceCodeVerifier: name('pkce.code_verifier'),
    state: name('state'),
    nonce: name('nonce'),
  }
}
