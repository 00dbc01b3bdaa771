/** A running stand-in with the real SDK before it, for the tests of Claude. */
import Anthropic, { APIError } from '@anthropic-ai/sdk'
import type {
  MessageCreateParamsNonStreaming,
  RawMessageStreamEvent,
} from '@anthropic-ai/sdk/resources/messages'
import * as z from 'zod'
import { startClaude } from '../claude.ts'
import { control, getJson } from '../feeds/testing.ts'

export const facts = `<facts>
BTC.price = 67250.12 USDT (binance, 2026-11-24T09:00:00Z)
BTC.change24h = -2.41 % (binance, 2026-11-24T09:00:00Z)
BTC.ma200 = 81000 USDT (binance, 2026-11-24T09:00:00Z)
BTC.fromHigh1y = -31.2 % (binance, 2026-11-24T09:00:00Z)
ETH.price = 2890.12 USDT (binance, 2026-11-24T09:00:00Z)
ETH.change24h = 1.41 % (binance, 2026-11-24T09:00:00Z)
market.fearGreed = 33 points (alternative.me, 2026-11-24T09:00:00Z)
</facts>`

const Inspected = z.object({
  totals: z.object({ requests: z.number(), open: z.number(), hungUp: z.number() }),
  requests: z.array(
    z.object({
      agent: z.string(),
      stream: z.boolean(),
      body: z.unknown(),
      reply: z.string().optional(),
      fault: z.string().optional(),
      hungUp: z.boolean().optional(),
      firstTokenMs: z.number().optional(),
    }),
  ),
})

/** A question as the pipeline would put it, to Sonnet and without thinking. */
export function ask(
  question: string,
  more: Partial<MessageCreateParamsNonStreaming> = {},
): MessageCreateParamsNonStreaming {
  return {
    model: 'claude-sonnet-5-5',
    max_tokens: 1000,
    thinking: { type: 'between_tools' },
    messages: [{ role: 'user', content: `${facts}\n<question>${question}</question>` }],
    ...more,
  }
}

export async function startWithSdk() {
  const standIn = await startClaude({ port: 0 })
  const sdk = new Anthropic({ apiKey: 'test-key', baseURL: standIn.url, maxRetries: 0, logLevel: 'off' })
  return {
    url: standIn.url,
    sdk,
    close: () => standIn.close(),
    /** As new, and as fast as it can. */
    reset: () => control(standIn.url, { reset: true, forget: true, latencyMs: 0, tokensPerSecond: 0 }),
    set: (patch: unknown) => control(standIn.url, patch),
    inspect: async () => Inspected.parse((await getJson(`${standIn.url}/__control`)).body),
    async text(params: MessageCreateParamsNonStreaming): Promise<string> {
      const message = await sdk.messages.create(params)
      return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('')
    },
    async events(params: MessageCreateParamsNonStreaming): Promise<RawMessageStreamEvent[]> {
      const seen: RawMessageStreamEvent[] = []
      for await (const event of await sdk.messages.create({ ...params, stream: true })) seen.push(event)
      return seen
    },
  }
}

/** The error that the SDK throws. */
export async function failure(promise: Promise<unknown>): Promise<APIError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof APIError)) throw new Error(`expected an APIError, got ${String(error)}`)
  return error
}
