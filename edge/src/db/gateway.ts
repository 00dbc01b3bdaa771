/**
 * The way to ingest's SQL gateway for one caller: signs each attempt, keeps a deadline over all of them, and repeats
 * only what cannot have happened already.
 */
import * as z from 'zod'
import { type Caller, signCall } from './signing.ts'

/** The database cannot be had now. `executed` tells whether a change may have been made nevertheless. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
  readonly executed: 'no' | 'unknown'

  constructor(executed: 'no' | 'unknown', cause?: unknown) {
    super('The database is unavailable.', { cause })
    this.executed = executed
  }
}

export interface GatewayOptions {
  /** Ingest's base URL. */
  readonly url: string
  readonly signingKey: string
  readonly caller: Caller
  readonly requestId: () => string | undefined
  /** Over all attempts, in ms. */
  readonly deadlineMs: number
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly wait: (ms: number) => Promise<void>
}

/** Waiting times before the second and the third attempt, in ms; up to twice as long, so that callers spread. */
const pausesMs = [40, 160] as const

const Body = z.union([
  z.object({ queries: z.array(z.object({ query: z.string() })) }),
  z.object({ query: z.string() }).transform((query) => ({ queries: [query] })),
])

type Attempt =
  | { readonly status: 'answered'; readonly response: Response }
  | { readonly status: 'failed'; readonly error: Unavailable; readonly repeatable: boolean }

export class Gateway {
  readonly #options: GatewayOptions

  constructor(options: GatewayOptions) {
    this.#options = options
  }

  /** Posts what the Neon driver wants to send. Throws `Unavailable`, or an `Error` if the gateway refuses us. */
  async post(body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
    const deadline = AbortSignal.timeout(this.#options.deadlineMs)
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#attempt(body, headers, deadline)
      if (outcome.status === 'answered') return outcome.response
      const pause = pausesMs[attempt]
      if (!outcome.repeatable || pause === undefined || deadline.aborted) throw outcome.error
      await this.#options.wait(pause * (1 + Math.random()))
    }
  }

  async #attempt(
    body: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Attempt> {
    const { url, signingKey, caller, requestId, fetch } = this.#options
    const signature = signCall(signingKey, caller, body)
    if (signal.aborted) return failed(new Unavailable('no', signal.reason), false)
    try {
      const response = await fetch(`${url}/v1/sql`, {
        method: 'POST',
        body,
        headers: {
          ...headers,
          ...signature,
          ...traceHeaders(requestId()),
          'content-type': 'application/json',
        },
        signal,
      })
      if (response.ok) return { status: 'answered', response }
      return await judge(response, body)
    } catch (cause) {
      if (cause instanceof Refused) throw cause
      const executed = neverSent(cause) ? 'no' : 'unknown'
      return failed(
        new Unavailable(executed, cause),
        (executed === 'no' || onlyReads(body)) && !signal.aborted,
      )
    }
  }
}

/** By which ingest's log and PostgreSQL name the request that a call is made for. */
export function traceHeaders(requestId: string | undefined): Readonly<Record<string, string>> {
  return requestId === undefined ? {} : { 'x-request-id': requestId }
}

/** The gateway does not take us for who we say we are, or does not understand us: no outage but a mistake. */
export class Refused extends Error {
  readonly status: 401 | 413

  constructor(status: 401 | 413, code: string | undefined) {
    super(`The SQL gateway answered ${status} ${code ?? ''}`)
    this.status = status
  }
}

const Failure = z.object({ error: z.object({ code: z.string() }) })
const DatabaseError = z.object({ code: z.string() })

/** `serialization_failure` and `deadlock_detected`: PostgreSQL has rolled back and asks for a repetition. */
const repeatableCodes = new Set(['40001', '40P01'])

async function judge(response: Response, body: string): Promise<Attempt> {
  const text = await response.text()
  if (response.status === 400) {
    const error = DatabaseError.safeParse(parseJson(text))
    if (error.success && repeatableCodes.has(error.data.code))
      return failed(new Unavailable('no', text), true)
    return { status: 'answered', response: new Response(text, { status: 400 }) }
  }
  const failure = Failure.safeParse(parseJson(text))
  const code = failure.success ? failure.data.error.code : undefined
  if (response.status === 401 || response.status === 413) {
    throw new Refused(response.status, code)
  }
  if (code === 'busy') return failed(new Unavailable('no', code), true)
  return failed(new Unavailable('unknown', code ?? response.status), onlyReads(body))
}

function failed(error: Unavailable, repeatable: boolean): Attempt {
  return { status: 'failed', error, repeatable }
}

/** A plain `select` over our tables changes nothing, so that it may be sent again after any failure. */
function onlyReads(body: string): boolean {
  const { queries } = Body.parse(parseJson(body))
  return queries.every(({ query }) => /^\s*select\b/i.test(query))
}

const Refusal = z.object({ cause: z.object({ code: z.literal('ECONNREFUSED') }) })

/** The Workers runtime does not tell a refused connection from a broken one; Node does. */
function neverSent(error: unknown): boolean {
  return Refusal.safeParse(error).success
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
