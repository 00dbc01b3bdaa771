/**
 * Faults of ours: each leaves a line in the log and, where Sentry is configured, a report there without anything that a
 * user has written or could be found by. Nothing is patched or traced: the path of a frame stays as it is.
 */
import { harmless, withoutWords } from '@sage/db/fault-event'
import {
  contextLinesIntegration,
  defaultStackParser,
  linkedErrorsIntegration,
  makeNodeTransport,
  NodeClient,
  Scope,
} from '@sentry/node'
import type { Logger } from 'pino'

export interface FaultPlace {
  readonly part: 'http' | 'process'
  readonly requestId?: string
  /** A route's pattern. */
  readonly route?: string
}

export interface FaultReporter {
  /** `message`: our own words, for the log. Never throws. */
  report(message: string, thrown: unknown, place: FaultPlace): void
  /** Resolves when what was reported has left, or after `ms`. */
  flush(ms: number): Promise<void>
}

export interface FaultDeps {
  readonly log: Logger
  readonly dsn: string | undefined
  readonly stage: string
  readonly release: string | undefined
  readonly nowMs: () => number
}

/** What breaks for everybody is told often enough. */
const mostPerMinute = 10

export function createFaultReporter({ log, dsn, stage, release, nowMs }: FaultDeps): FaultReporter {
  const client = dsn === undefined ? undefined : open(dsn, stage, release)
  let minute = { startedMs: 0, count: 0 }

  function hasRoom(): boolean {
    if (nowMs() - minute.startedMs >= 60_000) minute = { startedMs: nowMs(), count: 0 }
    minute.count += 1
    return minute.count <= mostPerMinute
  }

  return {
    report(message, thrown, place) {
      log.error({ ...place, reason: withoutWords(String(thrown)) }, message)
      if (client === undefined || !hasRoom()) return
      const scope = new Scope()
      scope.setClient(client)
      scope.setTags({ part: place.part, request_id: place.requestId, route: place.route })
      scope.captureException(thrown)
    },
    async flush(ms) {
      await client?.flush(ms)
    },
  }
}

function open(dsn: string, environment: string, release: string | undefined): NodeClient {
  const client = new NodeClient({
    dsn,
    environment,
    ...(release === undefined ? {} : { release }),
    integrations: [linkedErrorsIntegration(), contextLinesIntegration()],
    stackParser: defaultStackParser,
    transport: makeNodeTransport,
    sendClientReports: false,
    beforeSend: harmless,
  })
  client.init()
  return client
}
