import type { TurnEvent } from '@sage/edge/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeNetwork, settled } from '../../lib/fake-network.ts'
import type { Connection } from '../../lib/follow-stream.ts'
import { followTurn, type TurnEnd, type TurnOrigin } from './stream.ts'

const chatId = '0190aaaa-0000-7000-8000-000000000001'
const turnId = '0190aaaa-0000-7000-8000-000000000002'
const ask: TurnOrigin = {
  type: 'ask',
  url: `/api/chats/${chatId}/messages`,
  body: { content: 'BTC 어때?', clientMessageId: '0190aaaa-0000-7000-8000-000000000003' },
}

let network: FakeNetwork
let words: string[]
let connections: Connection[]
let end: TurnEnd | undefined | 'following'
let controller: AbortController

beforeEach(() => {
  network = new FakeNetwork()
  words = []
  connections = []
  end = 'following'
  controller = new AbortController()
})

async function follow(origin: TurnOrigin): Promise<void> {
  const listener = {
    event: (event: TurnEvent) => {
      words.push(event.type === 'text' ? event.text : event.type)
    },
    connection: (connection: Connection) => {
      if (connections.at(-1) !== connection) connections.push(connection)
    },
  }
  void followTurn(chatId, origin, listener, network.deps, controller.signal).then((result) => {
    end = result
  })
  await settled()
}

function line(seq: number, event: object): string {
  return `id: ${turnId}:${seq}\ndata: ${JSON.stringify(event)}\n\n`
}
const text = (seq: number, word: string) => line(seq, { type: 'text', text: word })
const failed = (seq: number) =>
  line(seq, { type: 'failed', code: 'interrupted', message: '', retryable: true })

async function stream(...lines: string[]): Promise<void> {
  network.lastCall.open()
  await send(...lines)
}
async function send(...lines: string[]): Promise<void> {
  for (const each of lines) network.lastCall.send(each)
  await settled()
}
async function breakConnection(): Promise<void> {
  network.lastCall.break()
  await settled()
}
const resumedFrom = () => new Headers(network.lastCall.init.headers).get('Last-Event-ID')

describe('a turn that is asked for', () => {
  it('is posted with its clientMessageId and ends with its terminal event', async () => {
    await follow(ask)
    await stream(text(1, '하나'), text(2, '둘'), failed(3))
    expect(network.lastCall.init.method).toBe('POST')
    expect(network.lastCall.init.body).toContain('clientMessageId')
    expect(words).toEqual(['하나', '둘', 'failed'])
    expect(end).toMatchObject({ type: 'ended', event: { type: 'failed' } })
    expect(network.pendingTimers).toBe(0)
  })

  it('is posted again, word for word, when nothing has come back yet', async () => {
    await follow(ask)
    await breakConnection()
    await network.pass(500)
    expect(network.calls).toHaveLength(2)
    expect(network.calls[1]?.init.body).toBe(network.calls[0]?.init.body)
  })

  it('resumes behind the last event that arrived, wherever the connection breaks', async () => {
    const events = [text(1, 'a'), text(2, 'b'), text(3, 'c'), failed(4)]
    for (let cut = 1; cut < events.length; cut += 1) {
      network = new FakeNetwork()
      words = []
      end = 'following'
      await follow(ask)
      await stream(...events.slice(0, cut))
      await breakConnection()
      await network.pass(500)
      expect(network.lastCall.url).toBe(`/api/chats/${chatId}/stream`)
      expect(resumedFrom()).toBe(`${turnId}:${cut}`)
      await stream(...events.slice(cut))
      expect(words).toEqual(['a', 'b', 'c', 'failed'])
      expect(end).toMatchObject({ type: 'ended' })
    }
  })

  it('shows no word twice when the server sends again what was there already', async () => {
    await follow(ask)
    await stream(text(1, 'a'), text(2, 'b'))
    await breakConnection()
    await network.pass(500)
    await stream(text(1, 'a'), text(2, 'b'), text(3, 'c'))
    expect(words).toEqual(['a', 'b', 'c'])
  })

  it('reconnects instead of showing what comes after a hole', async () => {
    await follow(ask)
    await stream(text(1, 'a'), text(3, 'c'))
    expect(words).toEqual(['a'])
    await network.pass(500)
    expect(resumedFrom()).toBe(`${turnId}:1`)
  })

  it('goes on when the server closes the stream without a terminal event', async () => {
    await follow(ask)
    await stream(text(1, 'a'))
    network.lastCall.close()
    await settled()
    await network.pass(500)
    expect(network.calls).toHaveLength(2)
    expect(end).toBe('following')
  })

  it('skips an event that it does not know and keeps its place', async () => {
    await follow(ask)
    await stream(
      text(1, 'a'),
      line(2, { type: 'horoscope' }),
      `id: ${turnId}:3\ndata: {not json\n\n`,
      text(4, 'd'),
    )
    expect(words).toEqual(['a', 'd'])
  })

  it('ends as refused when the server says no', async () => {
    const error = { code: 'turn_running', message: '', requestId: 'r', details: { turnId } }
    await follow(ask)
    network.lastCall.answer(409, { error })
    await settled()
    expect(end).toMatchObject({ type: 'refused', problem: { code: 'turn_running', details: { turnId } } })
  })

  it('tells how long to wait when there were too many questions', async () => {
    const error = { code: 'rate_limited', message: '', requestId: 'r' }
    await follow(ask)
    network.lastCall.answer(429, { error }, { 'Retry-After': '7' })
    await settled()
    expect(end).toMatchObject({ type: 'refused', problem: { code: 'rate_limited', retryAfterMs: 7000 } })
  })

  it('asks a failing server four times and then tells the reader', async () => {
    await follow(ask)
    for (let tries = 1; tries <= 4; tries += 1) {
      expect(network.calls).toHaveLength(tries)
      network.lastCall.answer(503, { error: { code: 'unavailable', message: '', requestId: 'r' } })
      await settled()
      if (tries < 4) await network.pass(15_000)
    }
    expect(end).toMatchObject({ type: 'refused', problem: { code: 'unavailable' } })
  })
})

