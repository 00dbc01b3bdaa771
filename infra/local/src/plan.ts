/** Where everything will listen, and which parts of the outside world are stood in for. Decided before any start. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { MarketSource } from '@sage/db/vocabulary'
import * as z from 'zod'
import { choosePort, freePort } from './ports.ts'
import type { Settings } from './settings.ts'

/** The stand-ins that run together in one process; Google's runs in the launcher. */
export type StandInName = 'binance' | 'gate' | 'fearGreed' | 'claude' | 'push' | 'discord'

export interface Ports {
  readonly web: number
  readonly front: number
  readonly edge: number
  readonly ingest: number
  readonly postgres: number
  readonly valkey: number
  readonly google: number
  readonly standIns: Readonly<Record<StandInName, number>>
}

const Remembered = z.object({ web: z.int() })

/**
 * Chooses all ports. The web port stays the same from start to start if it can, so that bookmarks, the installed
 * app and open tabs keep working. While Vite serves the app (`dev`), the front has a port of its own.
 */
export async function choosePorts(settings: Settings, memory: string, dev: boolean): Promise<Ports> {
  const web = await choosePort('WEB_PORT', settings.WEB_PORT, rememberedPort(memory))
  writeFileSync(memory, `${JSON.stringify({ web } satisfies z.infer<typeof Remembered>)}\n`)
  return {
    web,
    front: dev ? await freePort() : web,
    edge: await choosePort('EDGE_PORT', settings.EDGE_PORT),
    ingest: await choosePort('INGEST_PORT', settings.INGEST_PORT),
    postgres: await choosePort('POSTGRES_PORT', settings.POSTGRES_PORT),
    valkey: await choosePort('VALKEY_PORT', settings.VALKEY_PORT),
    google: await freePort(),
    standIns: {
      binance: await freePort(),
      gate: await freePort(),
      fearGreed: await freePort(),
      claude: await freePort(),
      push: await freePort(),
      discord: await freePort(),
    },
  }
}

function rememberedPort(file: string): number | undefined {
  if (!existsSync(file)) return undefined
  try {
    return Remembered.parse(JSON.parse(readFileSync(file, 'utf8'))).web
  } catch {
    return undefined
  }
}

/** Which feeds ingest reads; what is absent from `env` keeps ingest's default, the real venue. */
export interface FeedPlan {
  readonly market: MarketSource
  readonly env: Readonly<Record<string, string>>
  readonly standIns: readonly StandInName[]
}

/** Which mentor answers. */
export interface MentorPlan {
  readonly mentor: 'claude' | 'demo'
  readonly standIn: boolean
  readonly env: Readonly<Record<string, string>>
}

/** Who vouches for people. */
export interface GooglePlan {
  readonly standIn: boolean
  readonly env: Readonly<Record<string, string>>
}

export const demoClientId = 'sage-local'
const at = (port: number) => `127.0.0.1:${port}`

/** A variable set by the person at the terminal wins, and its stand-in is not started. */
export function planFeeds(settings: Settings, market: MarketSource, ports: Ports): FeedPlan {
  const { binance, gate, fearGreed } = ports.standIns
  const replayed: readonly (readonly [string, string | undefined, string, StandInName])[] = [
    ['BINANCE_WS_URL', settings.BINANCE_WS_URL, `ws://${at(binance)}`, 'binance'],
    ['BINANCE_REST_URL', settings.BINANCE_REST_URL, `http://${at(binance)}`, 'binance'],
    ['GATE_WS_URL', settings.GATE_WS_URL, `ws://${at(gate)}/ws/v4/`, 'gate'],
    ['GATE_REST_URL', settings.GATE_REST_URL, `http://${at(gate)}`, 'gate'],
    ['FEAR_GREED_URL', settings.FEAR_GREED_URL, `http://${at(fearGreed)}/fng/`, 'fearGreed'],
  ]
  const env: Record<string, string> = {}
  const standIns = new Set<StandInName>()
  for (const [variable, given, url, standIn] of replayed) {
    if (given !== undefined) env[variable] = given
    else if (market === 'replay') {
      env[variable] = url
      standIns.add(standIn)
    }
  }
  return { market, env, standIns: [...standIns] }
}

/** A key means the real Claude; without one, the stand-in answers (or whatever ANTHROPIC_BASE_URL names). */
export function planMentor(settings: Settings, ports: Ports): MentorPlan {
  const { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: baseUrl } = settings
  if (key === undefined) {
    const url = baseUrl ?? `http://${at(ports.standIns.claude)}`
    const env = { ANTHROPIC_API_KEY: 'local-stand-in', ANTHROPIC_BASE_URL: url }
    return { mentor: 'demo', standIn: baseUrl === undefined, env }
  }
  const env = { ANTHROPIC_API_KEY: key, ...(baseUrl === undefined ? {} : { ANTHROPIC_BASE_URL: baseUrl }) }
  return { mentor: 'claude', standIn: false, env }
}

/** Where alerts go. */
export interface AlertPlan {
  readonly standIns: readonly StandInName[]
  readonly env: Readonly<Record<string, string>>
}

/** The push service's stand-in is there beside the real ones, which browsers choose; Discord's where none is given. */
export function planAlerts({ forEdge }: Pick<Settings, 'forEdge'>, ports: Ports): AlertPlan {
  const { push, discord } = ports.standIns
  const given = (name: string) => forEdge[name] !== undefined
  const standsIn = !given('DISCORD_WEBHOOK_URL') && !given('DISCORD_OPS_WEBHOOK_URL')
  return {
    standIns: standsIn ? ['push', 'discord'] : ['push'],
    env: {
      PUSH_EXTRA_ORIGINS: [`http://${at(push)}`, forEdge.PUSH_EXTRA_ORIGINS ?? []].flat().join(','),
      ...(standsIn
        ? {
            DISCORD_WEBHOOK_URL: `http://${at(discord)}/api/webhooks/1/market`,
            DISCORD_OPS_WEBHOOK_URL: `http://${at(discord)}/api/webhooks/2/ops`,
          }
        : {}),
    },
  }
}

/** The real Google needs both a client id and its secret. */
export function planGoogle(settings: Settings, ports: Ports, standInSecret: string): GooglePlan {
  const { GOOGLE_CLIENT_ID: id, GOOGLE_CLIENT_SECRET: secret, GOOGLE_ISSUER: issuer } = settings
  if (id === undefined || secret === undefined) {
    const env = {
      GOOGLE_CLIENT_ID: demoClientId,
      GOOGLE_CLIENT_SECRET: standInSecret,
      GOOGLE_ISSUER: `http://${at(ports.google)}`,
    }
    return { standIn: true, env }
  }
  const env = { GOOGLE_CLIENT_ID: id, GOOGLE_CLIENT_SECRET: secret }
  return { standIn: false, env: issuer === undefined ? env : { ...env, GOOGLE_ISSUER: issuer } }
}
