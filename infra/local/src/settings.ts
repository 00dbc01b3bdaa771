/** What the person at the terminal may choose through the environment. Read once, at the entry. */
import { join } from 'node:path'
import * as z from 'zod'
import { Failure } from './failure.ts'
import { repository } from './repository.ts'

const Port = z.coerce.number().int().min(1).max(65_535).optional()
const Text = z.string().min(1).optional()

const Environment = z.object({
  SAGE_HOME: z.string().min(1).default(join(repository, '.sage')),
  MARKET: z.enum(['auto', 'live', 'replay']).default('auto'),
  WEB_PORT: Port,
  EDGE_PORT: Port,
  INGEST_PORT: Port,
  POSTGRES_PORT: Port,
  VALKEY_PORT: Port,
  VALKEY_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  ANTHROPIC_API_KEY: Text,
  ANTHROPIC_BASE_URL: z.url().optional(),
  GOOGLE_CLIENT_ID: Text,
  GOOGLE_CLIENT_SECRET: Text,
  GOOGLE_ISSUER: z.url().optional(),
  BINANCE_WS_URL: z.url().optional(),
  BINANCE_REST_URL: z.url().optional(),
  GATE_WS_URL: z.url().optional(),
  GATE_REST_URL: z.url().optional(),
  FEAR_GREED_URL: z.url().optional(),
  CHROME_PATH: Text,
})

/** Variables that go to the edge, or to ingest, as they are when they are set. */
const edgeVariables = [
  'MODEL_FAST',
  'MODEL_SMART',
  'BUDGET_USER_DAILY_USD',
  'BUDGET_TOTAL_DAILY_USD',
  'ADMIN_EMAILS',
  'VAPID_SUBJECT',
  'PUSH_EXTRA_ORIGINS',
  'DISCORD_WEBHOOK_URL',
  'DISCORD_OPS_WEBHOOK_URL',
  'SENTRY_DSN',
  'RELEASE',
  'LOG_LEVEL',
] as const
const ingestVariables = [
  'ALERT_MOVE_PERCENT',
  'ALERT_FEAR_GREED_JUMP',
  'ALERT_FEAR_GREED_FEAR',
  'ALERT_FEAR_GREED_GREED',
  'SENTRY_DSN',
  'RELEASE',
  'LOG_LEVEL',
] as const

const webVariables = ['VITE_SENTRY_DSN', 'VITE_RELEASE'] as const

/** What a child process needs from the machine; nothing else of the environment reaches it. */
const machineVariables = [
  'PATH',
  'HOME',
  'USER',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'TZ',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
] as const

export interface Settings extends z.infer<typeof Environment> {
  readonly forEdge: Readonly<Record<string, string>>
  readonly forIngest: Readonly<Record<string, string>>
  /** What the web app is built with. */
  readonly forWeb: Readonly<Record<string, string>>
  readonly machine: Readonly<Record<string, string>>
}

export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Failure(
      `${String(issue?.path[0] ?? 'The environment')} is not usable: ${issue?.message ?? ''}.`,
    )
  }
  return {
    ...parsed.data,
    forEdge: pick(set, edgeVariables),
    forIngest: pick(set, ingestVariables),
    forWeb: pick(set, webVariables),
    machine: pick(set, machineVariables),
  }
}

function pick(from: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = from[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
