/**
 * The whole product on one machine: `startStack` brings it up and hands back the means to look at it, disturb it and
 * take it down. The launcher and the stack tests use the same one.
 */
import { startCron } from './cron.ts'
import { Failure } from './failure.ts'
import { startFront } from './front.ts'
import { type GoogleStandIn, startGoogle } from './google/server.ts'
import { type Guard, startGuard } from './guard.ts'
import { openHome } from './home.ts'
import { loadKeys } from './keys.ts'
import { chooseMarket } from './market.ts'
import { tailOf } from './part.ts'
import {
  type AlertPlan,
  choosePorts,
  demoClientId,
  type FeedPlan,
  type MentorPlan,
  planAlerts,
  planFeeds,
  planGoogle,
  planMentor,
  type StandInName,
} from './plan.ts'
import { waitForQuotes } from './quotes.ts'
import { type Context, edgeService, ingestService, standInsService, viteService } from './services.ts'
import type { Settings } from './settings.ts'
import type { Steps } from './steps.ts'
import { startDatabase, startValkey } from './stores.ts'
import { Supervisor } from './supervisor.ts'
import { buildWeb, webRoot } from './web-build.ts'

export type PartName = 'postgres' | 'valkey' | 'standIns' | 'google' | 'ingest' | 'edge' | 'web'

/** The line `ready {json}`: a URL for every part that runs; `standIns` names only those in use. */
export interface Ready {
  readonly web: string
  readonly edge: string
  readonly ingest: string
  /** As the superuser, whom row-level security does not bind: for looking inside. */
  readonly postgres: string
  readonly valkey: string
  readonly standIns: Readonly<Partial<Record<StandInName | 'google' | 'sentry', string>>>
  /** Absent with the real Google. */
  readonly demoLogin?: string
}

export interface StackOptions {
  readonly settings: Settings
  readonly steps: Steps
  /** `built`: the web app as in production; `dev`: Vite's server; `none`: the API alone. */
  readonly web: 'built' | 'dev' | 'none'
  /** Another entry for the Worker than `wrangler.toml` names. */
  readonly edgeScript?: string
  /** Gives up a start that is under way; what runs by then is ended. */
  readonly signal?: AbortSignal
}

export interface Stack {
  readonly ready: Ready
  readonly home: string
  /** Resolves if a part ends without being asked to. */
  readonly crashed: Promise<Failure>
  /** Process id of the part's group leader; `undefined` for a part inside the launcher or not running. */
  pid(part: PartName): number | undefined
  restart(part: PartName): Promise<void>
  /** Ends (or, with SIGSTOP and SIGCONT, freezes and thaws) a part; only `restart` brings it back. */
  kill(part: PartName, signal?: NodeJS.Signals): Promise<void>
  /** The end of a part's log. */
  logs(part: PartName, lines?: number): string
  close(): Promise<void>
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const cleanUp: (() => Promise<void> | void)[] = []
  const close = async () => {
    for (const step of cleanUp.splice(0).reverse()) await step()
  }
  try {
    return await Promise.race([bringUp(options, cleanUp, close), abandoned(options.signal)])
  } catch (error) {
    await close()
    throw error
  }
}

