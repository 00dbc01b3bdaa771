/** Other ways to hand Claude's stream to a browser, as simple as each of them can be. */
import { createAnthropic } from '@ai-sdk/anthropic'
import Anthropic from '@anthropic-ai/sdk'
import { streamText } from 'ai'
import { encodeEvent, sseHeaders } from '../../src/http/sse.ts'

export interface Upstream {
  readonly baseUrl: string
  readonly apiKey: string
}

const model = 'claude-sonnet-5-5'
const prompt = 'BTC 어때?'
const maxTokens = 2_000
const messages: Anthropic.MessageParam[] = [{ role: 'user', content: prompt }]

/** The bytes as they come; no line of ours runs per token. */
export async function raw({ baseUrl, apiKey }: Upstream): Promise<Response> {
  const answer = await fetch(`${baseUrl}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model, max_tokens: maxTokens, messages, stream: true }),
  })
  return new Response(answer.body, { headers: sseHeaders })
}

/** Anthropic's SDK, and an event of our shape for each word: neither log nor gate. */
export async function anthropicSdk({ baseUrl, apiKey }: Upstream, ctx: ExecutionContext): Promise<Response> {
  const sdk = new Anthropic({ apiKey, baseURL: baseUrl, maxRetries: 0 })
  const events = await sdk.messages.create({ model, max_tokens: maxTokens, messages, stream: true })
  const { readable, writable } = new IdentityTransformStream()
  const forward = async () => {
    const writer = writable.getWriter()
    const encoder = new TextEncoder()
    let seq = 0
    for await (const event of events) {
      if (event.type !== 'content_block_delta' || event.delta.type !== 'text_delta') continue
      seq += 1
      const data = JSON.stringify({ type: 'text', text: event.delta.text })
      await writer.write(encoder.encode(encodeEvent(data, String(seq))))
    }
    await writer.close()
  }
  ctx.waitUntil(forward())
  return new Response(readable, { headers: sseHeaders })
}

/** Vercel's AI SDK with its own protocol for the browser. */
export function aiSdk({ baseUrl, apiKey }: Upstream): Response {
  const anthropic = createAnthropic({ apiKey, baseURL: `${baseUrl}/v1` })
  const result = streamText({ model: anthropic(model), prompt, maxOutputTokens: maxTokens, maxRetries: 0 })
  return result.toUIMessageStreamResponse()
}
