/** Reports of faults for Sentry; none of its listeners, none of its tracing: an event is made for what is handed over. */
import { harmless, placeOf } from '@sage/db/fault-event'
import {
  BrowserClient,
  dedupeIntegration,
  defaultStackParser,
  linkedErrorsIntegration,
  makeFetchTransport,
  Scope,
} from '@sentry/browser'

export interface ReportOptions {
  readonly dsn: string
  readonly release: string | undefined
  readonly environment: string
}

/** A page that breaks again and again has told enough. */
const mostPerPage = 20

/** What sends a fault. */
export function openReports({ dsn, release, environment }: ReportOptions) {
  const client = new BrowserClient({
    dsn,
    environment,
    ...(release === undefined ? {} : { release }),
    integrations: [linkedErrorsIntegration(), dedupeIntegration()],
    stackParser: defaultStackParser,
    transport: makeFetchTransport,
    sendClientReports: false,
    beforeSend: harmless,
  })
  client.init()
  let count = 0
  return ({ thrown, requestId }: { readonly thrown: unknown; readonly requestId: string | undefined }) => {
    count += 1
    if (count > mostPerPage) return
    const scope = new Scope()
    scope.setClient(client)
    scope.setTags({ part: 'web', request_id: requestId, route: placeOf(globalThis.location?.pathname ?? '') })
    scope.captureException(thrown)
  }
}
