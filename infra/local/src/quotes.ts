/** Waiting for the first prices, so that the first page is not an empty one. */
import { setTimeout as delay } from 'node:timers/promises'
import { coinSymbols } from '@sage/db/vocabulary'
import * as z from 'zod'

const Prices = z.object({ quotes: z.array(z.unknown()) })
const pollMs = 100

/** Resolves with how many coins have a price: as soon as all have one, or when the time is up. */
export async function waitForQuotes(edge: string, deadlineMs = 10_000): Promise<number> {
  const until = Date.now() + deadlineMs
  for (;;) {
    const count = await countQuotes(edge)
    if (count === coinSymbols.length || Date.now() > until) return count
    await delay(pollMs)
  }
}

async function countQuotes(edge: string): Promise<number> {
  try {
    const response = await fetch(`${edge}/api/market/prices`, { signal: AbortSignal.timeout(2000) })
    return Prices.parse(await response.json()).quotes.length
  } catch {
    return 0
  }
}
