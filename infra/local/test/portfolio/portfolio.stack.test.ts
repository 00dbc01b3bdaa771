import { randomUUID } from 'node:crypto'
import { Performance, Portfolio, Portfolios, ShadowTrade } from '@sage/edge/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { quotesOf, watchMarket } from '../market/watcher.ts'
import { allEvents, kill, misbehave, prices, signIn } from '../stack.ts'
import { holdPrice, performanceOf, post, reasonOf, signalFrom, trade, tradesOf } from './desk.ts'

beforeAll(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 }))
afterAll(() => misbehave('claude', { reset: true }))

describe('portfolios', () => {
  it('begin with a default one, and end at three', async () => {
    const person = await signIn()
    const list = async () =>
      Portfolios.parse(await (await person.request('/api/portfolios')).json()).portfolios
    expect((await list()).map(({ isDefault }) => isDefault)).toEqual([true])
    const second = await post(person, '/api/portfolios', { name: 'Long' })
    expect(second.status).toBe(201)
    expect(Portfolio.parse(second.body)).toMatchObject({ name: 'Long', isDefault: false })
    expect(reasonOf(await post(person, '/api/portfolios', { name: 'Long' }))).toBe('name_taken')
    const rush = await Promise.all(['A', 'B', 'C'].map((name) => post(person, '/api/portfolios', { name })))
    expect(rush.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(await list()).toHaveLength(3)
  })

  it('are renamed, chosen as the default, and deleted with their trades', async () => {
    const person = await signIn()
    const list = async () =>
      Portfolios.parse(await (await person.request('/api/portfolios')).json()).portfolios
    const change = (id: string, body: object) =>
      person.request(`/api/portfolios/${id}`, { method: 'PATCH', body: JSON.stringify(body) })
    const [first] = await list()
    const second = Portfolio.parse((await post(person, '/api/portfolios', { name: 'Long' })).body)
    expect((await change(second.id, { name: first?.name })).status).toBe(409)
    expect((await change(second.id, { isDefault: false })).status).toBe(400)
    expect((await change(second.id, {})).status).toBe(400)
    expect(await (await change(second.id, { name: 'Patience', isDefault: true })).json()).toMatchObject({
      name: 'Patience',
      isDefault: true,
    })
    const made = await trade(person, { symbol: 'ETH', side: 'buy', usdt: '100' })
    expect(made.portfolioId).toBe(second.id)
    expect((await change(first?.id ?? '', { isDefault: true })).status).toBe(200)
    expect((await list()).map(({ id }) => id)).toEqual([first?.id, second.id])

    const other = await signIn()
    const stranger = await other.request(`/api/portfolios/${second.id}`, { method: 'DELETE' })
    expect(stranger.status).toBe(404)
    const renamed = { method: 'PATCH', body: JSON.stringify({ name: 'Mine' }) }
    expect((await other.request(`/api/portfolios/${second.id}`, renamed)).status).toBe(404)
    const removal = await person.request(`/api/portfolios/${second.id}`, { method: 'DELETE' })
    expect(removal.status).toBe(204)
    expect((await post(person, `/api/shadow-trades/${made.id}/close`)).status).toBe(404)
    expect((await list()).map(({ id }) => id)).toEqual([first?.id])
  })

  it('and trades of others are not there', async () => {
    const [person, other] = await Promise.all([signIn(), signIn()])
    const made = await trade(person, { symbol: 'ETH', side: 'buy', usdt: '100' })
    expect(await tradesOf(other)).toEqual([])
    expect((await post(other, `/api/shadow-trades/${made.id}/close`)).status).toBe(404)
    const undo = await other.request(`/api/shadow-trades/${made.id}`, { method: 'DELETE' })
    expect(undo.status).toBe(404)
    const theirs = { symbol: 'ETH', side: 'buy', usdt: '100', portfolioId: made.portfolioId }
    expect((await post(other, '/api/shadow-trades', theirs)).status).toBe(404)
    expect(await tradesOf(person)).toHaveLength(1)
  })
})

describe('a trade by hand', () => {
  it('is filled at the ask of a tick that came after the tap, with fee, venue and spread', async () => {
    const person = await signIn()
    const watcher = await watchMarket()
    const sentMs = Date.now()
    const made = await trade(person, { symbol: 'ETH', side: 'buy', usdt: '1000' })
    const answeredMs = Date.now()
    const books = () =>
      watcher.heard
        .flatMap(({ event }) => quotesOf(event).quotes)
        .filter(({ symbol, bookAt = '' }) => symbol === 'ETH' && Date.parse(bookAt) >= sentMs)
        .filter(({ bookAt = '' }) => Date.parse(bookAt) <= answeredMs)
    await expect
      .poll(() => books().map(({ ask }) => Number(ask)), { timeout: 5_000 })
      .toContain(Number(made.price))
    watcher.close()
    const book = books().find(({ ask }) => Number(ask) === Number(made.price))
    expect(made).toMatchObject({
      side: 'buy',
      signal: null,
      direction: 'long',
      exits: [],
      venue: book?.venue,
    })
    expect(Number(made.spread)).toBeCloseTo(Number(book?.ask) - Number(book?.bid), 8)
    expect(Number(made.fee)).toBeCloseTo(Number(made.quantity) * Number(made.price) * 0.001, 7)
    expect(Number(made.quantity) * Number(made.price)).toBeCloseTo(1000, 4)
  })

  it('that is sent twice is made once', async () => {
    const person = await signIn()
    const body = { symbol: 'XRP', side: 'buy', quantity: '10', clientTradeId: randomUUID() }
    const [first, second] = await Promise.all([trade(person, body), trade(person, body)])
    expect(second.id).toBe(first.id)
    expect(await tradesOf(person)).toHaveLength(1)
  })

  it('with both amounts, none of them positive, or an unknown coin is refused', async () => {
    const person = await signIn()
    for (const body of [
      { symbol: 'BTC', side: 'buy', usdt: '1', quantity: '1' },
      { symbol: 'BTC', side: 'buy', usdt: '0' },
      { symbol: 'BTC', side: 'buy', usdt: '-5' },
      { symbol: 'BTC', side: 'buy', quantity: '1e5' },
      { symbol: 'PEPE', side: 'buy', usdt: '1' },
      { symbol: 'BTC', side: 'hold', usdt: '1' },
      { symbol: 'BTC', side: 'buy', usdt: '100', price: '1' },
    ]) {
      expect((await post(person, '/api/shadow-trades', body)).status).toBe(400)
    }
  })

  it('can be closed in part and in full, never for more than is open', async () => {
    const person = await signIn()
    const made = await trade(person, { symbol: 'BTC', side: 'buy', quantity: '1' })
    const part = ShadowTrade.parse(
      (await post(person, `/api/shadow-trades/${made.id}/close`, { quantity: '0.25' })).body,
    )
    expect(part).toMatchObject({ openQuantity: '0.75', exits: [{ quantity: '0.25', tradeId: null }] })
    const tooMuch = await post(person, `/api/shadow-trades/${made.id}/close`, { quantity: '0.8' })
    expect([tooMuch.status, reasonOf(tooMuch)]).toEqual([409, 'nothing_open'])
    const rush = await Promise.all([1, 2, 3].map(() => post(person, `/api/shadow-trades/${made.id}/close`)))
    expect(rush.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const [after] = await tradesOf(person)
    expect(after).toMatchObject({ openQuantity: '0', value: '0', unrealised: '0' })
    expect(after?.exits.map(({ quantity }) => quantity)).toEqual(['0.25', '0.75'])
  })

  it('can be taken back, as if it had never been', async () => {
    const person = await signIn()
    const made = await trade(person, { symbol: 'DOGE', side: 'buy', usdt: '50' })
    const undo = await person.request(`/api/shadow-trades/${made.id}`, { method: 'DELETE' })
    expect(undo.status).toBe(204)
    expect(await tradesOf(person)).toEqual([])
    expect(await performanceOf(person)).toMatchObject({ trades: 0, invested: '0', value: '0' })
  })

  it('is not made while there is no live price', async () => {
    const person = await signIn()
    await prices()
    await kill('standIns', 'SIGSTOP')
    try {
      const answer = await post(person, '/api/shadow-trades', { symbol: 'BTC', side: 'buy', usdt: '100' })
      expect([answer.status, reasonOf(answer)]).toEqual([409, 'stale_market'])
    } finally {
      await kill('standIns', 'SIGCONT')
    }
    expect(await tradesOf(person)).toEqual([])
  })
})

describe('a signal', () => {
  it('becomes a trade that knows it and the answer it came from, once', async () => {
    const person = await signIn()
    const signal = await signalFrom(person, 'BTC 지금 사도 될까?', 'buy')
    const rush = await Promise.all(
      [1, 2, 3, 4].map(() => post(person, '/api/shadow-trades', { signalId: signal.id })),
    )
    expect(rush.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    const [made] = await tradesOf(person)
    expect(made).toMatchObject({
      symbol: signal.symbol,
      side: 'buy',
      signal: { id: signal.id, confidence: signal.confidence, reasoning: signal.reasoning },
    })
    expect(made?.signal?.messageId).toEqual(expect.any(String))
    expect(Number(made?.signal?.price)).toBeGreaterThan(0)
    const taken = await person.request(`/api/shadow-trades?signal=${signal.id}`)
    expect(await taken.json()).toMatchObject({ trades: [{ id: made?.id }], nextCursor: null })
    const refused = rush.find(({ status }) => status === 409)
    expect(refused?.body).toMatchObject({ error: { details: { reason: 'signal_taken', tradeId: made?.id } } })
  })

  it('of someone else cannot be taken', async () => {
    const [person, other] = await Promise.all([signIn(), signIn()])
    const signal = await signalFrom(person, 'ETH 사도 될까?', 'buy')
    expect((await post(other, '/api/shadow-trades', { signalId: signal.id })).status).toBe(404)
  })

  it('to sell closes what is held, oldest first; without a holding it is an avoided position', async () => {
    const person = await signIn()
    await trade(person, { symbol: 'ETH', side: 'buy', quantity: '1' })
    await trade(person, { symbol: 'ETH', side: 'buy', quantity: '2' })
    const first = await signalFrom(person, 'ETH 팔아야 할까?', 'sell')
    const sale = await trade(person, { signalId: first.id })
    expect(sale).toMatchObject({ side: 'sell', quantity: '3', openedQuantity: '0', openQuantity: '0' })
    const bought = (await tradesOf(person)).filter(({ side }) => side === 'buy')
    expect(bought.map(({ openQuantity, exits }) => [openQuantity, exits[0]?.tradeId])).toEqual([
      ['0', sale.id],
      ['0', sale.id],
    ])
    const second = await signalFrom(person, 'ETH 팔아야 할까?', 'sell')
    const avoided = await trade(person, { signalId: second.id })
    expect(avoided).toMatchObject({ side: 'sell', direction: 'inverse' })
    expect(avoided.openQuantity).toBe(avoided.quantity)
  })
})

describe('performance', () => {
  it('of a portfolio of BTC alone has an excess of exactly 0', async () => {
    const person = await signIn()
    const first = await trade(person, { symbol: 'BTC', side: 'buy', usdt: '1234.56' })
    await trade(person, { symbol: 'BTC', side: 'buy', usdt: '777' })
    await post(person, `/api/shadow-trades/${first.id}/close`, { quantity: '0.001' })
    const performance = await performanceOf(person)
    expect(performance).toMatchObject({ excessReturn: '0', incomplete: false, trades: 2, stale: false })
  })

  it('follows the price: what a coin gains, the portfolio gains', async () => {
    const person = await signIn()
    await holdPrice('BNB', 500)
    const made = await trade(person, { symbol: 'BNB', side: 'buy', quantity: '2' })
    await holdPrice('BNB', 550)
    await expect
      .poll(async () => Number((await performanceOf(person)).value), { timeout: 15_000 })
      .toBeCloseTo(1100, 0)
    const performance = await performanceOf(person)
    const paid = Number(made.price) * 2 + Number(made.fee)
    expect(Number(performance.timeWeightedReturn)).toBeCloseTo(Number(performance.value) / paid - 1, 9)
    expect(Number(performance.profit)).toBeCloseTo(Number(performance.value) - paid, 8)
  })

  it('of any span in the past is what it was then', async () => {
    const person = await signIn()
    await trade(person, { symbol: 'ETH', side: 'buy', usdt: '100' })
    const ask = (query: string) => person.request(`/api/portfolio/performance?${query}`)
    const answer = await ask('from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z')
    expect(Performance.parse(await answer.json())).toMatchObject({ range: null, value: '0', profit: '0' })
    for (const query of [
      'from=2026-01-01T00:00:00.000Z',
      'from=2026-01-02T00:00:00.000Z&to=2026-01-01T00:00:00.000Z',
      'range=7d&from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z',
      'range=2y',
    ]) {
      expect([query, (await ask(query)).status]).toEqual([query, 400])
    }
  })

  it('can be taken home as CSV', async () => {
    const person = await signIn()
    const made = await trade(person, { symbol: 'BTC', side: 'buy', quantity: '1' })
    await post(person, `/api/shadow-trades/${made.id}/close`, { quantity: '0.5' })
    const response = await person.request('/api/portfolio/export.csv')
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/)
    const [header, ...lines] = (await response.text()).trimEnd().split('\r\n')
    expect(header?.split(',').slice(0, 4)).toEqual(['trade', 'at', 'symbol', 'side'])
    expect(lines.map((line) => line.split(',').slice(2, 6))).toEqual([
      ['BTC', 'buy', 'hand', '1'],
      ['BTC', 'sell', 'exit', '0.5'],
    ])
  })

  it('is what the mentor answers from', async () => {
    const person = await signIn()
    await trade(person, { symbol: 'BTC', side: 'buy', usdt: '1000' })
    const events = (
      await allEvents(await person.ask((await person.newChat()).id, '포트폴리오 점검해줘'))
    ).map(({ event }) => event)
    const sheet = events.find((event) => event.type === 'facts')
    expect(sheet?.facts.find(({ id }) => id === 'portfolio.BTC.quantity')).toMatchObject({ venue: 'sage' })
    const cited = events.flatMap((event) => (event.type === 'fact' ? [event.id] : []))
    expect(cited.filter((id) => id.startsWith('portfolio.'))).not.toEqual([])
    expect(events.at(-1)?.type).toBe('done')
  })
})