describe('a turn that was found running', () => {
  it('is read from its beginning', async () => {
    await follow({ type: 'attach' })
    expect(network.lastCall.url).toBe(`/api/chats/${chatId}/stream`)
    expect(resumedFrom()).toBeNull()
    await stream(text(1, 'a'), failed(2))
    expect(words).toEqual(['a', 'failed'])
  })

  it.each([204, 404])('is left to the stored messages when the answer is %i', async (status) => {
    await follow({ type: 'attach' })
    network.lastCall.answer(status)
    await settled()
    expect(end).toEqual({ type: 'lost' })
  })

  it('is tried without limit while the server is away', async () => {
    await follow({ type: 'attach' })
    for (let tries = 0; tries < 30; tries += 1) {
      network.lastCall.answer(503)
      await settled()
      await network.pass(15_000)
    }
    expect(network.calls).toHaveLength(31)
    expect(end).toBe('following')
  })
})

describe('the connection', () => {
  it('waits 0.5 s, then twice as long each time, up to 15 s', async () => {
    await follow(ask)
    for (const pause of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const before = network.calls.length
      await breakConnection()
      await network.pass(pause - 1)
      expect(network.calls).toHaveLength(before)
      await network.pass(1)
      expect(network.calls).toHaveLength(before + 1)
    }
  })

  it('is called reconnecting only after the second try, and live with the next event', async () => {
    await follow(ask)
    await stream(text(1, 'a'))
    await breakConnection()
    expect(connections).toEqual(['connecting', 'live'])
    await network.pass(500)
    await breakConnection()
    expect(connections).toEqual(['connecting', 'live', 'reconnecting'])
    await network.pass(1000)
    await stream(text(2, 'b'))
    expect(connections).toEqual(['connecting', 'live', 'reconnecting', 'live'])
  })

  it('is given up after 35 s of silence, counted from the last sign of life', async () => {
    await follow(ask)
    await stream(text(1, 'a'))
    await network.pass(34_999)
    await send(': keep-alive\n\n')
    await network.pass(34_999)
    expect(network.calls).toHaveLength(1)
    await network.pass(1 + 500)
    expect(network.calls).toHaveLength(2)
    expect(network.calls[0]?.aborted).toBe(true)
  })

  it('does not wait for a server that never answers at all', async () => {
    await follow(ask)
    await network.pass(35_000 + 500)
    expect(network.calls).toHaveLength(2)
  })

  it('is renewed at once when the network comes back, in mid-pause and in mid-stream', async () => {
    await follow(ask)
    await breakConnection()
    await network.wake('online')
    expect(network.calls).toHaveLength(2)
    await stream(text(1, 'a'))
    await network.wake('online')
    await network.pass(500)
    expect(network.calls).toHaveLength(3)
    expect(resumedFrom()).toBe(`${turnId}:1`)
  })

  it('is kept when the page is shown again and it is alive, renewed when it has been quiet', async () => {
    await follow(ask)
    await stream(text(1, 'a'))
    await network.pass(10_000)
    await network.wake('visible')
    expect(network.lastCall.aborted).toBe(false)
    await network.pass(11_000)
    await network.wake('visible')
    expect(network.lastCall.aborted).toBe(true)
  })

  it('ends, with its timers, when the reader leaves for good', async () => {
    await follow(ask)
    await stream(text(1, 'a'))
    controller.abort()
    await settled()
    expect(end).toBeUndefined()
    expect(network.lastCall.aborted).toBe(true)
    expect(network.pendingTimers).toBe(0)
  })
})
