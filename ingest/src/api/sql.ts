/** `POST /v1/sql`: SQL over HTTP for the edge, in the protocol of `@neondatabase/serverless`. */
import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { loadModule } from 'libpg-query'
import type { CallerClaims, ErrorBody } from '../contract.ts'
import { type Call, type CallOutcome, runCall } from '../sql/call.ts'
import { Lanes } from '../sql/lanes.ts'
import { limits } from '../sql/limits.ts'
import { Plans } from '../sql/plans.ts'
import type { GatewayPools } from '../sql/pools.ts'
import {
  beginStatement,
  type PostgresError,
  WireOptions,
  type WireQuery,
  WireRequest,
  wireError,
  wireResult,
} from '../sql/protocol.ts'
import type { CallerEnv } from './auth.ts'

export interface SqlGatewayDeps {
  readonly pools: Pick<GatewayPools, 'user' | 'service'>
  /** The MAC key over a user's identity, 32 bytes. */
  readonly sealKey: Uint8Array
  /** Told why a call could not be served; the caller is not. */
  readonly onUnavailable: (cause: unknown, requestId: string) => void
}

// The parser is WebAssembly, compiled once per process.
await loadModule()

/**
 * Mounted behind `verifyCaller`, whose claims decide the login role and the identity.
 *
 * Answers 200 with results; 400 with PostgreSQL's error, or with the gateway's in the same form; 503 `busy` if
 * nothing was executed, 503 `interrupted` if that is not known.
 *
 * @example app.route('/v1/sql', sqlGateway({ pools: openPools(...), sealKey, onUnavailable }))
 */
export function sqlGateway({ pools, sealKey, onUnavailable }: SqlGatewayDeps): Hono<CallerEnv> {
  const plans = new Plans()
  const lanes = new Lanes({
    perCaller: limits.perUser,
    waitingPerCaller: limits.waitingPerUser,
    waitMs: limits.waitMs,
  })

  function callOf(
    caller: CallerClaims,
    queries: readonly WireQuery[],
    begin: string,
    requestId: string | undefined,
  ): Call | PostgresError {
    const statements = []
    for (const { query, params } of queries) {
      const { verdict, name } = plans.of(query)
      if (verdict.status === 'refused') return verdict.error
      statements.push({ ...verdict.statement, values: params, ...(name === undefined ? {} : { name }) })
    }
    const identity = caller.role === 'user' ? { userId: caller.sub.toLowerCase(), sealKey } : undefined
    return {
      statements,
      begin,
      ...(identity === undefined ? {} : { identity }),
      ...(requestId === undefined ? {} : { requestId }),
    }
  }

  async function run(call: Call): Promise<CallOutcome> {
    if (call.identity === undefined) return runCall(pools.service, call)
    const admission = await lanes.enter(call.identity.userId)
    if (admission.status === 'refused') return { status: 'busy', cause: admission.cause }
    try {
      return await runCall(pools.user, call)
    } finally {
      admission.leave()
    }
  }

  return new Hono<CallerEnv>().post('/', async (c) => {
    const request = WireRequest.safeParse(await c.req.json().catch(() => undefined))
    const options = WireOptions.safeParse(c.req.header())
    if (!request.success || !options.success) {
      return c.json(
        wireError({ message: 'the request is not understood', code: '08P01', severity: 'ERROR' }),
        400,
      )
    }
    const batch = 'queries' in request.data
    const queries = 'queries' in request.data ? request.data.queries : [request.data.query]
    const caller = c.get('caller')
    const call = callOf(caller, queries, beginStatement(options.data), c.get('givenRequestId'))
    if ('message' in call) return c.json(wireError(call), 400)
    if (call.statements.length === 0) return c.json({ results: [] })
    const outcome = await run(call)
    switch (outcome.status) {
      case 'ok': {
        const results = outcome.results.map((result) => wireResult(result, options.data))
        return c.json(batch ? { results } : results[0])
      }
      case 'error':
        return c.json(wireError(outcome.error), 400)
      case 'busy':
      case 'interrupted':
        onUnavailable(outcome.cause, c.get('requestId'))
        return unavailable(c, outcome.status)
    }
  })
}

const sentences = {
  busy: 'The database cannot be reached or has too much to do; nothing was executed.',
  interrupted: 'The database broke off; whether the statement was executed is not known.',
}

function unavailable(c: Context<CallerEnv>, code: keyof typeof sentences): Response {
  const requestId = c.get('requestId') ?? randomUUID()
  const body: ErrorBody = { error: { code, message: sentences[code], requestId } }
  return c.json(body, 503, { 'retry-after': '1' })
}
