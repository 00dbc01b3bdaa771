/** What waits in the order book around the newest trade. */
import type { Trade } from './tape.ts'

/** Best bid and ask in price units: the newest trade took one of them, the other is a unit away. */
export function book(last: Trade): { readonly bid: number; readonly ask: number } {
  return last.takerBuys
    ? { bid: Math.max(1, last.price - 1), ask: last.price }
    : { bid: last.price, ask: last.price + 1 }
}
