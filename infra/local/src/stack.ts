/**
 * The whole product on one machine: `startStack` brings it up and hands back the means to look at it, disturb it and
 * take it down. The launcher and the stack tests use the same one.
 */
import { startCron } from './cron.ts'
import { startDatabase } from './database.ts'
import { defaultDemoEmail } from './demo-login.ts'
import { Failure } from './failure.ts'
import { startFront } from './front.ts'
import { type GoogleStandIn, startGoogle } from './google/server.ts'
import { type Guard, startGuard } from './guard.ts'
import { openHome } from './home.ts'
import { loadKeys } from './keys.ts'
import { chooseMarket } from './market.ts'
import { tailOf } from './part.ts'
import { choosePorts, demoClientId, type Outside, planOutside, type StandInName } from './plan.ts'
import { waitForQuotes } from './quotes.ts'
import {
  type Context,
  edgeService,
  ingestService,
  standInsService,
  valkeyService,
  viteService,
} from './services.ts'
import type { Settings } from './settings.ts'
import type { Steps } from './steps.ts'
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
  readonly standIns: Readonly<Partial<Record<StandInName | 'google', string>>>
  /** Absent with the real Google. */
  readonly demoLogin?: string
}

export interface StackOptions {
  readonly settings: Settings
  readonly steps: Steps
  /** `built`: the web app as in production; `dev`: Vite's server; `none`: the API alone. */
  readonly web: 'built' | 'dev' | 'none'
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
  { settings, steps, web }: StackOptions,
  cleanUp: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<Stack> {
  const home = await openHome(settings.SAGE_HOME)
  cleanUp.push(() => home.release())
  const keys = await loadKeys(home.file('keys.json'))
  const ports = await choosePorts(settings, home.file('ports.json'), web === 'dev')
  const context: Context = { home, keys, settings, ports }
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

  const { label, url: valkeyUrl, service: valkey } = valkeyService(context)
  const stores = Promise.all([
    startDatabase(context, supervisor, steps),
    valkey === undefined
      ? undefined
      : steps.run(
          'Valkey',
          () => supervisor.start(valkey),
          () => label,
        ),
  ])
  const google = { current: undefined as GoogleStandIn | undefined }
  const startGoogleAgain = async () => {
    const client = {
      id: demoClientId,
      secret: keys.googleClientSecret,
      redirectUris: [`${origin}/api/auth/callback/google`],
    }
    google.current = await startGoogle({ port: ports.google, client })
  }
  cleanUp.push(async () => google.current?.close())
  cleanUp.push(() => supervisor.refuseNew())

  const outside = (async () => {
    const market = await steps.run(
      'Market',
      () => chooseMarket(settings),
      (source) => source,
    )
    const plan = planOutside(settings, market, ports, keys.googleClientSecret)
    if (plan.google.standIn) await startGoogleAgain()
    if (plan.standIns.length > 0) {
      const service = standInsService(context, plan.standIns)
      await steps.run(
        'Stand-ins',
        () => supervisor.start(service),
        () => plan.standIns.join(', '),
      )
    }
    return plan
  })()
  const edgeStarted = outside.then((plan) =>
    steps.run('Edge (wrangler dev)', () => supervisor.start(edgeService(context, plan, origin))),
  )
  const ingestStarted = Promise.all([stores, outside]).then(([[database], plan]) =>
    steps.run('Ingest', () => supervisor.start(ingestService(context, plan, database, valkeyUrl))),
  )
  const webStarted = startWeb(context, { web, guard, steps, supervisor })
  const [[database], plan] = await Promise.all([stores, outside, edgeStarted, ingestStarted, webStarted])

  const front = await startFront({
    port: ports.front,
    edge,
    origin,
    ...(web === 'built' ? { webRoot } : {}),
    ...(plan.google.standIn ? { demo: { edge, origin, issuer: `http://127.0.0.1:${ports.google}` } } : {}),
  })
  cleanUp.push(() => front.close())
  await steps.run('Prices', () => waitForQuotes(edge))
  const cron = startCron(edge)
  cleanUp.push(() => cron.close())
  home.announce(origin)

  const ready = readyLine(context, plan, {
    origin,
    edge,
    front: front.url,
    adminUrl: database.adminUrl,
    valkeyUrl,
  })
  return {
    ready,
    home: home.path,
    crashed,
    pid: (part) => supervisor.pid(part),
    async restart(part) {
      if (part !== 'google') return supervisor.restart(part)
      await google.current?.close()
      return startGoogleAgain()
    },
    async kill(part, signal = 'SIGTERM') {
      if (part !== 'google') return supervisor.kill(part, signal)
      await google.current?.close()
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

async function startWeb(
  context: Context,
  {
    web,
    guard,
    steps,
    supervisor,
  }: Pick<StackOptions, 'web' | 'steps'> & { guard: Guard; supervisor: Supervisor },
): Promise<void> {
  if (web === 'dev') {
    await steps.run('Web (Vite)', () => supervisor.start(viteService(context)))
  } else if (web === 'built') {
    const env = context.settings.machine
    const logFile = context.home.logFile('web-build')
    await steps.run(
      'Web build',
      () => buildWeb({ guard, logFile, env }),
      (outcome) => outcome,
    )
  }
}

interface Addresses {
  readonly origin: string
  readonly edge: string
  readonly front: string
  readonly adminUrl: string
  readonly valkeyUrl: string
}

function readyLine({ ports }: Context, plan: Outside, at: Addresses): Ready {
  const standIns: Partial<Record<StandInName | 'google', string>> = {}
  for (const name of plan.standIns) standIns[name] = `http://127.0.0.1:${ports.standIns[name]}`
  if (plan.google.standIn) standIns.google = `http://127.0.0.1:${ports.google}`
  const common = {
    web: at.origin,
    edge: at.edge,
    ingest: `http://127.0.0.1:${ports.ingest}`,
    postgres: at.adminUrl,
    valkey: at.valkeyUrl,
    standIns,
  }
  if (!plan.google.standIn) return common
  return {
    ...common,
    demoLogin: `${at.front}/__local/demo-login?email=${encodeURIComponent(defaultDemoEmail)}`,
  }
}
