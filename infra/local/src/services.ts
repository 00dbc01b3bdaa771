/** How each process of the stack is started and how it shows that it works. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './home.ts'
import type { Keys } from './keys.ts'
import type { AlertPlan, FeedPlan, GooglePlan, MentorPlan, Ports, StandInName } from './plan.ts'
import { answers } from './probe.ts'
import { nodeProgram, repository } from './repository.ts'
import type { Settings } from './settings.ts'
import type { Service } from './supervisor.ts'
import { type ValkeyServer, valkeyAnswers, writeValkeyConfig } from './valkey.ts'

/** What every service is made from. */
export interface Context {
  readonly home: Home
  readonly keys: Keys
  readonly settings: Settings
  readonly ports: Ports
  /** Another entry for the Worker than `wrangler.toml` names: what a benchmark puts beside it. */
  readonly edgeScript?: string | undefined
}

export function valkeyService(
  { home, keys, settings, ports }: Context,
  server: ValkeyServer,
): { readonly url: string; readonly service: Service } {
  const { configFile, dataDir, url } = writeValkeyConfig(home.path, ports.valkey, keys.valkey)
  const service = {
    spec: {
      name: 'valkey',
      command: server.command,
      args: server.args(configFile, dataDir, ports.valkey),
      env: settings.machine,
      cwd: home.path,
      logFile: home.logFile('valkey'),
    },
    ready: () => valkeyAnswers(url),
    // Docker may have to fetch its image first.
    deadlineMs: 60_000,
  }
  return { url, service }
}

/** What the stand-ins' program calls them. */
const standInPrograms = {
  binance: 'binance',
  gate: 'gate',
  fearGreed: 'fear-greed',
  claude: 'claude',
  push: 'push',
  discord: 'discord',
} as const

export function standInsService({ home, settings, ports }: Context, names: readonly StandInName[]): Service {
  return {
    spec: {
      name: 'standIns',
      command: nodeProgram,
      args: [join(repository, 'infra/local/src/stand-ins/main.ts')],
      env: {
        ...settings.machine,
        STANDINS: names.map((name) => standInPrograms[name]).join(','),
        PORT_BINANCE: String(ports.standIns.binance),
        PORT_GATE: String(ports.standIns.gate),
        PORT_FEAR_GREED: String(ports.standIns.fearGreed),
        PORT_CLAUDE: String(ports.standIns.claude),
        PORT_PUSH: String(ports.standIns.push),
        PORT_DISCORD: String(ports.standIns.discord),
      },
      cwd: repository,
      logFile: home.logFile('standIns'),
    },
    ready: async () => {
      const all = names.map((name) => answers(`http://127.0.0.1:${ports.standIns[name]}/__control`))
      return (await Promise.all(all)).every(Boolean)
    },
    deadlineMs: 60_000,
  }
}

export interface DatabaseUrls {
  readonly ingestUrl: string
  readonly serviceUrl: string
  readonly userUrl: string
}

export function ingestService(
  { home, keys, settings, ports }: Context,
  feeds: FeedPlan,
  database: DatabaseUrls,
  valkeyUrl: string,
): Service {
  return {
    spec: {
      name: 'ingest',
      command: nodeProgram,
      args: [join(repository, 'ingest/src/main.ts')],
      env: {
        ...settings.machine,
        ...settings.forIngest,
        ...feeds.env,
        STAGE: 'local',
        PORT: String(ports.ingest),
        MARKET: feeds.market,
        DATABASE_URL: database.ingestUrl,
        DATABASE_SERVICE_URL: database.serviceUrl,
        DATABASE_USER_URL: database.userUrl,
        IDENTITY_SEAL_KEY: keys.identitySeal,
        VALKEY_URL: valkeyUrl,
        EDGE_PUBLIC_KEYS: JSON.stringify({ keys: [keys.edge.publicJwk] }),
        INGEST_SIGNING_KEY: JSON.stringify(keys.ingest.privateJwk),
        EDGE_URL: `http://127.0.0.1:${ports.edge}`,
      },
      cwd: repository,
      logFile: home.logFile('ingest'),
    },
    ready: () => answers(`http://127.0.0.1:${ports.ingest}/readyz`),
    deadlineMs: 90_000,
  }
}

export function edgeService(
  { home, keys, settings, ports, edgeScript }: Context,
  mentor: MentorPlan,
  google: GooglePlan,
  alerts: AlertPlan,
  origin: string,
): Service {
  const envFile = home.file('edge.env')
  const variables = {
    STAGE: 'local',
    MENTOR: mentor.mentor,
    INGEST_URL: `http://127.0.0.1:${ports.ingest}`,
    EDGE_SIGNING_KEY: JSON.stringify(keys.edge.privateJwk),
    INGEST_PUBLIC_KEYS: JSON.stringify({ keys: [keys.ingest.publicJwk] }),
    AUTH_SECRETS: keys.authSecret,
    AUTH_URL: origin,
    VAPID_PUBLIC_KEY: keys.vapid.publicKey,
    VAPID_PRIVATE_KEY: keys.vapid.privateKey,
    VAPID_SUBJECT: 'mailto:local@sage.local',
    ...mentor.env,
    ...google.env,
    ...settings.forEdge,
    ...alerts.env,
  }
  writeFileSync(envFile, envFileText(variables), { mode: 0o600 })
  const wranglerHome = home.file('wrangler')
  mkdirSync(wranglerHome, { recursive: true })
  return {
    spec: {
      name: 'edge',
      command: nodeProgram,
      // wrangler's own program, without the process in between that only starts it.
      args: [
        '--no-warnings',
        join(repository, 'node_modules/wrangler/wrangler-dist/cli.js'),
        'dev',
        ...(edgeScript === undefined ? [] : [edgeScript]),
        ...['--config', join(repository, 'wrangler.toml')],
        ...['--ip', '127.0.0.1', '--port', String(ports.edge), '--inspector-port', '0'],
        ...['--persist-to', home.file('edge'), '--env-file', envFile],
        '--show-interactive-dev-session=false',
      ],
      env: {
        ...settings.machine,
        XDG_CONFIG_HOME: wranglerHome,
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_SEND_ERROR_REPORTS: 'false',
        WRANGLER_HIDE_BANNER: 'true',
        // Offline, the look-up of `Request.cf` would only wait.
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        // wrangler would store a trace of every request that comes in or goes out, in the Worker's own process.
        X_LOCAL_OBSERVABILITY: 'false',
        NO_COLOR: '1',
      },
      cwd: repository,
      logFile: home.logFile('edge'),
    },
    ready: () => answers(`http://127.0.0.1:${ports.edge}/api/healthz`),
    // Bundling takes a second or two, and more than a minute was seen where others kept both cores busy.
    deadlineMs: 180_000,
  }
}

/** dotenv's syntax as wrangler reads it: single quotes, and `$` escaped because it expands even inside them. */
export function envFileText(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}='${value.replaceAll('$', '\\$')}'\n`)
    .join('')
}

/** Vite's development server, in place of the built app. */
export function viteService({ home, settings, ports }: Context): Service {
  return {
    spec: {
      name: 'web',
      command: nodeProgram,
      args: [
        join(repository, 'node_modules/vite/bin/vite.js'),
        ...['--host', '127.0.0.1', '--port', String(ports.web), '--strictPort'],
      ],
      env: { ...settings.machine, SAGE_EDGE_URL: `http://127.0.0.1:${ports.front}` },
      cwd: join(repository, 'web'),
      logFile: home.logFile('web'),
    },
    ready: () => answers(`http://127.0.0.1:${ports.web}/`),
    deadlineMs: 30_000,
  }
}
