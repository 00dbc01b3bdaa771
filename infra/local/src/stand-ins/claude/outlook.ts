/** How the demo mentor sees a coin: a value investor's rules of thumb over the facts that he was given. */
import type { Coin } from '../market-model.ts'
import type { FactLine } from './prompt.ts'

export type Lean = 'buy' | 'sell' | 'wait'

type Facts = ReadonlyMap<string, FactLine>

/** Fear and a price below its long average invite; greed and a price near its high warn. */
export function outlookOf(facts: Facts, coin: Coin): Lean {
  const value = (id: string) => facts.get(id)?.value
  const mood = value('market.fearGreed')
  const price = value(`${coin}.price`)
  const longAverage = value(`${coin}.ma200`)
  const month = value(`${coin}.change30d`)
  const fromHigh = value(`${coin}.fromHigh1y`)
  if (price === undefined || isStale(facts, coin)) return 'wait'
  let score = 0
  if (mood !== undefined) score += mood < 45 ? 1 : mood > 70 ? -1 : 0
  if (longAverage !== undefined) score += price < longAverage ? 1 : -1
  if (month !== undefined) score += month > 20 ? -1 : 0
  if (fromHigh !== undefined) score += fromHigh < -20 ? 1 : fromHigh > -5 ? -1 : 0
  if (score > 0) return 'buy'
  return score < 0 ? 'sell' : 'wait'
}

export function isStale(facts: Facts, coin: Coin): boolean {
  return facts.get(`${coin}.price`)?.isStale === true
}

/** Whether every fact about prices is marked stale. */
export function isMarketStale(facts: Facts): boolean {
  const prices = [...facts.values()].filter(({ id }) => id.endsWith('.price'))
  return prices.length > 0 && prices.every((fact) => fact.isStale)
}

/** The three references that say most about a coin, in the order of a sentence; only those there are. */
export function notableFacts(facts: Facts, coin: Coin): string[] {
  return ['price', 'change24h', 'ma200', 'fromHigh1y', 'change30d', 'volatility30d']
    .map((name) => `${coin}.${name}`)
    .filter((id) => facts.has(id))
}
