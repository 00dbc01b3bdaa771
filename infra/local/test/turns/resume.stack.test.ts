import { randomUUID } from 'node:crypto'
import { ErrorBody, emptyTranscript, foldTranscript, isTerminal, plainText } from '@sage/edge/contract'
import { EventSource } from 'eventsource'
import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { allEvents, misbehave, type ReceivedEvent, ready, signIn } from '../stack.ts'
import { expectTold, expectWhole } from './promises.ts'
import { readOn, readUntil, replay } from './reader.ts'

beforeEach(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 300 }))

const Inspected = z.object({
  requests: z.array(z.object({ agent: z.string(), body: z.unknown(), hungUp: z.boolean().optional() })),
})

/** What Claude's stand-in was asked to say, the newest last. */
async function personaCalls() {
  const response = await fetch(`${ready().standIns.claude}/__control`)
  return Inspected.parse(await response.json()).requests.filter(({ agent }) => agent === 'persona')
}

async function newChat() {
  const person = await signIn()
  return { person, chatId: (await person.newChat()).id }
}

describe('a reader who is cut off', () => {
  it.each([1, 2, 7, 20])('after event %i gets the rest, byte for byte', async (count) => {
    const { person, chatId } = await newChat()
    const abort = new AbortController()
    const response = await person.ask(chatId, 'BTC 어때?', {
      method: 'POST',
      body: JSON.stringify({ content: 'BTC 어때?', clientMessageId: randomUUID() }),
      signal: abort.signal,
    })
    const before = await readUntil(response, (received) => received.length >= count)
    abort.abort()
    await expectTold(person, chatId, await readOn(person, chatId, before.slice(0, count)))
  })

  it('after any event of a finished turn gets exactly what it missed', async () => {
    const { person, chatId } = await newChat()
    const whole = await allEvents(await person.ask(chatId, 'BTC 어때?'))
    expectWhole(whole)
    for (const [index, { id }] of whole.slice(0, -1).entries()) {
      const rest = await person.request(`/api/chats/${chatId}/stream?after=${encodeURIComponent(id)}`)
      expect(await allEvents(rest)).toEqual(whole.slice(index + 1))
    }
    const last = whole.at(-1)?.id ?? ''
    const end = await person.request(`/api/chats/${chatId}/stream`, { headers: { 'last-event-id': last } })
    expect(end.status).toBe(204)
  })
})

describe('two tabs', () => {
  it('see the same turn, whichever of them asked', async () => {
    const { person, chatId } = await newChat()
    const asking = await person.ask(chatId, 'SOL 어때?')
    const [asked, watched] = await Promise.all([allEvents(asking), replay(person, chatId)])
    expect(watched).toEqual(asked)
    await expectTold(person, chatId, watched)
  })

  it('cannot ask at once: the second is told which turn runs', async () => {
    const { person, chatId } = await newChat()
    const asking = await person.ask(chatId, 'SOL 어때?')
    const second = await person.ask(chatId, 'ETH 어때?')
    expect(second.status).toBe(409)
    const { error } = ErrorBody.parse(await second.json())
    expect(error).toMatchObject({ code: 'turn_running', details: { turnId: asking.headers.get('x-turn') } })
    await allEvents(asking)
  })
})

it('a send that is repeated joins its turn instead of beginning another', async () => {
  const { person, chatId } = await newChat()
  const body = JSON.stringify({ content: 'XRP 어때?', clientMessageId: randomUUID() })
  const send = () => person.request(`/api/chats/${chatId}/messages`, { method: 'POST', body })
  const [first, second] = await Promise.all([send().then(allEvents), send().then(allEvents)])
  expect(second).toEqual(first)
  expect(await allEvents(await send())).toEqual(first)
  await expectTold(person, chatId, first)
})

describe('stop', () => {
  it('from another tab ends the turn for both, keeps what was shown and hangs up on Claude', async () => {
    await misbehave('claude', { tokensPerSecond: 20 })
    const { person, chatId } = await newChat()
    const asking = await person.ask(chatId, 'BTC 어때?')
    const turnId = asking.headers.get('x-turn')
    const stop = () =>
      person.request(`/api/chats/${chatId}/stop`, { method: 'POST', body: JSON.stringify({ turnId }) })
    let stopping: Promise<Response> | undefined
    const received = await readUntil(asking, (events) => {
      if (events.at(-1)?.event.type === 'text') stopping ??= stop()
      return false
    })
    expect((await stopping)?.status).toBe(200)
    expect(received.at(-1)?.event.type).toBe('stopped')
    await expectTold(person, chatId, received)
    expect(await (await stop()).json()).toEqual({ status: 'ended' })
    await expect.poll(async () => (await personaCalls()).at(-1)?.hungUp).toBe(true)

    // What was shown before the stop belongs to what the mentor remembers.
    await misbehave('claude', { tokensPerSecond: 500 })
    const shown = received.reduce(
      (transcript, { event }) => foldTranscript(transcript, event),
      emptyTranscript,
    )
    await allEvents(await person.ask(chatId, '그래서?'))
    expect(JSON.stringify((await personaCalls()).at(-1)?.body)).toContain(
      JSON.stringify(plainText(shown.parts).trim()).slice(1, -1),
    )
  })
})

it('a third-party EventSource follows a turn over reconnections of its own and stops at the end', async () => {
  await misbehave('claude', { tokensPerSecond: 60 })
  const { person, chatId } = await newChat()
  const asking = await person.ask(chatId, 'DOGE 어때?')
  await asking.body?.cancel()
  const received: ReceivedEvent['id'][] = []
  let connections = 0
  const ended = Promise.withResolvers<void>()
  const source = new EventSource(`${ready().web}/api/chats/${chatId}/stream`, {
    fetch: async (input, init) => {
      connections += 1
      const response = await fetch(input, { ...init, headers: { ...init.headers, cookie: person.cookie } })
      return connections === 1 ? endingAfter(10, response) : response
    },
  })
  source.addEventListener('message', (message) => {
    received.push(message.lastEventId)
    if (isTerminal(JSON.parse(message.data))) ended.resolve()
  })
  await ended.promise
  source.close()
  expect(connections).toBeGreaterThan(1)
  expect(received).toEqual((await replay(person, chatId)).map(({ id }) => id))
})

it.each([
  ['a malformed id', 'x', 400],
  ['an id of a turn that is not there', `${randomUUID()}:1`, 404],
])('%s is refused', async (_name, id, status) => {
  const { person, chatId } = await newChat()
  const response = await person.request(`/api/chats/${chatId}/stream`, { headers: { 'last-event-id': id } })
  expect(response.status).toBe(status)
})

/** The response as it looks when its connection ends after so many pieces. */
function endingAfter(pieces: number, { body, status, headers }: Response): Response {
  let left = pieces
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      controller.enqueue(piece)
      left -= 1
      if (left === 0) controller.terminate()
    },
  })
  // The other end notices that its reader has gone; that is what happens here, so it is no error.
  body?.pipeTo(cut.writable).catch(() => {})
  return new Response(cut.readable, { status, headers })
}
