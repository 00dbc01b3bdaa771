/** Events, firings and the state of detectors and rules in PostgreSQL. Every write carries the leader's fencing number. */
import type { CoinSymbol } from '@sage/db/vocabulary'
import pg from 'pg'
import type { AlertHistory, MarketEvent, RuleFiring } from '../contract.ts'
import type { FoundMood } from './fear-greed-moves.ts'
import type { FoundMove, MoveDetector } from './moves.ts'
import type { Ledger, LedgerClose, LedgerTrade } from './position.ts'
import {
  type CloseRow,
  type EventRow,
  eventColumns,
  eventOf,
  type FiringRow,
  firingColumns,
  firingOf,
  type RuleRow,
  ruleOf,
  type TradeRow,
} from './rows.ts'
import type { Rule } from './rule.ts'
import type { FoundFiring } from './rule-set.ts'

/** `fenced`: a newer leader has written, nothing was. `written` holds what is new; the rest was there before. */
export type Outcome<T> =
  | { readonly status: 'written'; readonly written: readonly T[] }
  | { readonly status: 'fenced' }

/** A rule as it is stored, switched on or not. */
export interface StoredRule {
  readonly rule: Rule
  readonly enabled: boolean
}

export interface AlertStore {
  detectors(): Promise<ReadonlyMap<CoinSymbol, MoveDetector>>
  /** All rules that are switched on; or those that were changed after `changedAfterMs`, whether they are on or off. */
  rules(changedAfterMs?: number): Promise<readonly StoredRule[]>
  /** The ledgers of these users, with their trades in the order in which they were made. */
  ledgers(userIds: readonly string[]): Promise<ReadonlyMap<string, Ledger>>
  writeEvent(found: FoundMove | FoundMood, fence: number): Promise<Outcome<MarketEvent>>
  rearmDetector(symbol: CoinSymbol, detector: MoveDetector, fence: number): Promise<Outcome<never>>
  /** Those whose rule is still as it was when it was judged. */
  writeFirings(found: readonly FoundFiring[], fence: number): Promise<Outcome<RuleFiring>>
  armRules(rules: readonly Rule[], fence: number): Promise<Outcome<never>>
  /** Written after that moment, newest last, at most 500 of each. */
  history(after: Date): Promise<AlertHistory>
  close(): Promise<void>
}

/** Takes the fence for this statement: no row if a newer leader has it. */
const fenced = `with fence as (
  update feed_fence set fence = $1 where fence <= $1 returning fence
)`

const mostOfHistory = 500

