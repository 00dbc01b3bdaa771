import type { TurnEvent } from '@sage/edge/contract'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeNetwork, settled } from '../../lib/fake-network.ts'
import { meKey, queryClient } from '../../lib/query-client.ts'
import { useDrafts } from './draft-store.ts'
import { forgetOutbox, keepQuestion, useOutbox } from './outbox.ts'
import { askLater, sendWaiting } from './send-waiting.ts'
import { ask, forgetTurns, stop } from './turn-actions.ts'
import { turnOf } from './turn-state.ts'

const userId = '0190aaaa-0000-7000-8000-00000000000a'
const chatId = '0190aaaa-0000-7000-8000-000000000001'
const turnId = '0190aaaa-0000-7000-8000-000000000002'
const clientMessageId = '0190aaaa-0000-4000-8000-000000000009'
const at = '2026-11-28T00:00:00.000Z'
const begun: TurnEvent = {
  type: 'turn',
  turnId,
  userMessageId: '0190aaaa-0000-7000-8000-000000000003',
  assistantMessageId: '0190aaaa-0000-7000-8000-000000000004',
  parentId: null,
  mentor: 'demo',
  at,
}

let network: FakeNetwork
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  network = new FakeNetwork()
  const listening = { addEventListener() {}, removeEventListener() {} }
  vi.stubGlobal('fetch', network.deps.fetch)
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  vi.stubGlobal('location', { pathname: '/chat/elsewhere' })
  vi.stubGlobal('document', { ...listening, hidden: true, visibilityState: 'hidden' })
  forgetTurns()
  forgetOutbox()
  useDrafts.setState({ drafts: {} })
  queryClient.clear()
  queryClient.setQueryData(meKey, { id: userId })
  return () => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  }
})

const bodyOf = (call: { readonly init: RequestInit }): unknown => JSON.parse(String(call.init.body))

describe('a question on its way', () => {
  it('waits in the outbox until the server has it', async () => {
    ask(chatId, 'BTC?')
    expect(useOutbox.getState()).toMatchObject([{ chatId, userId, content: 'BTC?' }])
    network.lastCall.open()
    network.lastCall.send(`id: ${turnId}:1\ndata: ${JSON.stringify(begun)}\n\n`)
    await settled()
    expect(useOutbox.getState()).toEqual([])
  })

  it('stays there when its page is closed before, and is sent by the next with the same id', async () => {
    ask(chatId, 'BTC?')
    const first = bodyOf(network.lastCall)
    forgetTurns()
    sendWaiting()
    await settled()
    expect(network.calls).toHaveLength(2)
    expect(bodyOf(network.lastCall)).toEqual(first)
    expect(turnOf(chatId)?.question).toBe('BTC?')
  })

  it('leaves the outbox when its reader takes it back', async () => {
    ask(chatId, 'BTC?')
    await stop(chatId)
    expect(useOutbox.getState()).toEqual([])
    expect(useDrafts.getState().drafts[chatId]).toBe('BTC?')
  })

  it('leaves the outbox when the server refuses it', async () => {
    ask(chatId, 'BTC?')
    network.lastCall.answer(429, { error: { code: 'rate_limited', message: '', requestId: 'r' } })
    await settled()
    expect(useOutbox.getState()).toEqual([])
    expect(turnOf(chatId)?.refusal?.code).toBe('rate_limited')
  })

  it('is never sent by somebody else', async () => {
    const other = '0190aaaa-0000-7000-8000-00000000000b'
    keepQuestion({ clientMessageId, userId: other, chatId, content: 'BTC?', askedAt: at })
    sendWaiting()
    await settled()
    expect(network.calls).toEqual([])
    expect(useOutbox.getState()).toEqual([])
  })
})

describe('a question that begins a chat', () => {
  it('waits until the chat can be made, and is then asked in it', async () => {
    expect(askLater('SOL?')).toBe(true)
    await settled()
    expect(network.lastCall.url).toBe('/api/chats')
    network.lastCall.break()
    await settled()
    expect(useOutbox.getState()).toMatchObject([{ content: 'SOL?' }])
    // Nothing told that the network is back; it is tried again by itself.
    vi.advanceTimersByTime(10_000)
    await settled()
    expect(network.lastCall.url).toBe('/api/chats')
    network.lastCall.answer(201, { id: chatId, title: '', createdAt: at, updatedAt: at })
    await settled()
    await settled()
    const question = network.calls.find(({ url }) => url === `/api/chats/${chatId}/messages`)
    expect(question && bodyOf(question)).toMatchObject({ content: 'SOL?' })
  })

  it('returns to the composer where the chat is refused', async () => {
    askLater('SOL?')
    await settled()
    network.lastCall.answer(429, { error: { code: 'rate_limited', message: '', requestId: 'r' } })
    await settled()
    expect(useOutbox.getState()).toEqual([])
    expect(useDrafts.getState().drafts.new).toBe('SOL?')
  })

  it('cannot wait for somebody who is not known', () => {
    queryClient.setQueryData(meKey, null)
    expect(askLater('SOL?')).toBe(false)
  })
})
