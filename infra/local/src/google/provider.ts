/** The OpenID provider behind the stand-in: Google's shape (RS256, PKCE, numeric `sub`), any address accepted. */
import { createHash, randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import Provider, { interactionPolicy } from 'oidc-provider'
import { memoryStore } from './memory.ts'

export interface GoogleClient {
  readonly id: string
  readonly secret: string
  readonly redirectUris: readonly string[]
}

export interface GoogleAccount {
  readonly email: string
  readonly name: string
  readonly verified: boolean
}

/** Google's subject is a number of 21 digits that never changes for an account; here it follows from the address. */
export function subjectOf(email: string): string {
  const digest = createHash('sha256').update(email.toLowerCase()).digest()
  return `1${(digest.readBigUInt64BE(0) % 10n ** 19n).toString().padStart(20, '0')}`
}

export async function createProvider(
  issuer: string,
  client: GoogleClient,
  accounts: ReadonlyMap<string, GoogleAccount>,
): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const signingKey = {
    ...(await exportJWK(privateKey)),
    kid: randomBytes(8).toString('hex'),
    alg: 'RS256',
    use: 'sig',
  }
  return new Provider(issuer, {
    adapter: memoryStore(),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [...client.redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [signingKey] },
    cookies: { keys: [randomBytes(32).toString('base64url')], names: cookieNames },
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'picture', 'locale'] },
    // Google puts the profile into the id_token as well.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: {
      url: (_context, interaction) => `/interaction/${interaction.uid}`,
      policy: alwaysAsking(),
    },
    pkce: { required: () => false },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 3600,
      Session: 3600,
    },
    findAccount(_context, sub) {
      const account = accounts.get(sub)
      if (account === undefined) return undefined
      return {
        accountId: sub,
        claims: () => ({
          sub,
          email: account.email,
          email_verified: account.verified,
          name: account.name,
          locale: 'ko',
        }),
      }
    },
  })
}

// The app lives on the same host, and cookies know no ports: names that cannot meet its own.
const cookieNames = {
  session: '_standin_session',
  interaction: '_standin_interaction',
  resume: '_standin_resume',
}

/** Like Google's account chooser: a second sign-in may be someone else's. */
function alwaysAsking() {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  policy
    .get('login')
    ?.checks.add(
      new Check('choose_account', 'An account must be chosen', (context) =>
        context.oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    )
  return policy
}
