/** Rows of alerts as PostgreSQL gives them, and what they are here. */
import type { AlertRuleKind, CoinSymbol, Direction, MarketEventKind, Venue } from '@sage/db/vocabulary'
import type { MarketEvent, RuleFiring } from '../contract.ts'
import type { Rule } from './rule.ts'

// Numbers as text: through JSON they would lose their digits.
export const eventColumns = `id, kind, symbol, direction, change_percent::text, price::text, reference_price::text, venue,
  minutes, value, previous_value, at`
export const firingColumns = `id, rule_id, user_id, kind, symbol, threshold::text, price::text, value,
  change_percent::text, venue, at`

export interface EventRow {
  readonly id: string
  readonly kind: MarketEventKind
  readonly symbol: CoinSymbol | null
  readonly direction: Direction
  readonly change_percent: string | null
  readonly price: string | null
  readonly reference_price: string | null
  readonly venue: Venue | null
  readonly minutes: number | null
  readonly value: number | null
  readonly previous_value: number | null
  readonly at: Date | string
}

export function eventOf(row: EventRow): MarketEvent {
  return {
    id: row.id,
    kind: row.kind,
    ...(row.symbol !== null && { symbol: row.symbol }),
    direction: row.direction,
    ...(row.change_percent !== null && { changePercent: row.change_percent }),
    ...(row.price !== null && { price: row.price }),
    ...(row.reference_price !== null && { referencePrice: row.reference_price }),
    ...(row.venue !== null && { venue: row.venue }),
    ...(row.minutes !== null && { minutes: row.minutes }),
    ...(row.value !== null && { value: row.value }),
    ...(row.previous_value !== null && { previousValue: row.previous_value }),
    at: new Date(row.at).toISOString(),
  }
}

export interface FiringRow {
  readonly id: string
  readonly rule_id: string
  readonly user_id: string
  readonly kind: AlertRuleKind
  readonly symbol: CoinSymbol | null
  readonly threshold: string
  readonly price: string | null
  readonly value: number | null
  readonly change_percent: string | null
  readonly venue: Venue | null
  readonly at: Date | string
}

export function firingOf(row: FiringRow): RuleFiring {
  return {
    id: row.id,
    ruleId: row.rule_id,
    userId: row.user_id,
    kind: row.kind,
    ...(row.symbol !== null && { symbol: row.symbol }),
    threshold: row.threshold,
    ...(row.price !== null && { price: row.price }),
    ...(row.value !== null && { value: row.value }),
    ...(row.change_percent !== null && { changePercent: row.change_percent }),
    ...(row.venue !== null && { venue: row.venue }),
    at: new Date(row.at).toISOString(),
  }
}

export interface RuleRow {
  readonly id: string
  readonly user_id: string
  readonly kind: AlertRuleKind
  readonly symbol: CoinSymbol | null
  readonly threshold: string
  readonly enabled: boolean
  readonly once: boolean
  readonly cooldown_minutes: number
  readonly armed: boolean
  readonly armed_at: Date | null
  readonly last_fired_at: Date | null
  readonly updated_at: Date
}

export function ruleOf(row: RuleRow): Rule {
  return {
    id: row.id,
    userId: row.user_id,
    kind: row.kind,
    ...(row.symbol !== null && { symbol: row.symbol }),
    threshold: row.threshold,
    once: row.once,
    cooldownMs: row.cooldown_minutes * 60_000,
    updatedAtMs: row.updated_at.getTime(),
    ...(row.armed && row.armed_at !== null && { armedAtMs: row.armed_at.getTime() }),
    ...(row.last_fired_at !== null && { lastFiredAtMs: row.last_fired_at.getTime() }),
  }
}

export interface TradeRow {
  readonly id: string
  readonly user_id: string
  readonly portfolio_id: string
  readonly symbol: CoinSymbol
  readonly side: 'buy' | 'sell'
  readonly quantity: string
  readonly entry_price: string
  readonly fee: string
  readonly created_at: Date
}

export interface CloseRow {
  readonly user_id: string
  readonly trade_id: string
  readonly quantity: string
  readonly created_at: Date
}