export function openAlertStore(url: string, onConnectionLost: (error: Error) => void): AlertStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: 3,
    connectionTimeoutMillis: 2000,
    query_timeout: 10_000,
    statement_timeout: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'sage-ingest-alerts',
  }).on('error', onConnectionLost)

  /** `text` ends in a statement `written` whose rows are asked for. */
  async function write<Row extends pg.QueryResultRow>(
    text: string,
    values: unknown[],
  ): Promise<Outcome<Row>> {
    const { rows } = await pool.query<{ held: boolean; written: Row[] | null }>(
      `${fenced}, ${text}
      select exists (select from fence) as held, (select json_agg(written) from written) as written`,
      values,
    )
    const [row] = rows
    return row?.held ? { status: 'written', written: row.written ?? [] } : { status: 'fenced' }
  }

  return {
    async detectors() {
      const { rows } = await pool.query<{ symbol: CoinSymbol; armed: boolean; fired_at: Date | null }>(
        'select symbol, armed, fired_at from move_detectors',
      )
      return new Map(
        rows.map(({ symbol, armed, fired_at: firedAt }) => [
          symbol,
          { armed, ...(firedAt && { firedAtMs: firedAt.getTime() }) },
        ]),
      )
    },

    async rules(changedAfterMs) {
      const { rows } = await pool.query<RuleRow>({
        text: `select id, user_id, kind, symbol, threshold, enabled, once, cooldown_minutes, armed, armed_at,
            last_fired_at, updated_at
          from alert_rules where ${changedAfterMs === undefined ? 'enabled' : 'updated_at > $1'}`,
        values: changedAfterMs === undefined ? [] : [new Date(changedAfterMs)],
      })
      return rows.map((row) => ({ rule: ruleOf(row), enabled: row.enabled }))
    },

    async ledgers(userIds) {
      if (userIds.length === 0) return new Map()
      const [trades, closes] = await Promise.all([
        pool.query<TradeRow>(
          `select id, user_id, portfolio_id, symbol, side, quantity, entry_price, fee, created_at
          from shadow_trades where user_id = any ($1::uuid[]) order by created_at, id`,
          [userIds],
        ),
        pool.query<CloseRow>(
          `select user_id, trade_id, quantity, created_at from shadow_closes
          where user_id = any ($1::uuid[]) order by created_at, id`,
          [userIds],
        ),
      ])
      const ledgers = new Map<string, { trades: LedgerTrade[]; closes: LedgerClose[] }>()
      const ledgerOf = (userId: string) => {
        const ledger = ledgers.get(userId) ?? { trades: [], closes: [] }
        ledgers.set(userId, ledger)
        return ledger
      }
      for (const row of trades.rows) {
        const { id, portfolio_id: portfolioId, symbol, side, quantity, entry_price: price, fee } = row
        const atMs = row.created_at.getTime()
        ledgerOf(row.user_id).trades.push({ id, portfolioId, symbol, side, quantity, price, fee, atMs })
      }
      for (const { user_id: userId, trade_id: tradeId, quantity, created_at: at } of closes.rows) {
        ledgerOf(userId).closes.push({ tradeId, quantity, atMs: at.getTime() })
      }
      return ledgers
    },

    async writeEvent(found, fence) {
      const move = found.kind === 'move' ? found : undefined
      const mood = found.kind === 'fear_greed' ? found : undefined
      const outcome = await write<EventRow>(
        `written as (
          insert into market_events (key, kind, symbol, direction, change_percent, price, reference_price, venue,
            minutes, value, previous_value, at, fence)
          select $2, $3, $4::text, $5, $6::numeric, $7::numeric, $8::numeric, $9::text, $10::integer,
            $11::smallint, $12::smallint, $13::timestamptz, fence from fence
          on conflict (key) do nothing returning ${eventColumns}
        ), detector as (
          insert into move_detectors (symbol, armed, fired_at, fence)
          select $4, false, $13, fence from fence where $4 is not null
          on conflict (symbol) do update set armed = false, fired_at = excluded.fired_at, fence = excluded.fence
        )`,
        [
          ...[fence, found.key, found.kind, move?.symbol, found.direction],
          ...[move?.changePercent, move?.price, move?.referencePrice, move?.venue, move?.minutes],
          ...[mood?.value, mood?.previousValue, new Date(found.atMs)],
        ],
      )
      return outcome.status === 'fenced' ? outcome : { ...outcome, written: outcome.written.map(eventOf) }
    },

    rearmDetector(symbol, { armed, firedAtMs }, fence) {
      return write(
        `written as (
          insert into move_detectors (symbol, armed, fired_at, fence) select $2, $3, $4, fence from fence
          on conflict (symbol) do update
          set armed = excluded.armed, fired_at = excluded.fired_at, fence = excluded.fence
          returning symbol
        )`,
        [fence, symbol, armed, firedAtMs === undefined ? null : new Date(firedAtMs)],
      )
    },

    async writeFirings(found, fence) {
      const column = (read: (firing: FoundFiring) => unknown) => found.map(read)
      const outcome = await write<FiringRow>(
        `fired as (
          update alert_rules rule set armed = false, armed_at = null, last_fired_at = firing.at,
            enabled = not rule.once
          from fence, unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::numeric[],
            $7::smallint[], $8::numeric[], $9::text[]) as firing
            (rule_id, updated_at, before, at, price, value, change_percent, venue)
          where rule.id = firing.rule_id and rule.enabled and rule.updated_at = firing.updated_at
            and rule.last_fired_at is not distinct from firing.before
          returning rule.id as rule_id, rule.user_id, rule.kind, rule.symbol, rule.threshold, firing.before,
            firing.at, firing.price, firing.value, firing.change_percent, firing.venue, fence.fence
        ), written as (
          insert into rule_firings (key, rule_id, user_id, kind, symbol, threshold, price, value, change_percent,
            venue, at, fence)
          select rule_id || ':' || coalesce(floor(extract(epoch from before) * 1000)::text, 'first'), rule_id,
            user_id, kind, symbol, threshold, price, value, change_percent, venue, at, fence from fired
          on conflict (key) do nothing returning ${firingColumns}
        )`,
        [
          fence,
          column(({ rule }) => rule.id),
          column(({ rule }) => new Date(rule.updatedAtMs)),
          column(({ rule }) => instant(rule.lastFiredAtMs)),
          column(({ after }) => instant(after.lastFiredAtMs)),
          column(({ price }) => price),
          column(({ value }) => value),
          column(({ changePercent }) => changePercent),
          column(({ venue }) => venue),
        ],
      )
      return outcome.status === 'fenced' ? outcome : { ...outcome, written: outcome.written.map(firingOf) }
    },

    armRules(rules, fence) {
      const column = (read: (rule: Rule) => unknown) => rules.map(read)
      return write(
        `written as (
          update alert_rules rule set armed = true, armed_at = armed.at
          from fence, unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[]) as armed
            (rule_id, updated_at, before, at)
          where rule.id = armed.rule_id and rule.enabled and rule.updated_at = armed.updated_at
            and rule.last_fired_at is not distinct from armed.before
          returning null::text
        )`,
        [
          fence,
          column(({ id }) => id),
          column(({ updatedAtMs }) => new Date(updatedAtMs)),
          column(({ lastFiredAtMs }) => instant(lastFiredAtMs)),
          column(({ armedAtMs }) => instant(armedAtMs)),
        ],
      )
    },

    async history(after) {
      const newest = (columns: string, table: string) =>
        `select ${columns} from (select * from ${table} where created_at > $1
          order by created_at desc limit ${mostOfHistory}) newest order by created_at`
      const [events, firings] = await Promise.all([
        pool.query<EventRow>(newest(eventColumns, 'market_events'), [after]),
        pool.query<FiringRow>(newest(firingColumns, 'rule_firings'), [after]),
      ])
      return { events: events.rows.map(eventOf), firings: firings.rows.map(firingOf) }
    },

    close: () => pool.end(),
  }
}

const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms))
