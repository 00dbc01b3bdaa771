/** What the Worker is configured with: bindings as the runtime hands them over, text parsed once. */
import { Mentor, Stage } from '@sage/db/vocabulary'
import * as z from 'zod'

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))

/** An `http(s)` address without a trailing slash. */
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''))

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' })
    return z.NEVER
  }
})

/** A JSON Web Key Set of Ed25519 keys (RFC 8037), each with the name that tokens give it. */
const PublicKeys = z.object({
  keys: z.array(
    z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string() }),
  ),
})

/** `https://<public key>@<host>/<project>`: https://docs.sentry.io/concepts/key-terms/dsn-explainer/ */
const SentryDsn = z
  .string()
  .regex(/^https?:\/\/\w+@[\w.:-]+\/(?:[\w/-]+\/)?\d+$/, 'must be a DSN as Sentry shows it')

const Settings = z
  .object({
    STAGE: z._default(Stage, 'local'),
    MENTOR: z._default(Mentor, 'claude'),
    ANTHROPIC_API_KEY: z.string().min(1),
    ANTHROPIC_BASE_URL: address.optional(),
    MODEL_FAST: z.string().min(1).optional(),
    MODEL_SMART: z.string().min(1).optional(),
    BUDGET_USER_DAILY_USD: z.coerce.number().positive().default(2),
    BUDGET_TOTAL_DAILY_USD: z.coerce.number().positive().default(200),
    INGEST_URL: address,
    EDGE_SIGNING_KEY: z.string().min(1),
    INGEST_PUBLIC_KEYS: json.pipe(PublicKeys).default({ keys: [] }),
    AUTH_SECRETS: list.pipe(z.array(z.string().min(32)).min(1)),
    AUTH_URL: address.transform((url) => new URL(url).origin),
    GOOGLE_CLIENT_ID: z.string().min(1),
    GOOGLE_CLIENT_SECRET: z.string().min(1),
    GOOGLE_ISSUER: address.default('https://accounts.google.com'),
    ADMIN_EMAILS: list.default([]).transform((emails) => new Set(emails.map((email) => email.toLowerCase()))),
    VAPID_PUBLIC_KEY: z.string().regex(/^[A-Za-z0-9_-]{87}$/, 'must be a point on P-256, base64url'),
    VAPID_PRIVATE_KEY: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes, base64url'),
    VAPID_SUBJECT: z.string().regex(/^(mailto:|https:\/\/)./, 'must begin with mailto: or https://'),
    PUSH_EXTRA_ORIGINS: list
      .pipe(z.array(address.transform((url) => new URL(url).origin)))
      .default([])
      .transform((origins) => new Set(origins)),
    DISCORD_WEBHOOK_URL: address.optional(),
    DISCORD_OPS_WEBHOOK_URL: address.optional(),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    SENTRY_DSN: SentryDsn.optional(),
    /** The commit that runs. */
    RELEASE: z.string().min(1).optional(),
  })
  .refine((settings) => settings.STAGE !== 'prod' || settings.MENTOR === 'claude', {
    message: 'STAGE=prod does not accept the demo mentor',
    path: ['MENTOR'],
  })
  .refine((settings) => settings.STAGE !== 'prod' || settings.AUTH_URL.startsWith('https:'), {
    message: 'STAGE=prod needs an https origin',
    path: ['AUTH_URL'],
  })
  .refine((settings) => settings.STAGE !== 'prod' || settings.PUSH_EXTRA_ORIGINS.size === 0, {
    message: 'STAGE=prod pushes to the known push services only',
    path: ['PUSH_EXTRA_ORIGINS'],
  })
  .refine((settings) => settings.STAGE !== 'prod' || !settings.SENTRY_DSN?.startsWith('http:'), {
    message: 'STAGE=prod reports over https only',
    path: ['SENTRY_DSN'],
  })
export type Settings = z.infer<typeof Settings>

let parsed: { readonly from: object; readonly settings: Settings } | undefined

/**
 * The settings in `env`, parsed once per isolate. An empty variable counts as absent.
 * Throws one sentence per bad variable; values are never part of it.
 */
export function readSettings(env: object): Settings {
  if (parsed?.from === env) return parsed.settings
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => typeof value === 'string' && value !== ''),
  )
  const result = Settings.safeParse(given)
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The Worker's settings are incomplete. ${problems.join('; ')}`)
  }
  parsed = { from: env, settings: result.data }
  return result.data
}
