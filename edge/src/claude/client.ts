/**
 * Claude as the pipeline sees it: one structured call, one streamed text. Outcomes are returned, never thrown; every
 * wait has a deadline; a stream that does not end in `message_stop` is a failure, however quietly it ended.
 */
import Anthropic from '@anthropic-ai/sdk'
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema'
import type {
  JSONOutputFormat,
  MessageParam,
  RawMessageStreamEvent,
  TextBlockParam,
} from '@anthropic-ai/sdk/resources/messages'
import type { Agent } from '@sage/db/vocabulary'
import * as z from 'zod'
import type { AgentCall } from '../pipeline/turn.ts'
import { type ClaudeFailure, failureOf, maxRetries, retryDelayMs, retryPaceMs } from './failure.ts'
import {
  costUsd,
  defaultModels,
  type Model,
  type ModelClass,
  modelById,
  noTokens,
  type TokenUsage,
} from './models.ts'
import { deadlineIn, pause, watchdog } from './waiting.ts'

export interface Prompt {
  readonly system: TextBlockParam[]
  /** Starts and ends with a user turn: today's models refuse a prefilled answer. */
  readonly messages: MessageParam[]
}

interface Call {
  readonly agent: Agent
  readonly model: ModelClass
  readonly prompt: Prompt
  /** Thinking, where it cannot be turned off, counts towards it. */
  readonly maxTokens: number
  readonly signal: AbortSignal
  /** Called exactly once for every request that was sent, whatever came of it. */
  readonly record: (call: AgentCall) => void
}

export interface StructuredCall<Output> extends Call {
  readonly schema: z.ZodType<Output>
  /** For the call with all its retries. */
  readonly deadlineMs: number
  /** Fewer than usual for a call that somebody waits for. */
  readonly retries?: number
  /** The JSON so far, for a caller that need not wait for the last field. */
  readonly onText?: (json: string) => void
}

export type Structured<Output> =
  | { readonly status: 'ok'; readonly output: Output }
  | { readonly status: 'failed'; readonly failure: ClaudeFailure }

/** How a streamed text ended. `ended`: Claude said all it wanted to say. */
export type StreamEnd =
  | { readonly status: 'ended' }
  | { readonly status: 'failed'; readonly failure: ClaudeFailure }

export interface Claude {
  /** Retries by `retryDelayMs` within its deadline. */
  structured<Output>(call: StructuredCall<Output>): Promise<Structured<Output>>
  /** One request, no retries: whoever shows the text knows whether it may be said again. */
  stream(call: Call): AsyncGenerator<string, StreamEnd, void>
  /** How long to wait before a failed stream is worth another try; `undefined` if it is not. */
  retryDelayMs(failure: ClaudeFailure, retries: number): number | undefined
}

export interface ClaudeOptions {
  readonly apiKey: string
  readonly baseUrl?: string
  readonly models?: { readonly fast?: string; readonly smart?: string }
  /** The first wait before another try. */
  readonly retryPaceMs?: number
  /** Longest silence within a stream. */
  readonly stallMs?: number
  /** Longest stream. */
  readonly streamMs?: number
  /** Told of every request that failed, for the log; `cause` may hold an API error's text, never a key. */
  readonly onFailure?: (agent: Agent, failure: ClaudeFailure) => void
}

/** Answers run to about 300 tokens; at 60 tokens/s a stream that takes this long has lost its way. */
const longestStreamMs = 90_000
const longestSilenceMs = 10_000

