/** How many of the closed trades were won: what the win rate says in another form, seven of twelve at 58.3 %. */
import { Decimal } from 'decimal.js'
import type { Fact, FactId } from '../contract/fact.ts'
import type { Quantity } from './quantities/quantity.ts'
import { sentenceAfter, sentenceBefore } from './sentences.ts'
import type { Surroundings } from './surroundings.ts'

const won = /이겼|이긴|이기[고며]|\bwon\b|\bwinners?\b|\bwins\b/i
const lost = /졌[네다지]|진\s거래|잃은\s거래|\blost\b|\blosers?\b|\blosses\b/i

/** The win rate, if `quantity` is the number of trades that it makes won or lost. */
export function wonTrades(
  { unit, readings }: Quantity,
  facts: ReadonlyMap<FactId, Fact>,
  { before, after }: Surroundings,
): Fact | undefined {
  const rate = facts.get('portfolio.winRate')
  const closed = facts.get('portfolio.closedTrades')
  if (rate === undefined || closed === undefined || (unit !== 'none' && unit !== 'trades')) return undefined
  const sentence = `${sentenceBefore(before)} ${sentenceAfter(after)}`
  const wins = new Decimal(rate.value).mul(closed.value).div(100).round()
  const losses = new Decimal(closed.value).sub(wins)
  const fits = (count: Decimal) => readings.some(({ value }) => value.eq(count))
  return (won.test(sentence) && fits(wins)) || (lost.test(sentence) && fits(losses)) ? rate : undefined
}
