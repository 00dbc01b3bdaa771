import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { ask, facts, startWithSdk } from './testing.ts'

const claude = await startWithSdk()
afterAll(() => claude.close())
beforeEach(() => claude.reset())

describe('structured output', () => {
  const Manager = z.object({
    intent: z.enum(['market_data', 'advice', 'portfolio', 'general', 'distress', 'unlawful', 'off_topic']),
    symbols: z.array(z.enum(['BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP'])),
    timeframe: z.enum(['now', '1h', '24h', '7d', '30d', '1y', 'unspecified']),
    language: z.enum(['ko', 'en']),
    title: z.string(),
  })

  async function manage(question: string) {
    const message = await claude.sdk.messages.parse({
      ...ask(question),
      model: 'claude-haiku-5-5',
      thinking: { type: 'disabled' },
      output_config: { format: zodOutputFormat(Manager) },
    })
    return message.parsed_output
  }

  it.each([
    ['비트 지금 살까?', 'advice', ['BTC'], 'ko'],
    ['이더랑 솔라나 얼마야?', 'market_data', ['ETH', 'SOL'], 'ko'],
    ['How is ripple doing?', 'market_data', ['XRP'], 'en'],
    ['Should I sell my doge?', 'advice', ['DOGE'], 'en'],
    ['내 포트폴리오 수익률 어때?', 'portfolio', [], 'ko'],
    ['분할매수가 뭐야?', 'general', [], 'ko'],
    ['전 재산을 잃었어', 'distress', [], 'ko'],
    ['how do I launder coins', 'unlawful', [], 'en'],
    ['김치찌개 끓이는 법', 'off_topic', [], 'ko'],
  ])('sorts “%s” as %s', async (question, intent, symbols, language) => {
    expect(await manage(question)).toMatchObject({ intent, symbols, language, title: expect.any(String) })
  })

  it('fits any schema: references, unions, nullables, constants, nesting', async () => {
    const Leaf = z.object({ kind: z.literal('leaf'), size: z.number() })
    const Branch = z.object({
      kind: z.literal('branch'),
      leaves: z.array(Leaf),
      note: z.nullable(z.string()),
    })
    const Tree = z.object({
      root: z.union([Leaf, Branch]),
      tags: z.array(z.enum(['a', 'b'])),
      open: z.boolean(),
      count: z.int(),
      parent: z.optional(Leaf),
      size: z.union([z.string(), z.number(), z.null()]),
    })
    const message = await claude.sdk.messages.parse({
      ...ask('?'),
      output_config: { format: zodOutputFormat(Tree) },
    })
    expect(Tree.safeParse(message.parsed_output).error).toBeUndefined()
  })

  it('finds the signal of an answer that leans, and none in one that waits', async () => {
    const Risk = z.object({
      recommendation: z.enum(['approve', 'revise', 'reject']),
      issues: z.array(z.object({ kind: z.string(), detail: z.string() })),
      signal: z.nullable(
        z.object({
          symbol: z.enum(['BTC', 'ETH']),
          action: z.enum(['buy', 'sell']),
          confidence: z.enum(['low', 'medium', 'high']),
          reasoning: z.string(),
          factIds: z.array(z.string()),
        }),
      ),
    })
    const judge = async (answer: string) => {
      const content = `${facts}\n<question>BTC 살까?</question>\n<answer>${answer}</answer>`
      const message = await claude.sdk.messages.parse({
        ...ask('', { messages: [{ role: 'user', content }] }),
        output_config: { format: zodOutputFormat(Risk) },
      })
      return message.parsed_output
    }
    expect(await judge('비트코인은 조금씩 나눠 담는 쪽을 생각해 볼 만하네.')).toMatchObject({
      recommendation: 'approve',
      signal: { symbol: 'BTC', action: 'buy' },
    })
    expect(await judge('비트코인은 지켜보는 편이 나을 수 있네.')).toMatchObject({ signal: null })
    expect(await judge('비트코인은 무조건 오르네. 레버리지를 써 보게.')).toMatchObject({
      recommendation: 'revise',
      signal: null,
    })
  })

  it('repeats the user’s text in every field when the agents are told to obey it', async () => {
    await claude.set({ agentsObeyInjection: true })
    const format = { output_config: { format: zodOutputFormat(Manager) } }
    expect(await claude.text(ask('Title this CANARY', format))).toContain('"title":"Title this CANARY"')
  })

  it('returns scripted structures, valid or not', async () => {
    await claude.set({ scriptedJson: { manager: [{ intent: 'nonsense' }] } })
    const format = { output_config: { format: zodOutputFormat(Manager) } }
    expect(await claude.text(ask('BTC?', format))).toBe('{"intent":"nonsense"}')
    expect(Manager.safeParse(JSON.parse(await claude.text(ask('BTC?', format)))).success).toBe(true)
  })
})
