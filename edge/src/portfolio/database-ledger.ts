/**
 * The ledger in PostgreSQL. Read with the owner's rights; written by the edge for him, because nobody may name the
 * price of his own fill. A change names the version of the portfolio that it was decided on and takes effect only
 * if that is still the present one, in one statement.
 */
import { asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { mostPortfolios } from '../contract/portfolio.ts'
import { type Database, schema, sqlState } from '../db/index.ts'
import type { Ledger, PortfolioRow, Written } from './ledger.ts'
import { measuredOf, measuredQuery } from './measured.ts'

const { portfolios, shadowTrades, shadowCloses, signals, turns } = schema

const defaultName = 'Sage'

export interface LedgerDeps {
  readonly asOwner: Database
  readonly asService: Database
}

export function databaseLedger(userId: string, { asOwner, asService }: LedgerDeps): Ledger {
  const inOrder = () =>
    asOwner
      .select()
      .from(portfolios)
      .where(eq(portfolios.userId, userId))
      .orderBy(sql`${portfolios.chosenAt} desc nulls last`, asc(portfolios.slot))

  /** Runs `change`, which reads from `moved`, if the portfolio is at `version`. */
  async function write(version: number, portfolioId: string, change: SQL): Promise<Written> {
    try {
      const { rowCount } = await asService.execute(sql`
        with moved as (
          update portfolios set version = version + 1
          where id = ${portfolioId}::uuid and user_id = ${userId}::uuid and version = ${version}::int
          returning id, user_id
        ) ${change}`)
      return rowCount === 1 ? 'written' : 'changed'
    } catch (error) {
      if (sqlState(error) === '23505') return 'duplicate'
      throw error
    }
  }

  return {
    existing: inOrder,

    async portfolios() {
      const known = await inOrder()
      if (known.length > 0) return known
      await asService.insert(portfolios).values({ userId, name: defaultName, slot: 1 }).onConflictDoNothing()
      return inOrder()
    },

    async create(name) {
      const known = await this.portfolios()
      if (known.some((each) => each.name === name)) return 'name_taken'
      const taken = new Set(known.map(({ slot }) => slot))
      for (let slot = 1; slot <= mostPortfolios; slot += 1) {
        if (taken.has(slot)) continue
        const row = await insertPortfolio(name, slot)
        if (row) return row
      }
      return 'too_many'
    },

    async rename(portfolioId, name) {
      try {
        const [row] = await asOwner
          .update(portfolios)
          .set({ name })
          .where(eq(portfolios.id, portfolioId))
          .returning()
        return row
      } catch (error) {
        if (sqlState(error) === '23505') return 'name_taken'
        throw error
      }
    },

    async prefer(portfolioId, at) {
      const { rowCount } = await asOwner
        .update(portfolios)
        .set({ chosenAt: at })
        .where(eq(portfolios.id, portfolioId))
      return rowCount === 1
    },

    async remove(portfolioId) {
      const { rowCount } = await asOwner.delete(portfolios).where(eq(portfolios.id, portfolioId))
      return rowCount === 1
    },

    async entries(portfolioId) {
      const [trades, closes] = await Promise.all([
        asOwner
          .select({ trade: shadowTrades, confidence: signals.confidence })
          .from(shadowTrades)
          .leftJoin(signals, eq(signals.id, shadowTrades.signalId))
          .where(eq(shadowTrades.portfolioId, portfolioId))
          .orderBy(asc(shadowTrades.createdAt)),
        asOwner
          .select({ close: shadowCloses })
          .from(shadowCloses)
          .innerJoin(shadowTrades, eq(shadowTrades.id, shadowCloses.tradeId))
          .where(eq(shadowTrades.portfolioId, portfolioId))
          .orderBy(asc(shadowCloses.createdAt)),
      ])
      return {
        trades: trades.map(({ trade: { entryPrice: price, createdAt: at, ...trade }, confidence }) => ({
          ...trade,
          price,
          at,
          confidence,
        })),
        closes: closes.map(({ close: { exitPrice: price, createdAt: at, ...close } }) => ({
          ...close,
          price,
          at,
        })),
      }
    },

    async measured(portfolioId) {
      const { rows } = await asOwner.execute(measuredQuery(portfolioId))
      return measuredOf(rows[0])
    },

    async portfolioOf(tradeId) {
      const [row] = await asOwner
        .select({ id: shadowTrades.portfolioId })
        .from(shadowTrades)
        .where(eq(shadowTrades.id, tradeId))
      return row?.id
    },

    async signals(ids) {
      if (ids.length === 0) return []
      return asOwner
        .select({
          id: signals.id,
          symbol: signals.symbol,
          action: signals.action,
          confidence: signals.confidence,
          reasoning: signals.reasoning,
          price: signals.price,
          at: signals.createdAt,
          chatId: turns.chatId,
          messageId: turns.assistantMessageId,
        })
        .from(signals)
        .leftJoin(turns, eq(turns.id, signals.turnId))
        .where(inArray(signals.id, [...ids]))
    },

    async takenBy(signalId) {
      const [row] = await asOwner
        .select({ id: shadowTrades.id })
        .from(shadowTrades)
        .where(eq(shadowTrades.signalId, signalId))
      return row?.id
    },

    addTrade: (version, trade) =>
      write(
        version,
        trade.portfolioId,
        sql`insert into shadow_trades (id, user_id, portfolio_id, signal_id, symbol, side, quantity, entry_price,
            fee, venue, tick_at, spread, marks, created_at)
          select ${trade.id}::uuid, user_id, id, ${trade.signalId}::uuid, ${trade.symbol}::text,
            ${trade.side}::text, ${trade.quantity}::numeric, ${trade.price}::numeric, ${trade.fee}::numeric,
            ${trade.venue}::text, ${trade.tickAt.toISOString()}::timestamptz, ${trade.spread}::numeric,
            ${JSON.stringify(trade.marks)}::jsonb, ${trade.at.toISOString()}::timestamptz from moved`,
      ),

    addClose: (version, portfolioId, close) =>
      write(
        version,
        portfolioId,
        sql`insert into shadow_closes (id, user_id, trade_id, quantity, exit_price, fee, venue, tick_at, spread,
            marks, created_at)
          select ${close.id}::uuid, user_id, ${close.tradeId}::uuid, ${close.quantity}::numeric,
            ${close.price}::numeric, ${close.fee}::numeric, ${close.venue}::text,
            ${close.tickAt.toISOString()}::timestamptz, ${close.spread}::numeric,
            ${JSON.stringify(close.marks)}::jsonb, ${close.at.toISOString()}::timestamptz from moved`,
      ),

    removeTrade: (version, portfolioId, tradeId) =>
      write(
        version,
        portfolioId,
        sql`delete from shadow_trades t using moved
          where t.id = ${tradeId}::uuid and t.portfolio_id = moved.id and t.user_id = moved.user_id`,
      ),
  }

  /** `undefined` where another request was quicker to take the slot or the name. */
  async function insertPortfolio(name: string, slot: number): Promise<PortfolioRow | undefined> {
    const [row] = await asService
      .insert(portfolios)
      .values({ userId, name, slot })
      .onConflictDoNothing()
      .returning()
    return row
  }
}
