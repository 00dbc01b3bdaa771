/** The Analyst's brief and the market state it belongs to: made once, shared by everyone who asks meanwhile. */
import {
  type CoinSymbol,
  CoinSymbol as CoinSymbolSchema,
  coinSymbols,
  Decimal,
  Timestamp,
} from '@sage/db/vocabulary'
import { Decimal as Exact } from 'decimal.js'
import * as z from 'zod'
import type { FactSheet } from '../facts/fact-sheet.ts'
import type { BriefStore } from './deps.ts'

/** What decides whether a brief still describes the market: when it is, and the six prices in USDT. */
export const MarketState = z.object({
  at: Timestamp,
  prices: z.partialRecord(CoinSymbolSchema, Decimal),
})
export type MarketState = z.infer<typeof MarketState>

export const BriefItem = z.object({
  symbol: z.union([CoinSymbolSchema, z.literal('market')]),
  /** One remark in English, its figures as references. */
  observation: z.string(),
  factIds: z.array(z.string()),
})
export type BriefItem = z.infer<typeof BriefItem>

export const Brief = z.object({ state: MarketState, items: z.array(BriefItem) })
export type Brief = z.infer<typeof Brief>

export const briefLifetimeMs = 5 * 60_000
const briefMovePercent = 0.5

export function marketState(sheet: FactSheet): MarketState {
  const prices: Partial<Record<CoinSymbol, string>> = {}
  for (const symbol of coinSymbols) {
    const price = sheet.facts.get(`${symbol}.price`)
    if (price) prices[symbol] = price.value
  }
  return { at: sheet.snapshotAt, prices }
}

/** Whether `brief` still holds: younger than 5 minutes, and no coin has moved by 0.5 %, appeared or gone. */
export function isCurrent(brief: Brief, state: MarketState): boolean {
  const ageMs = Date.parse(state.at) - Date.parse(brief.state.at)
  if (Math.abs(ageMs) >= briefLifetimeMs) return false
  return coinSymbols.every((symbol) => {
    const before = brief.state.prices[symbol]
    const after = state.prices[symbol]
    if (before === undefined || after === undefined) return before === after
    return !hasMoved(new Exact(before), new Exact(after))
  })
}

function hasMoved(before: Exact, after: Exact): boolean {
  if (before.isZero()) return !after.isZero()
  return after.minus(before).abs().div(before).times(100).gte(briefMovePercent)
}

const claimMs = 10_000

/** A store in memory, with one maker per state: what the market's object and the tests use. */
export function memoryBriefStore(now: () => Date): Required<BriefStore> {
  let newest: Brief | undefined
  let claimedUntilMs = 0
  return {
    async get(state) {
      return newest && isCurrent(newest, state) ? newest : undefined
    },
    async put(brief) {
      newest = brief
      claimedUntilMs = 0
    },
    async claim(state) {
      if (newest && isCurrent(newest, state)) return false
      const nowMs = now().getTime()
      if (nowMs < claimedUntilMs) return false
      claimedUntilMs = nowMs + claimMs
      return true
    },
  }
}
