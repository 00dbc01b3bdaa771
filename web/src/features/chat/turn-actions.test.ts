import type { Message, TurnEvent } from '@sage/edge/contract'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeNetwork, settled } from '../../lib/fake-network.ts'
import { meKey, queryClient } from '../../lib/query-client.ts'
import { forgetDrafts, useDrafts } from './draft-store.ts'
import { messagesQuery } from './queries.ts'
import { ask, forgetTurns, retry, stop } from './turn-actions.ts'
import { isRunning, turnOf } from './turn-state.ts'

const chatId = '0190aaaa-0000-7000-8000-000000000001'
const turnId = '0190aaaa-0000-7000-8000-000000000002'
const questionId = '0190aaaa-0000-7000-8000-000000000003'
const answerId = '0190aaaa-0000-7000-8000-000000000004'
const at = '2026-11-24T00:00:00.000Z'

const begun: TurnEvent = {
  type: 'turn',
  turnId,
  userMessageId: questionId,
  assistantMessageId: answerId,
  parentId: null,
  mentor: 'demo',
  at,
}
const answer: Message = {
  id: answerId,
  chatId,
  parentId: questionId,
  turnId,
  role: 'assistant',
  status: 'done',
  content: '그렇다네.',
  parts: [{ type: 'text', text: '그렇다네.' }],
  facts: [],
  corrected: false,
  mentor: 'demo',
  createdAt: at,
}
const done: TurnEvent = {
  type: 'done',
  message: answer,
  usage: { inputTokens: 1, outputTokens: 1, costUsd: 0 },
  timings: { totalMs: 1, stages: {} },
}
const failed: TurnEvent = { type: 'failed', code: 'overloaded', message: '', retryable: true }

let network: FakeNetwork

beforeEach(() => {
  forgetTurns()
  forgetDrafts()
  queryClient.clear()
  network = new FakeNetwork()
  const listening = { addEventListener() {}, removeEventListener() {} }
  vi.stubGlobal('fetch', network.deps.fetch)
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  // A page in the background shows what arrives at once: there are no frames to wait for.
  vi.stubGlobal('document', { ...listening, hidden: true, visibilityState: 'hidden' })
  queryClient.setQueryData(messagesQuery(chatId).queryKey, {
    pages: [{ messages: [], nextCursor: null, runningTurnId: null }],
    pageParams: [''],
  })
  return () => vi.unstubAllGlobals()
})

async function answers(...events: TurnEvent[]): Promise<void> {
  network.lastCall.open()
  for (const [place, event] of events.entries()) {
    network.lastCall.send(`id: ${turnId}:${place + 1}\ndata: ${JSON.stringify(event)}\n\n`)
  }
  await settled()
}
const refuse = async (status: number, code: string) => {
  network.lastCall.answer(status, { error: { code, message: '', requestId: 'r', details: { turnId } } })
  await settled()
}
const stored = () => queryClient.getQueryData(messagesQuery(chatId).queryKey)?.pages[0]?.messages
const draft = () => useDrafts.getState().drafts[chatId]

describe('asking', () => {
  it('leaves question and answer in the list when the turn is done, and no live turn', async () => {
    ask(chatId, '  BTC 어때?  ')
    await answers(begun, { type: 'text', text: '그렇다네.' }, done)
    expect(turnOf(chatId)).toBeUndefined()
    expect(stored()?.map(({ id, content }) => [id, content])).toEqual([
      [questionId, 'BTC 어때?'],
      [answerId, '그렇다네.'],
    ])
  })

  it('happens once, however often it is pressed while an answer is written', async () => {
    ask(chatId, 'BTC 어때?')
    ask(chatId, 'BTC 어때?')
    await answers(begun)
    ask(chatId, 'ETH 어때?')
    expect(network.calls).toHaveLength(1)
  })

  it('does not send what is empty or too long', () => {
    ask(chatId, '   ')
    ask(chatId, 'x'.repeat(4001))
    expect(network.calls).toHaveLength(0)
  })

  it('gives the question back and follows the other answer when another tab was faster', async () => {
    ask(chatId, 'BTC 어때?')
    await refuse(409, 'turn_running')
    expect(draft()).toBe('BTC 어때?')
    expect(network.lastCall.url).toBe(`/api/chats/${chatId}/stream`)
    await answers(begun, { type: 'text', text: '그' })
    expect(turnOf(chatId)?.transcript.parts).toEqual([{ type: 'text', text: '그' }])
  })

  it('gives the question back and ends the session when it is over', async () => {
    ask(chatId, 'BTC 어때?')
    await refuse(401, 'unauthenticated')
    expect(draft()).toBe('BTC 어때?')
    expect(turnOf(chatId)).toBeUndefined()
    expect(queryClient.getQueryData(meKey)).toBeNull()
  })

  it('keeps a refused question on screen, to be tried again', async () => {
    ask(chatId, 'BTC 어때?')
    await refuse(429, 'rate_limited')
    expect(turnOf(chatId)).toMatchObject({ question: 'BTC 어때?', refusal: { code: 'rate_limited' } })
    retry(chatId)
    expect(network.lastCall.init.body).toContain('BTC 어때?')
  })
})

describe('a turn that failed', () => {
  it('can be tried again as one more answer to the same question', async () => {
    ask(chatId, 'BTC 어때?')
    await answers(begun, failed)
    const turn = turnOf(chatId)
    expect(turn && isRunning(turn)).toBe(false)
    retry(chatId)
    expect(network.calls.at(-1)?.url).toBe(`/api/chats/${chatId}/messages/${answerId}/regenerate`)
  })
})

describe('stopping', () => {
  it('names the turn, and waits for its stopped event', async () => {
    ask(chatId, 'BTC 어때?')
    await answers(begun)
    const stream = network.lastCall
    void stop(chatId)
    expect(network.lastCall).toMatchObject({ url: `/api/chats/${chatId}/stop`, init: { method: 'POST' } })
    expect(network.lastCall.init.body).toBe(JSON.stringify({ turnId }))
    network.lastCall.answer(200, { status: 'stopped' })
    await settled()
    expect(turnOf(chatId)?.stopping).toBe(true)
    const event: TurnEvent = { type: 'stopped', message: { ...answer, status: 'stopped' } }
    stream.send(`id: ${turnId}:2\ndata: ${JSON.stringify(event)}\n\n`)
    await settled()
    expect(turnOf(chatId)).toBeUndefined()
    expect(stored()?.at(-1)?.status).toBe('stopped')
  })

  it('can be tried again when the server did not take it', async () => {
    ask(chatId, 'BTC 어때?')
    await answers(begun)
    void stop(chatId)
    await refuse(503, 'unavailable')
    expect(turnOf(chatId)?.stopping).toBe(false)
  })

  it('takes the question back when nothing has come of it yet', async () => {
    ask(chatId, 'BTC 어때?')
    const asked = network.lastCall
    void stop(chatId)
    await settled()
    expect(asked.aborted).toBe(true)
    expect(turnOf(chatId)).toBeUndefined()
    expect(draft()).toBe('BTC 어때?')
  })
})
