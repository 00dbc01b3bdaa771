import { randomUUID } from 'node:crypto'
import { ErrorBody, isTerminal, Me, Messages } from '@sage/edge/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { allEvents, misbehave, prices, ready, restart, signIn } from './stack.ts'

// What is said matters here, not how long it takes.
beforeAll(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 }))

describe('asking "BTC 어때?"', () => {
  it('streams typed events with gapless ids that end in exactly one done', async () => {
    const person = await signIn()
    const chat = await person.newChat()
    const response = await person.ask(chat.id, 'BTC 어때?')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const received = await allEvents(response)
    const turnId = received[0]?.event.type === 'turn' ? received[0].event.turnId : undefined
    expect(received.map(({ id }) => id)).toEqual(received.map((_, index) => `${turnId}:${index + 1}`))
    expect(received.filter(({ event }) => isTerminal(event)).map(({ event }) => event.type)).toEqual(['done'])
    expect(received.at(-1)?.event.type).toBe('done')
  })

  it('lets all four agents work, and labels the mentor as a demo', async () => {
    const person = await signIn()
    const events = (await allEvents(await person.ask((await person.newChat()).id, 'BTC 어때?'))).map(
      ({ event }) => event,
    )
    const finished = events.flatMap((event) =>
      event.type === 'stage' && event.status === 'done' ? [event.agent] : [],
    )
    expect(new Set(finished)).toEqual(new Set(['manager', 'analyst', 'persona', 'risk']))
    expect(events.find((event) => event.type === 'turn')).toMatchObject({ mentor: 'demo' })
  })

  it('cites only facts of the turn, and the BTC price is the one that the snapshot had', async () => {
    const before = await prices()
    const person = await signIn()
    const events = (await allEvents(await person.ask((await person.newChat()).id, 'BTC 어때?'))).map(
      ({ event }) => event,
    )
    const sheet = events.find((event) => event.type === 'facts')
    const cited = events.filter((event) => event.type === 'fact')
    expect(cited.map(({ id }) => id)).toContain('BTC.price')
    const known = new Set(sheet?.facts.map(({ id }) => id))
    expect(cited.filter(({ id }) => !known.has(id))).toEqual([])
    const price = sheet?.facts.find(({ id }) => id === 'BTC.price')
    const quote = before.quotes.find(({ symbol }) => symbol === 'BTC')
    expect(Date.parse(price?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(quote?.at ?? ''))
    const shown = cited.find(({ id }) => id === 'BTC.price')?.text.replace(/[^\d.]/g, '')
    expect(Number(shown)).toBeCloseTo(Number(price?.value), 2)
  })

  it('answers an English question in English', async () => {
    const person = await signIn()
    const events = (await allEvents(await person.ask((await person.newChat()).id, 'How is ETH doing?'))).map(
      ({ event }) => event,
    )
    const done = events.find((event) => event.type === 'done')
    expect(done?.message.content).not.toMatch(/[가-힣]/)
    expect(events.some((event) => event.type === 'fact' && event.id.startsWith('ETH.'))).toBe(true)
  })
})

describe('demoLogin of the ready line', () => {
  it('signs in whoever ?email= names, an address with a one-letter domain too', async () => {
    const response = await fetch(`${ready().demoLogin}?email=a@b.c`, { redirect: 'manual' })
    expect(response.status).toBe(200)
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const me = await fetch(`${ready().web}/api/users/me`, { headers: { cookie } })
    expect(Me.parse(await me.json()).email).toBe('a@b.c')
  })
})

describe('a chat', () => {
  it('shows question and answer right after done, and still after the whole product was restarted', async () => {
    const person = await signIn()
    const chat = await person.newChat()
    const done = (await allEvents(await person.ask(chat.id, 'ETH 전망이 궁금해'))).at(-1)?.event
    const answer = done?.type === 'done' ? done.message.content : undefined
    const read = async () =>
      Messages.parse(await (await person.request(`/api/chats/${chat.id}/messages`)).json()).messages
    expect((await read()).map(({ content }) => content)).toEqual(['ETH 전망이 궁금해', answer])
    await restart('ingest')
    await restart('edge')
    expect((await read()).map(({ content }) => content)).toEqual(['ETH 전망이 궁금해', answer])
  })

  it('of another person, or none at all, is not found and tells nothing', async () => {
    const [owner, stranger] = await Promise.all([signIn(), signIn()])
    const chat = await owner.newChat()
    for (const id of [chat.id, randomUUID()]) {
      const read = await stranger.request(`/api/chats/${id}/messages`)
      const asked = await stranger.ask(id, 'BTC 어때?')
      expect([read.status, asked.status]).toEqual([404, 404])
      expect(ErrorBody.parse(await read.json()).error.code).toBe('not_found')
    }
  })
})

describe('bad input', () => {
  it.each([
    ['an empty question', { content: '', clientMessageId: randomUUID() }],
    ['a blank question', { content: ' \n ', clientMessageId: randomUUID() }],
    ['a question of 4001 characters', { content: '가'.repeat(4001), clientMessageId: randomUUID() }],
    ['a question without an id', { content: 'BTC 어때?' }],
  ])('%s is refused with 400 in the shape of every error', async (_name, body) => {
    const person = await signIn()
    const chat = await person.newChat()
    const init = { method: 'POST', body: JSON.stringify(body) }
    const response = await person.request(`/api/chats/${chat.id}/messages`, init)
    expect(response.status).toBe(400)
    expect(ErrorBody.parse(await response.json()).error.code).toBe('bad_request')
  })

  it('that is not JSON is refused with 400', async () => {
    const person = await signIn()
    const chat = await person.newChat()
    const init = { method: 'POST', body: '{"content": ' }
    const response = await person.request(`/api/chats/${chat.id}/messages`, init)
    expect(response.status).toBe(400)
    expect(ErrorBody.parse(await response.json()).error.code).toBe('bad_request')
  })

  it('without a session is 401', async () => {
    for (const path of ['/api/users/me', '/api/chats']) {
      const response = await fetch(`${ready().web}${path}`)
      expect(response.status).toBe(401)
      expect(ErrorBody.parse(await response.json()).error.code).toBe('unauthenticated')
    }
  })

  it('from another origin does not change anything', async () => {
    const person = await signIn()
    const response = await fetch(`${ready().web}/api/chats`, {
      method: 'POST',
      headers: { cookie: person.cookie, origin: 'https://evil.example', 'content-type': 'application/json' },
      body: '{}',
    })
    expect(response.status).toBe(403)
  })

  it('unsigned to ingest is 401, whatever the path', async () => {
    for (const path of [
      '/v1/snapshot',
      '/v1/candles/BTC?interval=1m',
      '/v1/stream',
      '/v1/fear-greed?days=7',
    ]) {
      expect((await fetch(`${ready().ingest}${path}`)).status).toBe(401)
    }
    const sql = await fetch(`${ready().ingest}/v1/sql`, {
      method: 'POST',
      headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
      body: JSON.stringify({ query: 'select 1', params: [] }),
    })
    expect(sql.status).toBe(401)
  })
})

describe('signing in', () => {
  it('knows the same person again', async () => {
    const first = await signIn('same@example.com')
    const second = await signIn('same@example.com')
    const me = async (person: typeof first) => Me.parse(await (await person.request('/api/users/me')).json())
    expect((await me(second)).id).toBe((await me(first)).id)
    expect((await me(first)).email).toBe('same@example.com')
  })
})
