/**
 * Faults of ours: each leaves a line in the log and, where Sentry is configured, a report there without anything that a
 * user has written or could be found by. Nothing else is sent, and no request, stream or object is wrapped: those keep the
 * runtime's own behaviour, on which the promises of a turn rest.
 */
import { harmless, withoutWords } from '@sage/db/fault-event'
import { CloudflareClient, createTransport, linkedErrorsIntegration, Scope } from '@sentry/cloudflare'
import { createStackParser } from '@sentry/core'
import { nodeStackLineParser } from '@sentry/core/server'
import type { FaultPlace, Log, ReportFault } from './log.ts'

export interface FaultDeps {
  readonly log: Log
  readonly settings: FaultSettings
  /** Lets `work` outlive the request. */
  readonly keepAlive: (work: Promise<unknown>) => void
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  readonly nowMs?: () => number
}

export interface FaultSettings {
  readonly STAGE: string
  readonly SENTRY_DSN?: string | undefined
  readonly RELEASE?: string | undefined
}

const sendDeadlineMs = 5_000
/** Of one isolate. What breaks for everybody is told often enough, and a request may only make so many others. */
const mostPerMinute = 10

const stackParser = createStackParser(nodeStackLineParser())

export function faultReporter({ log, settings, keepAlive, ...deps }: FaultDeps): ReportFault {
  const { fetch: post = (url, init) => fetch(url, init), nowMs = Date.now } = deps
  return (message, thrown, place, fields = {}) => {
    log('error', message, { ...place, ...fields, error: withoutWords(String(thrown)) })
    if (settings.SENTRY_DSN === undefined || !hasRoom(nowMs())) return
    keepAlive(send(settings, thrown, place, post).catch(() => undefined))
  }
}

async function send(
  settings: FaultSettings,
  thrown: unknown,
  { part, requestId, route }: FaultPlace,
  post: (url: string, init: RequestInit) => Promise<Response>,
): Promise<void> {
  const client = new CloudflareClient({
    dsn: settings.SENTRY_DSN,
    environment: settings.STAGE,
    ...(settings.RELEASE === undefined ? {} : { release: settings.RELEASE }),
    // The causes of an error are reported with it.
    integrations: [linkedErrorsIntegration()],
    stackParser,
    sendClientReports: false,
    beforeSend: harmless,
    transport: (options) =>
      createTransport(options, async ({ body }) => {
        const response = await post(options.url, {
          method: 'POST',
          body: typeof body === 'string' ? body : new Uint8Array(body),
          headers: options.headers ?? {},
          redirect: 'manual',
          signal: AbortSignal.timeout(sendDeadlineMs),
        })
        await response.body?.cancel()
        return { statusCode: response.status }
      }),
  })
  client.init()
  const scope = new Scope()
  scope.setClient(client)
  scope.setTags({ part, request_id: requestId, route })
  scope.captureException(thrown)
  await client.flush(sendDeadlineMs)
  client.dispose()
}

let minute = { startedMs: 0, count: 0 }

function hasRoom(nowMs: number): boolean {
  if (nowMs - minute.startedMs >= 60_000) minute = { startedMs: nowMs, count: 0 }
  minute.count += 1
  return minute.count <= mostPerMinute
}
