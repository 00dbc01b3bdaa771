import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { ask, failure, startWithSdk } from './testing.ts'

const claude = await startWithSdk()
afterAll(() => claude.close())
beforeEach(() => claude.reset())

describe('faults', () => {
  it.each([
    ['overloaded', 529],
    ['rateLimited', 429],
    ['spendCap', 429],
    ['regionRefused', 403],
    ['internalError', 500],
  ])('%s is an error of status %d, as often as asked', async (kind, status) => {
    await claude.set({ fault: { kind, times: 1 } })
    expect((await failure(claude.sdk.messages.create(ask('BTC?')))).status).toBe(status)
    await claude.sdk.messages.create(ask('BTC?'))
  })

  it('gives retry-after with a rate limit only if told, with a spend cap never', async () => {
    await claude.set({ fault: { kind: 'rateLimited', retryAfterSeconds: 7, times: 1 } })
    expect((await failure(claude.sdk.messages.create(ask('BTC?')))).headers?.get('retry-after')).toBe('7')
    await claude.set({ fault: { kind: 'spendCap', times: 1 } })
    expect((await failure(claude.sdk.messages.create(ask('BTC?')))).headers?.get('retry-after')).toBeNull()
  })

  it('overload in mid-stream comes as an error without a status', async () => {
    await claude.set({ fault: { kind: 'overloadedMidStream', afterEvents: 6 } })
    const error = await failure(claude.events(ask('BTC 어때?')))
    expect(error.status).toBeUndefined()
    expect(String(error.message)).toContain('overloaded_error')
  })

  it('a truncated stream never reaches message_stop', async () => {
    await claude.set({ fault: { kind: 'truncated', afterEvents: 5 } })
    const seen: string[] = []
    try {
      for await (const event of await claude.sdk.messages.create({ ...ask('BTC 어때?'), stream: true }))
        seen.push(event.type)
    } catch {
      seen.push('error')
    }
    expect(seen).toContain('content_block_delta')
    expect(seen).not.toContain('message_stop')
  })

  it('a stall says nothing more until the client hangs up, and the journal tells', async () => {
    await claude.set({ fault: { kind: 'stall', afterEvents: 4, match: { stream: true } } })
    const hangUp = new AbortController()
    const stream = await claude.sdk.messages.create(
      { ...ask('BTC 어때?'), stream: true },
      { signal: hangUp.signal },
    )
    let count = 0
    for await (const _ of stream) {
      count += 1
      if (count === 3) hangUp.abort()
    }
    expect(count).toBe(3)
    await expect.poll(async () => (await claude.inspect()).totals.open).toBe(0)
    expect((await claude.inspect()).requests.at(-1)).toMatchObject({ fault: 'stall', hungUp: true })
  })

  it.each([
    ['refusal', 'refusal'],
    ['maxTokens', 'max_tokens'],
  ])('%s ends with stop reason %s', async (kind, reason) => {
    await claude.set({ fault: { kind } })
    expect((await claude.sdk.messages.create(ask('BTC?'))).stop_reason).toBe(reason)
    const last = (await claude.events(ask('BTC?'))).find((event) => event.type === 'message_delta')
    expect(last?.type === 'message_delta' && last.delta.stop_reason).toBe(reason)
  })

  it('a malformed structure is not JSON', async () => {
    await claude.set({ fault: { kind: 'malformedStructure' } })
    const format = { output_config: { format: zodOutputFormat(z.object({ intent: z.string() })) } }
    const broken = await claude.text(ask('BTC?', format))
    expect(() => JSON.parse(broken)).toThrow()
  })

  it('a refused connection is no answer at all', async () => {
    await claude.set({ fault: { kind: 'connectionRefused', times: 1 } })
    expect((await failure(claude.sdk.messages.create(ask('BTC?')))).status).toBeUndefined()
  })

  it('hits only what it is meant for: a model class, or a word in the body', async () => {
    await claude.set({
      faults: [
        { kind: 'internalError', match: { modelClass: 'fast' } },
        { kind: 'overloaded', match: { bodyIncludes: 'ETH 어때' } },
      ],
    })
    await claude.sdk.messages.create(ask('BTC 어때?'))
    const fast = ask('BTC 어때?', { model: 'claude-haiku-5-5', thinking: { type: 'disabled' } })
    expect((await failure(claude.sdk.messages.create(fast))).status).toBe(500)
    expect((await failure(claude.sdk.messages.create(ask('ETH 어때?')))).status).toBe(529)
  })

  it('refuses unknown settings with a sentence', async () => {
    for (const patch of [
      { faults: [{ kind: 'sulk' }] },
      { mentor: ['polite'] },
      { tokensPerSecond: -1 },
      { x: 1 },
    ]) {
      const { status, body } = await claude.set(patch)
      expect(status).toBe(400)
      expect(body.error).toMatch(/^.+\.$/)
    }
  })
})
