/** The environment, parsed once. Each variable that is not usable gives one clear sentence. */
import { CoinSymbol, MarketSource, Stage } from '@sage/db/vocabulary'
import * as z from 'zod'
import { sqlEnvironment } from './sql/config.ts'

const Url = (...protocols: readonly string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
  })

const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' })
    return z.NEVER
  }
})

/** Ed25519 keys as JWKs (RFC 8037). */
const PublicKey = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })
const PrivateKey = z.looseObject({ ...PublicKey.shape, d: z.string(), kid: z.string() })

/** `BTC=5,ETH=7,*=10`: percent by coin, `*` for those that are not named. */
const MovePercents = z.string().transform((text, context) => {
  const parts = text.split(',').map((part) => /^\s*(\*|[A-Z]+)=(\d+(?:\.\d+)?)\s*$/.exec(part))
  const given = new Map(parts.map((part) => [part?.[1], Number(part?.[2])]))
  const usual = given.get('*') ?? Number.NaN
  const percents = Object.fromEntries(
    CoinSymbol.options.map((symbol) => [symbol, given.get(symbol) ?? usual]),
  )
  const known = new Set<string | undefined>(['*', ...CoinSymbol.options])
  const parsed = z.record(z.enum(CoinSymbol.options), z.number().positive()).safeParse(percents)
  if (parsed.success && [...given.keys()].every((name) => known.has(name))) return parsed.data
  context.addIssue({ code: 'custom', message: 'must look like BTC=5,ETH=7,*=10' })
  return z.NEVER
})

/** `https://<public key>@<host>/<project>`: https://docs.sentry.io/concepts/key-terms/dsn-explainer/ */
const SentryDsn = z
  .string()
  .regex(/^https?:\/\/\w+@[\w.:-]+\/(?:[\w/-]+\/)?\d+$/, 'must be a DSN as Sentry shows it')

const Points = z.coerce.number('must be points of the index').int().min(0).max(100)

const Environment = z
  .object({
    STAGE: z.enum(Stage.options).default('local'),
    /** 0 takes a free port. */
    PORT: z.coerce.number('must be a port number').int().min(0).max(65_535),
    MARKET: z.enum(MarketSource.options).default('live'),
    DATABASE_URL: Url('postgres', 'postgresql'),
    VALKEY_URL: Url('redis', 'rediss'),
    EDGE_PUBLIC_KEYS: Json.pipe(
      z.object({ keys: z.array(PublicKey).min(1) }, 'must be a JSON Web Key Set of Ed25519 keys'),
    ),
    INGEST_SIGNING_KEY: Json.pipe(PrivateKey),
    EDGE_URL: Url('http', 'https'),
    BINANCE_WS_URL: Url('ws', 'wss').default('wss://stream.binance.com:9443'),
    BINANCE_REST_URL: Url('http', 'https').default('https://api.binance.com'),
    GATE_WS_URL: Url('ws', 'wss').default('wss://api.gateio.ws/ws/v4/'),
    GATE_REST_URL: Url('http', 'https').default('https://api.gateio.ws'),
    FEAR_GREED_URL: Url('http', 'https').default('https://api.alternative.me/fng/'),
    ALERT_MOVE_PERCENT: MovePercents.prefault('BTC=5,ETH=7,*=10'),
    ALERT_FEAR_GREED_JUMP: Points.default(15),
    ALERT_FEAR_GREED_FEAR: Points.default(10),
    ALERT_FEAR_GREED_GREED: Points.default(90),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    SENTRY_DSN: SentryDsn.optional(),
    /** Where CloudWatch collects the figures; without it none are written. */
    METRICS_NAMESPACE: z.string().min(1).optional(),
    /** The commit that runs. */
    RELEASE: z.string().min(1).optional(),
    ...sqlEnvironment.shape,
  })
  .refine(({ STAGE, MARKET }) => STAGE !== 'prod' || MARKET === 'live', {
    path: ['MARKET'],
    error: 'must be live in production: a replayed market is never served as the real one',
  })
export type Config = z.infer<typeof Environment>

/** The configuration, or the sentences that say what is wrong with the environment. */
export function readConfig(
  environment: NodeJS.ProcessEnv,
): { readonly config: Config } | { readonly problems: readonly string[] } {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  if (parsed.success) return { config: parsed.data }
  const problems = new Map(
    parsed.error.issues.map((issue) => {
      const name = String(issue.path[0] ?? 'The environment')
      return [name, set[name] === undefined ? `${name} is not set.` : `${name} ${issue.message}.`]
    }),
  )
  return { problems: [...problems.values()] }
}
