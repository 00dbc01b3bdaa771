/** The Messages API's success shapes: a whole message, and the events of a stream in their true order. */
import { countTokens, type InputUsage } from './tokens.ts'

export interface Outcome {
  readonly id: string
  readonly model: string
  readonly input: InputUsage
  readonly thinks: boolean
  readonly pieces: readonly string[]
  readonly outputTokens: number
  readonly stopReason: string
  readonly stopSequence: string | null
}

export interface StreamEvent {
  readonly data: { readonly type: string }
  /** Output tokens that this event carries; the pace waits for them. */
  readonly tokens: number
}

export function wholeMessage(outcome: Outcome) {
  const text = outcome.pieces.join('')
  return {
    ...envelope(outcome),
    content: [...(outcome.thinks ? [thinkingBlock] : []), ...(text === '' ? [] : [{ type: 'text', text }])],
    stop_reason: outcome.stopReason,
    stop_sequence: outcome.stopSequence,
    usage: usageOf(outcome, outcome.outputTokens),
  }
}

export function* streamEvents(outcome: Outcome): Generator<StreamEvent> {
  const event = (data: StreamEvent['data'], tokens = 0): StreamEvent => ({ data, tokens })
  const start = {
    ...envelope(outcome),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: usageOf(outcome, 1),
  }
  yield event({ type: 'message_start', ...{ message: start } })
  let index = 0
  if (outcome.thinks) {
    yield event({
      type: 'content_block_start',
      ...{ index, content_block: { ...thinkingBlock, signature: '' } },
    })
    const delta = { type: 'signature_delta', signature: thinkingBlock.signature }
    yield event({ type: 'content_block_delta', ...{ index, delta } })
    yield event({ type: 'content_block_stop', ...{ index } })
    index += 1
  }
  yield event({ type: 'content_block_start', ...{ index, content_block: { type: 'text', text: '' } } })
  yield event({ type: 'ping' })
  for (const text of outcome.pieces) {
    const delta = { type: 'text_delta', text }
    yield event({ type: 'content_block_delta', ...{ index, delta } }, Math.max(1, countTokens(text)))
  }
  yield event({ type: 'content_block_stop', ...{ index } })
  const delta = {
    container: null,
    stop_details: null,
    stop_reason: outcome.stopReason,
    stop_sequence: outcome.stopSequence,
  }
  yield event({ type: 'message_delta', ...{ delta, usage: deltaUsage(outcome) } })
  yield event({ type: 'message_stop' })
}

const thinkingBlock = { type: 'thinking', thinking: '', signature: 'EqQBCkgIBxABGAIiQL8xE2rZc2lnbmF0dXJl' }
const thinkingTokens = 120

function envelope({ id, model }: Outcome) {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    container: null,
    diagnostics: null,
    stop_details: null,
  }
}

function usageOf({ input, thinks }: Outcome, outputTokens: number) {
  return {
    ...input,
    cache_creation: {
      ephemeral_5m_input_tokens: input.cache_creation_input_tokens,
      ephemeral_1h_input_tokens: 0,
    },
    output_tokens: outputTokens + (thinks ? thinkingTokens : 0),
    output_tokens_details: { thinking_tokens: thinks ? thinkingTokens : 0 },
    inference_geo: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: 'standard',
  }
}

function deltaUsage({ input, thinks, outputTokens }: Outcome) {
  return {
    ...input,
    output_tokens: outputTokens + (thinks ? thinkingTokens : 0),
    output_tokens_details: { thinking_tokens: thinks ? thinkingTokens : 0 },
    server_tool_use: null,
  }
}
