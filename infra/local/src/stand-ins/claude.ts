/**
 * Stands in for Claude: `POST /v1/messages` as Anthropic serves it, whole or streamed, with structured output. It
 * knows its asker only by the wire. `POST /__control` takes the settings of claude/settings.ts; `GET /__control` shows
 * the requests that came, with their timing and whether the client hung up.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { AgentName } from './claude/agents.ts'
import { type ApiError, errorBody, overloaded } from './claude/api-error.ts'
import { createFaultQueue, errorFor, eventsBeforeBreak } from './claude/faults.ts'
import { createJournal, type Entry } from './claude/journal.ts'
import { type Outcome, streamEvents, wholeMessage } from './claude/message.ts'
import { createPace, type Timing } from './claude/pace.ts'
import { replyTo } from './claude/reply.ts'
import { type Question, readRequest } from './claude/request.ts'
import { applyPatch, type Fault, normalSettings, Patch, type Settings } from './claude/settings.ts'
import { createPromptCache } from './claude/tokens.ts'
import { type ListenOptions, listen, parseJson, readBody, sendJson } from './server.ts'

export interface ClaudeOptions extends ListenOptions {
  readonly seed?: string
}

export interface ClaudeStandIn {
  /** What ANTHROPIC_BASE_URL is set to. */
  readonly url: string
  close(): Promise<void>
}

/** Faults in which the stand-in itself lets go of the connection. */
const ownBreaks: ReadonlySet<string> = new Set(['connectionRefused', 'truncated', 'overloadedMidStream'])

export async function startClaude(options: ClaudeOptions): Promise<ClaudeStandIn> {
  let settings: Settings = { ...normalSettings, seed: options.seed ?? normalSettings.seed }
  const journal = createJournal()
  const cache = createPromptCache(Date.now)
  const paceFor = createPace(() => settings)
  const takeFault = createFaultQueue(() => settings.faults)
  const script = {
    nextText() {
      const [text, ...scripted] = settings.scripted
      settings = { ...settings, scripted }
      return text
    },
    nextJson(agent: AgentName) {
      const [value, ...rest] = settings.scriptedJson[agent]
      if (settings.scriptedJson[agent].length === 0) return undefined
      settings = { ...settings, scriptedJson: { ...settings.scriptedJson, [agent]: rest } }
      return { value }
    },
  }

  const listening = await listen(
    options,
    {
      patch: Patch,
      inspect: () => ({ settings, totals: journal.totals, requests: journal.entries() }),
      apply(patch) {
        if (patch.forget) journal.forget()
        settings = applyPatch(settings, patch)
      },
    },
    async (request, response, url) => {
      const requestId = `req_${randomUUID().replaceAll('-', '').slice(0, 24)}`
      response.setHeader('request-id', requestId)
      const fail = (error: ApiError) => sendError(response, error, requestId)
      if (url.pathname !== '/v1/messages') {
        fail({ status: 404, type: 'not_found_error', message: 'Not found' })
        return
      }
      if (request.method !== 'POST') {
        fail({ status: 405, type: 'invalid_request_error', message: 'Method Not Allowed' })
        return
      }
      await answer(request, response, requestId, fail)
    },
  )

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    fail: (error: ApiError) => void,
  ): Promise<void> {
    const startedMs = performance.now()
    const body = await readBody(request)
    const parsed = parseJson(body)
    const read = readRequest({ key: keyOf(request), version: header(request, 'anthropic-version') }, parsed)
    if ('error' in read) {
      fail(read.error)
      return
    }
    const { question } = read
    const hangUp = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) hangUp.abort()
    })
    const entry = journal.open({
      id: requestId,
      at: new Date().toISOString(),
      model: question.request.model,
      modelClass: question.modelClass,
      agent: 'unknown',
      stream: question.request.stream,
      body: parsed,
    })
    try {
      await serve(question, body, entry, response, hangUp.signal, startedMs, fail)
    } catch (error) {
      if (!hangUp.signal.aborted) throw error
    } finally {
      journal.close(entry, startedMs, hangUp.signal.aborted && !ownBreaks.has(entry.fault ?? ''))
    }
  }

  async function serve(
    question: Question,
    body: string,
    entry: Entry,
    response: ServerResponse,
    signal: AbortSignal,
    startedMs: number,
    fail: (error: ApiError) => void,
  ): Promise<void> {
    const fault = takeFault(question, body)
    if (fault) entry.fault = fault.kind
    if (fault?.kind === 'connectionRefused') {
      response.destroy()
      return
    }
    const error = fault && errorFor(fault)
    if (error) {
      entry.status = error.status
      fail(error)
      return
    }
    const reply = replyTo(question, settings, script)
    const outcome = spoil(
      {
        id: `msg_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
        model: question.request.model,
        input: cache.meter(question.request),
        thinks: question.thinks,
        ...reply,
      },
      fault,
    )
    Object.assign(entry, { agent: reply.agent, status: 200, reply: outcome.pieces.join('') })
    Object.assign(entry, { usage: outcome.input, stopReason: outcome.stopReason })
    const timing = paceFor(question.modelClass, question.thinks)
    entry.firstTokenMs = Math.round(timing.firstTokenMs)
    if (question.request.stream) await stream(response, outcome, timing, fault, signal, startedMs, entry.id)
    else await sendWhole(response, outcome, timing, fault, signal, startedMs)
  }

  return { url: `http://${listening.host}`, close: () => listening.close() }
}

/** The faults that change what is said, not how it is sent. */
function spoil(outcome: Outcome, fault: Fault | undefined): Outcome {
  switch (fault?.kind) {
    case 'refusal':
      return { ...outcome, pieces: outcome.pieces.slice(0, fault.afterEvents ?? 0), stopReason: 'refusal' }
    case 'maxTokens':
      return {
        ...outcome,
        pieces: outcome.pieces.slice(0, fault.afterEvents ?? 12),
        stopReason: 'max_tokens',
      }
    case 'malformedStructure': {
      const text = outcome.pieces.join('')
      return { ...outcome, pieces: [text.slice(0, Math.max(1, Math.floor(text.length / 2)))] }
    }
    default:
      return outcome
  }
}

async function sendWhole(
  response: ServerResponse,
  outcome: Outcome,
  { firstTokenMs, msPerToken }: Timing,
  fault: Fault | undefined,
  signal: AbortSignal,
  startedMs: number,
): Promise<void> {
  await waitUntil(startedMs + firstTokenMs + outcome.outputTokens * msPerToken, signal)
  const text = JSON.stringify(wholeMessage(outcome))
  switch (fault?.kind) {
    case 'stall':
      if (!signal.aborted) await once(signal, 'abort')
      return
    case 'truncated':
    case 'overloadedMidStream':
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
      })
      response.write(text.slice(0, text.length / 2))
      await pause(1)
      response.destroy()
      return
    default:
      sendJson(response, 200, wholeMessage(outcome))
  }
}

