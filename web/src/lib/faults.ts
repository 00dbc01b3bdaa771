/**
 * Faults of the page itself. Where the build was given no DSN nothing of this is in it. What sends them is loaded when the
 * page has long been painted; what goes wrong before that is kept until then.
 */
import { afterFirstPaint } from './quiet.ts'

const dsn = import.meta.env.VITE_SENTRY_DSN

interface Fault {
  readonly thrown: unknown
  readonly requestId: string | undefined
}

/** More would be one fault over and over. */
const mostWaiting = 5
const waiting: Fault[] = []
let send: ((fault: Fault) => void) | undefined

/** `requestId`: of the request whose answer it was about. */
export function noteFault(thrown: unknown, requestId?: string): void {
  if (dsn === undefined) return
  const fault = { thrown, requestId }
  if (send) send(fault)
  else if (waiting.length < mostWaiting) waiting.push(fault)
}

/** Listens to what nobody caught. */
export function watchFaults(): void {
  if (dsn === undefined) return
  addEventListener('error', ({ error, message }) => noteFault(error ?? message))
  addEventListener('unhandledrejection', ({ reason }) => noteFault(reason))
  afterFirstPaint(async () => {
    const { openReports } = await import('./fault-reports.ts')
    send = openReports({
      dsn,
      release: import.meta.env.VITE_RELEASE,
      environment: import.meta.env.VITE_STAGE ?? 'local',
    })
    for (const fault of waiting.splice(0)) send(fault)
  })
}
