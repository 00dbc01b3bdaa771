/**
 * What a report of a fault may hold when it leaves for Sentry, in the browser, the Worker and ingest alike: an event is
 * made anew from what is known to be harmless, so that whatever else a library attaches (cookies, headers, addresses,
 * breadcrumbs, local variables) never leaves. Event shape: https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/
 */

interface Frame {
  filename?: string | undefined
  function?: string | undefined
  module?: string | undefined
  lineno?: number | undefined
  colno?: number | undefined
  in_app?: boolean | undefined
  pre_context?: string[] | undefined
  context_line?: string | undefined
  post_context?: string[] | undefined
}

interface Thrown {
  type?: string | undefined
  value?: string | undefined
  stacktrace?: { frames?: Frame[] } | undefined
}

export interface FaultEvent {
  tags?: Record<string, unknown> | undefined
  message?: string | undefined
  exception?: { values?: Thrown[] } | undefined
}

/** Our own words about where it happened. `request_id` finds the lines in the logs. */
const ownTags = ['part', 'request_id', 'route', 'stage'] as const

/** What says where and when, and nothing about anybody. */
const kept = [
  'type',
  'event_id',
  'timestamp',
  'platform',
  'level',
  'release',
  'environment',
  'sdk',
  'debug_meta',
] as const

/** `event` without anything that a person could have written or could be found by. */
export function harmless<Event extends FaultEvent>(event: Event): Event {
  const values = event.exception?.values
  return {
    ...pick(event, kept),
    ...(event.message === undefined ? {} : { message: withoutWords(event.message) }),
    tags: pick(event.tags ?? {}, ownTags),
    ...(values === undefined ? {} : { exception: { values: values.map(thrown) } }),
  } as Event
}

function thrown({ type, value, stacktrace }: Thrown): Thrown {
  return {
    ...(type === undefined ? {} : { type: withoutWords(type) }),
    ...(value === undefined ? {} : { value: withoutWords(value) }),
    ...(stacktrace?.frames === undefined ? {} : { stacktrace: { frames: stacktrace.frames.map(frame) } }),
  }
}

/** Lines of source are ours; values of variables are not among what is taken. */
function frame(from: Frame): Frame {
  const places = ['function', 'module', 'lineno', 'colno', 'in_app'] as const
  const lines = ['pre_context', 'context_line', 'post_context'] as const
  return {
    ...pick(from, [...places, ...lines]),
    ...(from.filename === undefined ? {} : { filename: from.filename.replace(/[?#].*$/, '') }),
  }
}

const longest = 200

/**
 * A message without what may be quoted in it: values of a statement, anything in quotation marks or in Hangul, e-mail
 * addresses, what follows `?` in an address, user information in one, and long tokens.
 */
export function withoutWords(message: string): string {
  return message
    .replace(/\bparams: .*$/s, 'params: …')
    .replace(/"(?:[^"\\]|\\.)*"?|“[^”]*”?|`[^`]*`?|(?<![\p{L}\p{N}])'[^']*'?|‘[^’]*’?/gsu, '…')
    .replace(/[^\s@<>()]+@[^\s@<>()]+/g, '…')
    .replace(/\?[^\s]*/g, '')
    .replace(/[\p{Script=Hangul}][\p{Script=Hangul}\s\p{N}\p{P}]*/gu, '…')
    .replace(/[A-Za-z0-9_+/=-]{32,}/g, '…')
    .slice(0, longest)
}

/** The path of a request without what names a chat, a user or a row, so that reports of one place are one. */
export function placeOf(path: string): string {
  return path
    .replace(/[?#].*$/, '')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, ':id')
}

function pick<From extends object, Key extends string>(from: From, keys: readonly Key[]) {
  const wanted = new Set<string>(keys)
  return Object.fromEntries(
    Object.entries(from).filter(([key, value]) => wanted.has(key) && value !== undefined),
  )
}
