/** What a user's rule means: the figure that it watches and the levels of it. Pure. */
import type { AlertRuleKind, CoinSymbol } from '@sage/db/vocabulary'
import type { OpenPosition } from './position.ts'

export interface Rule {
  readonly id: string
  readonly userId: string
  readonly kind: AlertRuleKind
  readonly symbol?: CoinSymbol
  /** The digits as they were given. */
  readonly threshold: string
  readonly once: boolean
  readonly cooldownMs: number
  /** When the rule, or the position that it is about, was last changed. */
  readonly updatedAtMs: number
  /** Since when reaching the threshold is a crossing; absent if it would not be one. */
  readonly armedAtMs?: number
  readonly lastFiredAtMs?: number
}

/** The figures that rules watch, of each coin and of the index. */
export type Metric = 'price' | 'change1h' | 'change24h' | 'mood'

/** Reaching `fireAt` from the other side of it is a crossing. */
export interface Level {
  readonly side: 'above' | 'below'
  readonly fireAt: number
  /** After a firing the figure must be beyond this before the level can be crossed again. */
  readonly rearmAt: number
}

export const metricOf: Readonly<Record<AlertRuleKind, Metric>> = {
  price_above: 'price',
  price_below: 'price',
  position_change: 'price',
  change_1h: 'change1h',
  change_24h: 'change24h',
  fear_greed_above: 'mood',
  fear_greed_below: 'mood',
}

/** How far a figure has to come back before a level can be crossed again. */
const hysteresis = { priceShare: 0.005, changeShare: 0.5, moodPoints: 2 } as const

/** None if there is nothing to watch: a position that does not exist, or that no price can change. */
export function levelsOf(
  { kind, threshold: text }: Pick<Rule, 'kind' | 'threshold'>,
  position?: OpenPosition,
): readonly Level[] {
  const threshold = Number(text)
  switch (kind) {
    case 'price_above':
      return [{ side: 'above', fireAt: threshold, rearmAt: threshold * (1 - hysteresis.priceShare) }]
    case 'price_below':
      return [{ side: 'below', fireAt: threshold, rearmAt: threshold * (1 + hysteresis.priceShare) }]
    case 'change_1h':
    case 'change_24h':
      return [{ side: 'above', fireAt: threshold, rearmAt: threshold * hysteresis.changeShare }]
    case 'fear_greed_above':
      return [{ side: 'above', fireAt: threshold, rearmAt: threshold - hysteresis.moodPoints }]
    case 'fear_greed_below':
      return [{ side: 'below', fireAt: threshold, rearmAt: threshold + hysteresis.moodPoints }]
    case 'position_change':
      return position === undefined ? [] : positionLevels(position, threshold)
  }
}

function positionLevels(position: OpenPosition, percent: number): readonly Level[] {
  const near = percent * hysteresis.changeShare
  const won = [priceAt(position, percent), priceAt(position, near)] as const
  const lost = [priceAt(position, -percent), priceAt(position, -near)] as const
  const levels = [won, lost].flatMap(([fireAt, rearmAt]): Level[] => {
    if (fireAt === undefined || rearmAt === undefined || fireAt <= 0) return []
    return [{ side: fireAt > rearmAt ? 'above' : 'below', fireAt, rearmAt }]
  })
  return levels
}

/** The price at which the position has won `percent`; `undefined` where it does not depend on the price. */
function priceAt({ quantity, offset, cost }: OpenPosition, percent: number): number | undefined {
  if (quantity === 0 || cost <= 0) return undefined
  const price = (cost * (1 + percent / 100) - offset) / quantity
  // Rounded as percentages are, so that +10 % on 100 is at 110 and not above it.
  return Number(price.toPrecision(13))
}

/** What the position has won or lost at `price`, in percent. */
export function positionPercent({ quantity, offset, cost }: OpenPosition, price: number): number {
  return Math.round(((quantity * price + offset) / cost - 1) * 1e11) / 1e9
}