/** A client for the Messages API; `baseUrl` may be a relay or the local stand-in. */
export function createClaude(options: ClaudeOptions): Claude {
  const sdk = new Anthropic({
    apiKey: options.apiKey,
    maxRetries: 0,
    timeout: longestStreamMs,
    logLevel: 'off',
    ...(options.baseUrl !== undefined && { baseURL: options.baseUrl }),
  })
  const models = {
    fast: modelById(options.models?.fast ?? defaultModels.fast),
    smart: modelById(options.models?.smart ?? defaultModels.smart),
  }
  const { stallMs = longestSilenceMs, streamMs = longestStreamMs, onFailure = () => {} } = options

  const delayFor = (failure: ClaudeFailure, retries: number) =>
    retryDelayMs(failure, retries, { paceMs: options.retryPaceMs ?? retryPaceMs })

  /** One request, streamed; `format` asks for JSON instead of prose. */
  async function* send(call: Call, format?: JSONOutputFormat): AsyncGenerator<string, StreamEnd, void> {
    const model = models[call.model]
    const meter = startMeter(call, model)
    const dog = watchdog(stallMs, streamMs, call.signal)
    let outcome: AgentCall['outcome'] = 'aborted'
    const failed = (failure: ClaudeFailure): StreamEnd => {
      outcome = failure.code === 'aborted' ? 'aborted' : 'failed'
      if (outcome === 'failed') onFailure(call.agent, failure)
      return { status: 'failed', failure }
    }
    try {
      const events = await sdk.messages.create(
        { ...request(call, model, format), stream: true },
        { signal: dog.signal },
      )
      let failure: ClaudeFailure | undefined = { code: 'truncated' }
      for await (const event of events) {
        dog.fed()
        meter.read(event)
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
          dog.rest()
          yield event.delta.text
          dog.fed()
        } else if (event.type === 'message_delta') {
          failure = stopFailure(event.delta.stop_reason)
        } else if (event.type === 'message_stop') {
          if (failure) return failed(failure)
          outcome = 'ok'
          return { status: 'ended' }
        }
      }
      return failed(hungUp(call.signal, dog.bitten()) ?? { code: 'truncated' })
    } catch (error) {
      return failed(hungUp(call.signal, dog.bitten()) ?? failureOf(error))
    } finally {
      dog.clear()
      meter.stop(outcome)
    }
  }

  async function attempt<Output>(
    call: StructuredCall<Output>,
    signal: AbortSignal,
  ): Promise<Structured<Output>> {
    const stream = send({ ...call, signal }, outputFormat(call.schema))
    let json = ''
    for (;;) {
      const step = await stream.next()
      if (!step.done) {
        json += step.value
        call.onText?.(json)
        continue
      }
      if (step.value.status === 'failed') return step.value
      const parsed = call.schema.safeParse(parseJson(json))
      if (parsed.success) return { status: 'ok', output: parsed.data }
      const failure = { code: 'malformed', cause: parsed.error } as const
      onFailure(call.agent, failure)
      return { status: 'failed', failure }
    }
  }

  return {
    stream: (call) => send(call),
    retryDelayMs: delayFor,
    async structured(call) {
      const deadline = deadlineIn(call.deadlineMs, call.signal)
      try {
        for (let retries = 0; ; retries += 1) {
          const result = await attempt(call, deadline.signal)
          if (result.status === 'ok') return result
          if (call.signal.aborted) return { status: 'failed', failure: { code: 'aborted' } }
          if (deadline.passed()) return { status: 'failed', failure: { code: 'stalled' } }
          const mayRetry = retries < (call.retries ?? maxRetries)
          const delayMs = mayRetry ? delayFor(result.failure, retries) : undefined
          if (delayMs === undefined || !(await pause(delayMs, deadline.signal))) return result
        }
      } finally {
        deadline.clear()
      }
    },
  }
}

/** A stream that was aborted ends like a complete one; who pulled the plug tells the two apart. */
function hungUp(signal: AbortSignal, stalled: boolean): ClaudeFailure | undefined {
  if (signal.aborted) return { code: 'aborted' }
  return stalled ? { code: 'stalled' } : undefined
}

function request(
  call: Call,
  model: Model,
  format?: JSONOutputFormat,
): Anthropic.MessageCreateParamsNonStreaming {
  return {
    model: model.id,
    max_tokens: call.maxTokens,
    system: call.prompt.system,
    messages: call.prompt.messages,
    ...(model.thinking && { thinking: model.thinking }),
    ...((model.takesEffort || format) && {
      output_config: { ...(model.takesEffort && { effort: 'low' as const }), ...(format && { format }) },
    }),
  }
}

/** The schema as the API's grammar takes it: without the limits that the grammar cannot express. */
function outputFormat(schema: z.ZodType): JSONOutputFormat {
  return { type: 'json_schema', schema: transformJSONSchema(z.toJSONSchema(schema)) }
}

/** `undefined` if Claude stopped because it had said everything. */
function stopFailure(reason: Anthropic.StopReason | null): ClaudeFailure | undefined {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return undefined
    case 'refusal':
      return { code: 'refused' }
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return { code: 'too_long' }
    default:
      return { code: 'unavailable', cause: reason }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function tokens(usage: Anthropic.Usage): TokenUsage {
  return {
    inputTokens: usage.input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    outputTokens: usage.output_tokens,
  }
}

/** Measures one request; what a cut stream consumed is what its events had told until then. */
function startMeter(call: Call, model: Model) {
  const startedAt = Date.now()
  let stopped = false
  const meter = {
    usage: noTokens,
    read(event: RawMessageStreamEvent) {
      if (event.type === 'message_start') meter.usage = tokens(event.message.usage)
      // The final count replaces the running one below.
      if (event.type === 'message_delta')
        meter.usage = { ...meter.usage, outputTokens: event.usage.output_tokens }
      // One delta is about one token.
      if (event.type === 'content_block_delta')
        meter.usage = { ...meter.usage, outputTokens: meter.usage.outputTokens + 1 }
    },
    stop(outcome: AgentCall['outcome']) {
      if (stopped) return
      stopped = true
      const { usage } = meter
      call.record({
        agent: call.agent,
        model: model.id,
        inputTokens: usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens,
        cachedInputTokens: usage.cacheReadTokens,
        outputTokens: usage.outputTokens,
        costUsd: costUsd(model, usage),
        ms: Date.now() - startedAt,
        outcome,
      })
    },
  }
  return meter
}
