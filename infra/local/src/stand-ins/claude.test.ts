import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { ask, startWithSdk } from './claude/testing.ts'

const claude = await startWithSdk()
afterAll(() => claude.close())
beforeEach(() => claude.reset())

describe('the Messages API', () => {
  it('answers whole and streams the same events as Anthropic, with usage', async () => {
    const message = await claude.sdk.messages.create(ask('BTC 어때?'))
    expect(message).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' })
    expect(message.usage.input_tokens).toBeGreaterThan(50)
    expect(message._request_id).toMatch(/^req_/)

    const streamed = await claude.sdk.messages.stream(ask('BTC 어때?')).finalMessage()
    expect(streamed.content).toEqual(message.content)
    expect(streamed.usage.output_tokens).toBe(message.usage.output_tokens)

    const types = (await claude.events(ask('BTC 어때?'))).map(({ type }) => type)
    expect(types.slice(0, 3)).toEqual(['message_start', 'content_block_start', 'content_block_delta'])
    expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop'])
  })

  it('writes named events with a ping on the wire', async () => {
    const response = await fetch(`${claude.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'k', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
      body: JSON.stringify({ ...ask('BTC?'), stream: true }),
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const wire = await response.text()
    expect(wire).toMatch(/^event: message_start\ndata: \{"type":"message_start"/)
    expect(wire).toContain('event: ping\ndata: {"type":"ping"}\n\n')
    expect(wire).toMatch(/event: message_stop\ndata: \{"type":"message_stop"\}\n\n$/)
  })

  it('wants a key and a version', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${claude.url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(ask('BTC?')) })
    expect((await post({ 'anthropic-version': '2023-06-01' })).status).toBe(401)
    expect((await post({ 'x-api-key': 'k' })).status).toBe(400)
    expect((await post({ 'x-api-key': 'k', 'anthropic-version': '2023-06-01' })).status).toBe(200)
  })

  it.each([
    ['an unknown model', { model: 'claude-9' }, 404],
    ['a temperature on a 5.5 model', { temperature: 0.2 }, 400],
    ['top_p on a 5.5 model', { top_p: 0.5 }, 400],
    ['thinking disabled on Sonnet 5.5', { thinking: { type: 'disabled' } }, 400],
    ['no room for an answer', { max_tokens: 0 }, 400],
    [
      'an answer put into its mouth',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      400,
    ],
    ['an empty message', { messages: [{ role: 'user', content: ' ' }] }, 400],
    [
      'a schema with open objects',
      { output_config: { format: { type: 'json_schema', schema: { type: 'object', properties: {} } } } },
      400,
    ],
  ] as const)('refuses %s', async (_name, params, status) => {
    const response = await fetch(`${claude.url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
      body: JSON.stringify({ ...ask('BTC?'), ...params }),
    })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ type: 'error', error: { message: expect.any(String) } })
  })

  it('thinks first where it was not told otherwise', async () => {
    const { thinking: _, ...plain } = ask('BTC?')
    const message = await claude.sdk.messages.create(plain)
    expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text'])
  })

  it('reads a long prefix from the cache the second time, a short one never', async () => {
    const system = [
      {
        type: 'text' as const,
        text: 'You are a mentor. '.repeat(200),
        cache_control: { type: 'ephemeral' as const },
      },
    ]
    const first = await claude.sdk.messages.create(ask('BTC?', { system }))
    const second = await claude.sdk.messages.create(ask('ETH?', { system }))
    expect(first.usage.cache_creation_input_tokens).toBeGreaterThan(512)
    expect(second.usage.cache_read_input_tokens).toBe(first.usage.cache_creation_input_tokens)
    const short = [{ type: 'text' as const, text: 'Short.', cache_control: { type: 'ephemeral' as const } }]
    const third = await claude.sdk.messages.create(ask('ETH?', { system: short }))
    expect(third.usage).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 0 })
  })

  it('stops at max_tokens', async () => {
    const message = await claude.sdk.messages.create(ask('BTC 어때?', { max_tokens: 5 }))
    expect(message).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 5 } })
  })
})

describe('the journal', () => {
  it('shows what came, what was said and that a client hung up, but never the key', async () => {
    await claude.set({ pace: { smart: { tokensPerSecond: 5 } } })
    const hangUp = new AbortController()
    const stream = await claude.sdk.messages.create(
      { ...ask('BTC 어때?'), stream: true },
      { signal: hangUp.signal },
    )
    for await (const event of stream) if (event.type === 'content_block_delta') hangUp.abort()
    await expect.poll(async () => (await claude.inspect()).totals.open).toBe(0)
    const { requests } = await claude.inspect()
    expect(requests.at(-1)).toMatchObject({ agent: 'persona', stream: true, hungUp: true })
    expect(JSON.stringify(requests)).not.toContain('test-key')
  })
})
