/**
 * One call to the gateway as one transaction. The identity is sealed for exactly that transaction, which takes one
 * exchange with PostgreSQL; the statements and the commit travel together in a second one.
 */
import pg from 'pg'
import { limits } from './limits.ts'
import { gatewayName } from './pools.ts'
import type { PostgresError, StatementResult } from './protocol.ts'
import { Budget, runStatement, type Statement } from './run-statement.ts'
import { seal } from './seal.ts'
import type { AcceptedStatement } from './statement.ts'

export interface Call {
  /** Of the request in a browser that the call is made for; PostgreSQL's log names it. */
  readonly requestId?: string
  readonly statements: readonly (Statement & Pick<AcceptedStatement, 'writes' | 'returnsRows'>)[]
  /** `begin`, with the transaction's options. */
  readonly begin: string
  /** Absent for the edge acting for itself. */
  readonly identity?: { readonly userId: string; readonly sealKey: Uint8Array }
}

export type CallOutcome =
  | { readonly status: 'ok'; readonly results: readonly StatementResult[] }
  | { readonly status: 'error'; readonly error: PostgresError }
  /** Nothing was executed: no connection could be had in time. */
  | { readonly status: 'busy'; readonly cause: unknown }
  /** The connection broke: what was sent may have been executed or not. */
  | { readonly status: 'interrupted'; readonly cause: unknown }

export async function runCall(pool: pg.Pool, call: Call): Promise<CallOutcome> {
  if (pool.waitingCount >= limits.waiting) return { status: 'busy', cause: 'too many calls are waiting' }
  let client: pg.PoolClient
  try {
    client = await pool.connect()
  } catch (cause) {
    return { status: 'busy', cause }
  }
  let hung = false
  const deadline = setTimeout(() => {
    hung = true
    cut(client)
  }, limits.callMs)
  const budget = new Budget(() => cut(client))
  // A connection that breaks while it is lent out says so here as well; the statement's own error is what counts.
  const ignore = () => undefined
  client.on('error', ignore)
  try {
    const results = await transact(client, call, budget)
    client.release()
    return { status: 'ok', results }
  } catch (cause) {
    const rejected = cause instanceof pg.DatabaseError && !endsSession(cause)
    client.release(!rejected || isStalePlan(cause))
    if (budget.exceeded) return { status: 'error', error: tooLarge }
    if (hung || !rejected) return { status: 'interrupted', cause }
    if (isStalePlan(cause)) return { status: 'busy', cause }
    return { status: 'error', error: cause }
  } finally {
    clearTimeout(deadline)
    client.off('error', ignore)
  }
}

async function transact(client: pg.PoolClient, call: Call, budget: Budget): Promise<StatementResult[]> {
  const run = (statement: Statement) => runStatement(client, statement)
  const answer = (statement: Statement) => runStatement(client, statement, budget)
  const [only] = call.statements
  if (call.identity === undefined && call.statements.length === 1 && only && !only.writes) {
    const naming = nameSession(client, call.requestId)
    if (naming === undefined) return [await answer(only)]
    const [, found] = await all(inOneWrite(client, () => [run(naming), answer(only)]))
    return found === undefined ? [] : [found]
  }
  // A reply that turns out too large must not have changed anything; without rows it cannot be.
  const writes = call.statements.some((each) => each.writes)
  const commitsAtOnce = !writes || !call.statements.some((each) => each.returnsRows)
  try {
    let opening: Statement[] = [{ text: call.begin, values: [] }]
    const { identity } = call
    if (identity !== undefined) {
      const [, start] = await all(inOneWrite(client, () => [...opening.map(run), run(askStart)]))
      opening = [claimIdentity(identity, start, call.requestId)]
    } else {
      const naming = nameSession(client, call.requestId)
      if (naming !== undefined) opening = [naming, ...opening]
    }
    const done = await all(
      inOneWrite(client, () => [
        ...opening.map(run),
        ...call.statements.map(answer),
        ...(commitsAtOnce ? [run(commit)] : []),
      ]),
    )
    if (!commitsAtOnce) await run(commit)
    return done.slice(opening.length, opening.length + call.statements.length)
  } catch (error) {
    // After a commit that went out already this does nothing; on a broken connection it fails, as it may.
    await run(rollback).catch(() => undefined)
    throw error
  }
}

/** What `send` submits leaves in one write: a write costs more than the statement in it. */
function inOneWrite<T>(client: pg.PoolClient, send: () => T): T {
  const stream = client instanceof pg.Client ? client.connection.stream : undefined
  stream?.cork()
  try {
    return send()
  } finally {
    stream?.uncork()
  }
}

const commit: Statement = { text: 'commit', values: [], name: 'commit' }
const rollback: Statement = { text: 'rollback', values: [], name: 'rollback' }
const askStart: Statement = {
  text: 'select pg_backend_pid(), (extract(epoch from transaction_timestamp()) * 1000000)::bigint',
  values: [],
  name: 'ask_start',
}

function claimIdentity(
  identity: NonNullable<Call['identity']>,
  start: StatementResult | undefined,
  requestId: string | undefined,
): Statement {
  const [backendPid, startedAtMicros] = start?.rows[0] ?? []
  if (!backendPid || !startedAtMicros) throw new Error('PostgreSQL did not say when the transaction began')
  const { userId, sealKey } = identity
  return {
    text: "select set_config('app.user_id', $1, true), set_config('app.seal', $2, true), set_config('application_name', $3, true)",
    values: [userId, seal(sealKey, { userId, backendPid, startedAtMicros }), sessionName(requestId)],
    name: 'claim_identity',
  }
}

/** What PostgreSQL's log calls the session (`%a`): at most 63 bytes. */
function sessionName(requestId: string | undefined): string {
  return requestId === undefined ? gatewayName : `${gatewayName} ${requestId}`
}

/** The request that each connection was last named after. */
const named = new WeakMap<pg.PoolClient, string>()

/** Names the session after the request, which outside a transaction lasts until the next call; absent if it is named so. */
function nameSession(client: pg.PoolClient, requestId: string | undefined): Statement | undefined {
  const name = sessionName(requestId)
  if ((named.get(client) ?? gatewayName) === name) return undefined
  named.set(client, name)
  return { text: "select set_config('application_name', $1, false)", values: [name], name: 'name_session' }
}

/** Waits for all of them, then throws the error of the first that failed: the others fail because of it. */
async function all(promises: readonly Promise<StatementResult>[]): Promise<StatementResult[]> {
  const settled = await Promise.allSettled(promises)
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason
    return each.value
  })
}

/** Classes 57P (the server is going down, or an administrator ended the session) and 08. */
function endsSession(error: pg.DatabaseError): boolean {
  return /^(57P0|08)/.test(error.code ?? '') || error.severity === 'FATAL' || error.severity === 'PANIC'
}

/** A table has changed since the statement was prepared on this connection; nothing was executed. */
function isStalePlan(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && /cached plan/.test(error.message)
}

/** `program_limit_exceeded`. */
const tooLarge: PostgresError = {
  severity: 'ERROR',
  code: '54000',
  message: `a reply holds at most ${limits.rows} rows and ${limits.bytes / 1024 / 1024} MB`,
}

/** Ends the connection at once: the server notices and gives up what it was doing. */
function cut(client: pg.PoolClient): void {
  if (client instanceof pg.Client) client.connection.stream.destroy()
}