async function bringUp(
  { settings, steps, web, edgeScript }: StackOptions,
  cleanUp: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<Stack> {
  const home = await openHome(settings.SAGE_HOME)
  cleanUp.push(() => home.release())
  const keys = await loadKeys(home.file('keys.json'))
  const ports = await choosePorts(settings, home.file('ports.json'), web === 'dev')
  const context: Context = { home, keys, settings, ports, edgeScript }
  const origin = `http://127.0.0.1:${ports.web}`
  const edge = `http://127.0.0.1:${ports.edge}`

  const guard = startGuard()
  cleanUp.push(() => guard.close())
  let reportCrash = (_failure: Failure) => {}
  const crashed = new Promise<Failure>((resolve) => {
    reportCrash = resolve
  })
  const supervisor = new Supervisor(guard, (failure) => reportCrash(failure))
  // Stores last: what uses them goes first.
  for (const group of [['postgres', 'valkey'], ['standIns'], ['ingest'], ['edge', 'web']]) {
    cleanUp.push(async () => {
      await Promise.all(group.map((name) => supervisor.stop(name)))
    })
  }

  const mentor = planMentor(settings, ports)
  const identity = planGoogle(settings, ports, keys.googleClientSecret)
  const alerts = planAlerts(settings, ports)
  const google = identity.standIn ? googlePart(context, origin) : undefined
  cleanUp.push(() => google?.stop())
  cleanUp.push(() => supervisor.refuseNew())

  const edgeStarted = steps.run('Edge (wrangler dev)', () =>
    supervisor.start(edgeService(context, mentor, identity, alerts, origin)),
  )
  const database = startDatabase(context, supervisor, steps)
  const valkey = startValkey(context, supervisor, steps)
  const feeds = startOutside(context, mentor, alerts, supervisor, steps)
  const ingestStarted = Promise.all([feeds, database, valkey]).then(([plan, urls, valkeyUrl]) =>
    steps.run('Ingest', () => supervisor.start(ingestService(context, plan, urls, valkeyUrl))),
  )
  const [{ standIns }, { adminUrl }, valkeyUrl] = await Promise.all([
    feeds,
    database,
    valkey,
    edgeStarted,
    ingestStarted,
    startWeb(context, web, { guard, steps, supervisor }),
    google?.start(),
  ])

  const front = await startFront({
    port: ports.front,
    edge,
    origin,
    ...(web === 'built' ? { webRoot } : {}),
    ...(google === undefined ? {} : { demo: { edge, origin, issuer: google.issuer } }),
  })
  cleanUp.push(() => front.close())
  await steps.run('Prices', () => waitForQuotes(edge))
  const cron = startCron(edge)
  cleanUp.push(() => cron.close())
  home.announce(origin)

  const ready: Ready = {
    web: origin,
    edge,
    ingest: `http://127.0.0.1:${ports.ingest}`,
    postgres: adminUrl,
    valkey: valkeyUrl,
    standIns: {
      ...Object.fromEntries(standIns.map((name) => [name, `http://127.0.0.1:${ports.standIns[name]}`])),
      ...(google === undefined ? {} : { google: google.issuer }),
    },
    ...(google === undefined ? {} : { demoLogin: `${front.url}/__local/demo-login` }),
  }
  return {
    ready,
    home: home.path,
    crashed,
    pid: (part) => supervisor.pid(part),
    async restart(part) {
      if (part !== 'google') return supervisor.restart(part)
      await google?.stop()
      await google?.start()
    },
    async kill(part, signal = 'SIGTERM') {
      if (part !== 'google') return supervisor.kill(part, signal)
      await google?.stop()
    },
    logs: (part, lines) => tailOf(home.logFile(part), lines),
    close,
  }
}

function abandoned(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Failure('The start was given up.'))
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/** Decides on the market and starts what stands in for the outside world; resolves with what ingest needs to know. */
async function startOutside(
  context: Context,
  mentor: MentorPlan,
  alerts: AlertPlan,
  supervisor: Supervisor,
  steps: Steps,
): Promise<FeedPlan> {
  const market = await steps.run(
    'Market',
    () => chooseMarket(context.settings),
    (source) => source,
  )
  const feeds = planFeeds(context.settings, market, context.ports)
  const standIns: StandInName[] = [
    ...feeds.standIns,
    ...(mentor.standIn ? (['claude'] as const) : []),
    ...alerts.standIns,
  ]
  if (standIns.length > 0) {
    const title = `Stand-ins (${standIns.join(', ')})`
    await steps.run(title, () => supervisor.start(standInsService(context, standIns)))
  }
  return { ...feeds, standIns }
}

async function startWeb(
  context: Context,
  web: StackOptions['web'],
  { guard, steps, supervisor }: { guard: Guard; steps: Steps; supervisor: Supervisor },
): Promise<void> {
  if (web === 'dev') {
    await steps.run('Web (Vite)', () => supervisor.start(viteService(context)))
  } else if (web === 'built') {
    const { machine, forWeb } = context.settings
    const env = { ...machine, ...forWeb }
    const logFile = context.home.logFile('web-build')
    await steps.run(
      'Web build',
      () => buildWeb({ guard, logFile, env }),
      (outcome) => outcome,
    )
  }
}

interface GooglePart {
  readonly issuer: string
  start(): Promise<void>
  stop(): Promise<void>
}

/** Google's stand-in runs inside the launcher. */
function googlePart({ keys, ports }: Context, origin: string): GooglePart {
  const client = {
    id: demoClientId,
    secret: keys.googleClientSecret,
    redirectUris: [`${origin}/api/auth/callback/google`],
  }
  let running: GoogleStandIn | undefined
  return {
    issuer: `http://127.0.0.1:${ports.google}`,
    async start() {
      running = await startGoogle({ port: ports.google, client })
    },
    async stop() {
      await running?.close()
      running = undefined
    },
  }
}
