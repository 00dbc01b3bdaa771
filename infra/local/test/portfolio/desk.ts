/** Someone with a shadow portfolio, and the market as he finds it. */
import {
  ErrorBody,
  Performance,
  type PerformanceRange,
  ShadowTrade,
  ShadowTrades,
  type Signal,
} from '@sage/edge/contract'
import { allEvents, misbehave, type Person, prices } from '../stack.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export async function post(person: Person, path: string, body: object = {}): Promise<Answer> {
  const response = await person.request(path, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

export async function trade(person: Person, body: object): Promise<ShadowTrade> {
  const answer = await post(person, '/api/shadow-trades', body)
  if (answer.status !== 201) throw new Error(`not traded: ${JSON.stringify(answer.body)}`)
  return ShadowTrade.parse(answer.body)
}

export async function tradesOf(person: Person): Promise<ShadowTrade[]> {
  const response = await person.request('/api/shadow-trades')
  return ShadowTrades.parse(await response.json()).trades
}

export async function performanceOf(person: Person, range: PerformanceRange = 'all'): Promise<Performance> {
  const response = await person.request(`/api/portfolio/performance?range=${range}`)
  return Performance.parse(await response.json())
}

/** The `details.reason` of a refusal. */
export function reasonOf({ body }: Answer): unknown {
  return ErrorBody.parse(body).error.details?.reason
}

/** Asks until the mentor, who leans that way, gives a signal. */
export async function signalFrom(person: Person, question: string, lean: 'buy' | 'sell'): Promise<Signal> {
  await misbehave('claude', { lean })
  try {
    const events = await allEvents(await person.ask((await person.newChat()).id, question))
    const given = events.flatMap(({ event }) => (event.type === 'signal' ? [event] : []))
    const [signal] = given
    if (!signal) throw new Error(`no signal: ${events.map(({ event }) => event.type).join(' ')}`)
    return signal
  } finally {
    await misbehave('claude', { lean: 'auto' })
  }
}

/** Holds a coin at exactly `price` and waits until everybody has heard. */
export async function holdPrice(symbol: string, price: number): Promise<void> {
  await misbehave('binance', { price: { [symbol]: price }, still: true })
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const quote = (await prices()).quotes.find((each) => each.symbol === symbol)
    if (quote && Math.abs(Number(quote.price) / price - 1) < 0.0005) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${symbol} did not reach ${price}`)
}