async function stream(
  response: ServerResponse,
  outcome: Outcome,
  { firstTokenMs, msPerToken }: Timing,
  fault: Fault | undefined,
  signal: AbortSignal,
  startedMs: number,
  requestId: string,
): Promise<void> {
  const breaks =
    fault?.kind === 'truncated' || fault?.kind === 'stall' || fault?.kind === 'overloadedMidStream'
  const breakAfter = breaks ? (fault.afterEvents ?? eventsBeforeBreak) : Number.POSITIVE_INFINITY
  const send = (data: { readonly type: string }) =>
    response.write(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  let sent = 0
  let tokens = 0
  for (const event of streamEvents(outcome)) {
    if (sent >= breakAfter) break
    if (event.tokens > 0) {
      await waitUntil(startedMs + firstTokenMs + tokens * msPerToken, signal)
      tokens += event.tokens
    }
    if (signal.aborted) return
    if (!send(event.data)) await once(response, 'drain', { signal })
    sent += 1
  }
  if (!breaks) {
    response.end()
    return
  }
  switch (fault.kind) {
    case 'stall':
      if (!signal.aborted) await once(signal, 'abort')
      return
    case 'overloadedMidStream':
      send(errorBody(overloaded, requestId))
      response.end()
      return
    default:
      // The network lets go: what was sent arrives, and the body never ends properly.
      await new Promise<void>((resolve) => response.write('', () => resolve()))
      response.destroy()
  }
}

async function waitUntil(atMs: number, signal: AbortSignal): Promise<void> {
  const ms = atMs - performance.now()
  if (ms >= 1) await pause(ms, undefined, { signal })
}

function sendError(response: ServerResponse, error: ApiError, requestId: string): void {
  const { status, retryAfterSeconds } = error
  const headers = {
    'request-id': requestId,
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    ...(status === 529 ? { 'x-should-retry': 'true' } : {}),
  }
  sendJson(response, status, errorBody(error, requestId), headers)
}

/** Since version 1 the SDK sends the key as a bearer token; the older header is still taken. */
function keyOf(request: IncomingMessage): string | undefined {
  return header(request, 'x-api-key') ?? /^Bearer (\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1]
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
