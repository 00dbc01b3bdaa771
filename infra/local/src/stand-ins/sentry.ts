/**
 * Stands in for Sentry's ingestion: `POST /api/:project/envelope/`, with the key of the DSN in `sentry_key` or
 * `X-Sentry-Auth`. Envelopes are parsed as https://develop.sentry.dev/sdk/foundations/transport/envelopes/ has them: a
 * header in one line, then each item's header and payload; `length` bounds a payload, else it ends with the line.
 *
 * `GET /__control` shows what was taken and how many were refused. `POST /__control`: `status` answers so to everything,
 * `forget` empties the list, `reset` behaves again.
 */
import type { IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import { type ListenOptions, listen, sendJson } from './server.ts'

const Settings = z.strictObject({ status: z.number().int().min(0).max(599) })
const normal: z.infer<typeof Settings> = { status: 0 }
const Patch = z.strictObject({
  ...Settings.partial().shape,
  forget: z.boolean().optional(),
  reset: z.boolean().optional(),
})

const EnvelopeHeader = z.looseObject({
  event_id: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  sent_at: z.iso.datetime({ offset: true }),
})
const ItemHeader = z.looseObject({ type: z.string(), length: z.int().min(0).optional() })

const StackFrame = z.looseObject({ filename: z.string().optional(), lineno: z.int().optional() })
/** The part of an event that every error has; the rest is kept as it came. */
export const SentryEvent = z.looseObject({
  event_id: z.string(),
  timestamp: z.number(),
  level: z.string().optional(),
  release: z.string().optional(),
  environment: z.string().optional(),
  tags: z.record(z.string(), z.unknown()).optional(),
  exception: z.object({
    values: z.array(
      z.looseObject({
        type: z.string().optional(),
        value: z.string().optional(),
        stacktrace: z.object({ frames: z.array(StackFrame).min(1) }).optional(),
      }),
    ),
  }),
})
export type SentryEvent = z.infer<typeof SentryEvent>

export interface ReceivedEnvelope {
  /** As it came over the wire, headers of HTTP included: for looking for what must not be in it. */
  readonly raw: string
  readonly events: readonly SentryEvent[]
}

export interface SentryStandIn {
  readonly url: string
  readonly dsn: string
  received(): readonly ReceivedEnvelope[]
  close(): Promise<void>
}

const project = '42'
const publicKey = 'a'.repeat(32)

export async function startSentry(options: ListenOptions): Promise<SentryStandIn> {
  let settings = normal
  let received: ReceivedEnvelope[] = []
  let refused = 0
  const listening = await listen(
    options,
    {
      patch: Patch,
      inspect: () => ({ settings, refused, received }),
      apply({ forget, reset, ...patch }) {
        settings = { ...(reset ? normal : settings), ...patch }
        if (forget) received = []
      },
    },
    async (request, response, url) => {
      // A browser's page is of another origin.
      const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
      if (request.method === 'OPTIONS') return sendJson(response, 200, {}, headers)
      if (request.method !== 'POST' || url.pathname !== `/api/${project}/envelope/`) {
        return sendJson(response, 404, { detail: 'no such project' }, headers)
      }
      if (settings.status > 0) return sendJson(response, settings.status, { detail: 'as ordered' }, headers)
      const body = await bytesOf(request)
      const events = hasKey(request, url) ? parseEnvelope(body) : undefined
      if (events === undefined) {
        refused += 1
        return sendJson(response, 400, { detail: 'bad envelope' }, headers)
      }
      received.push({ raw: `${JSON.stringify(request.rawHeaders)}\n${body.toString('utf8')}`, events })
      return sendJson(response, 200, { id: events[0]?.event_id ?? null }, headers)
    },
  )
  const dsn = `http://${publicKey}@${listening.host}/${project}`
  return {
    url: `http://${listening.host}`,
    dsn,
    received: () => received,
    close: () => listening.close(),
  }
}

function hasKey(request: IncomingMessage, url: URL): boolean {
  const header = String(request.headers['x-sentry-auth'] ?? '')
  return url.searchParams.get('sentry_key') === publicKey || header.includes(`sentry_key=${publicKey}`)
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}

/** The events in an envelope; `undefined` where it is none. */
export function parseEnvelope(body: Buffer): readonly SentryEvent[] | undefined {
  try {
    const lineEnd = (from: number) => {
      const found = body.indexOf(0x0a, from)
      return found < 0 ? body.length : found
    }
    let at = lineEnd(0)
    EnvelopeHeader.parse(JSON.parse(body.toString('utf8', 0, at)))
    const events: SentryEvent[] = []
    for (at += 1; at < body.length; at += 1) {
      const end = lineEnd(at)
      const { type, length } = ItemHeader.parse(JSON.parse(body.toString('utf8', at, end)))
      const from = end + 1
      at = length === undefined ? lineEnd(from) : from + length
      if (at > body.length) return undefined
      if (type === 'event') events.push(SentryEvent.parse(JSON.parse(body.toString('utf8', from, at))))
    }
    return events
  } catch {
    return undefined
  }
}
