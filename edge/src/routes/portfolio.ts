import { Id, Timestamp } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { requireSession, sessionOf } from '../auth/require-session.ts'
import {
  CloseTrade,
  CreatePortfolio,
  NewTrade,
  Performance,
  PerformanceRange,
  Portfolio,
  Portfolios,
  ShadowTrade,
  ShadowTrades,
  type TradeRefusal,
  UpdatePortfolio,
} from '../contract/portfolio.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { available, found } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'
import type { ShadowPortfolios, TradeOutcome } from '../portfolio/shadow-portfolios.ts'

const IdParam = z.object({ id: Id })
const Which = z.object({ portfolio: z.optional(Id) })
const Page = Which.extend({
  cursor: z.optional(Id),
  signal: z.optional(Id),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const Instant = z.optional(Timestamp)
const Range = Which.extend({ range: z.optional(PerformanceRange), from: Instant, to: Instant })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), 'from and to belong together')
  .refine(({ range, from }) => range === undefined || from === undefined, 'either a range or from and to')
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    message: 'from is not before to',
  })

const sentenceOf: Record<TradeRefusal['reason'], string> = {
  stale_market: 'There is no live price at the moment, so nothing was traded. Please try again shortly.',
  signal_taken: 'This signal is in a portfolio already.',
  nothing_open: 'Less than that of this trade is open.',
  too_late: 'A trade can be taken back for ten seconds only.',
  too_many: 'There is no room for more.',
  name_taken: 'There is a portfolio of this name already.',
  changed: 'The portfolio was changed by another request. Please try again.',
}

/** `/api/portfolios`, `/api/shadow-trades` and `/api/portfolio`: the user's own. */
export const portfolioRoutes = new Hono<AppEnv>()
  .get('/portfolios', describe('The shadow portfolios.', Portfolios), requireSession, async (c) => {
    return c.json({ portfolios: [...available(await own(c).list())] })
  })
  .post(
    '/portfolios',
    describe('Adds a shadow portfolio; three at most.', { status: 201, json: Portfolio }),
    requireSession,
    validate('json', CreatePortfolio),
    async (c) => {
      const outcome = available(await own(c).create(c.req.valid('json').name))
      if (typeof outcome === 'string') throw refusal(outcome)
      return c.json(found(outcome), 201)
    },
  )
  .patch(
    '/portfolios/:id',
    describe('Renames a shadow portfolio, or makes it the default.', Portfolio),
    requireSession,
    validate('param', IdParam),
    validate('json', UpdatePortfolio),
    async (c) => {
      const outcome = available(await own(c).update(c.req.valid('param').id, c.req.valid('json')))
      if (outcome === 'name_taken') throw refusal(outcome)
      return c.json(found(outcome))
    },
  )
  .delete(
    '/portfolios/:id',
    describe('Deletes a shadow portfolio with all its trades.', { status: 204 }),
    requireSession,
    validate('param', IdParam),
    async (c) => {
      if (!available(await own(c).remove(c.req.valid('param').id))) throw new ApiError('not_found')
      return c.body(null, 204)
    },
  )
  .get(
    '/shadow-trades',
    describe('Trades, newest first; or the one that a signal became.', ShadowTrades),
    requireSession,
    validate('query', Page),
    async (c) => {
      const { portfolio, cursor, signal, limit } = c.req.valid('query')
      if (signal !== undefined) {
        const taken = available(await own(c).takenFrom(signal))
        return c.json({ trades: taken ? [taken] : [], nextCursor: null })
      }
      const page = available(
        await own(c).trades({
          limit,
          ...(portfolio === undefined ? {} : { portfolioId: portfolio }),
          ...(cursor === undefined ? {} : { cursor }),
        }),
      )
      return c.json(found(page))
    },
  )
  .post(
    '/shadow-trades',
    describe('Buys or sells in a shadow portfolio at the price of this moment.', {
      status: 201,
      json: ShadowTrade,
    }),
    requireSession,
    validate('json', NewTrade),
    async (c) => {
      const shadow = own(c)
      return c.json(await traded(shadow, available(await shadow.place(c.req.valid('json')))), 201)
    },
  )
  .post(
    '/shadow-trades/:id/close',
    describe('Closes a trade, or a part of it, at the price of this moment.', ShadowTrade),
    requireSession,
    validate('param', IdParam),
    validate('json', CloseTrade),
    async (c) => {
      const shadow = own(c)
      const { quantity } = c.req.valid('json')
      return c.json(await traded(shadow, available(await shadow.close(c.req.valid('param').id, quantity))))
    },
  )
  .delete(
    '/shadow-trades/:id',
    describe('Takes a trade back within ten seconds.', { status: 204 }),
    requireSession,
    validate('param', IdParam),
    async (c) => {
      done(available(await own(c).undo(c.req.valid('param').id)))
      return c.body(null, 204)
    },
  )
  .get(
    '/portfolio/performance',
    describe('Value, return and risk against simply holding BTC.', Performance),
    requireSession,
    validate('query', Range),
    async (c) => {
      const { portfolio, range = 'all', from, to } = c.req.valid('query')
      const isSpan = from !== undefined && to !== undefined
      const asked = isSpan ? { from: new Date(from), to: new Date(to) } : range
      return c.json(found(available(await own(c).performance(portfolio, asked))))
    },
  )
  .get(
    '/portfolio/export.csv',
    describe('All trades of a portfolio as CSV.', { media: 'text/csv' }),
    requireSession,
    validate('query', Which),
    async (c) => {
      const text = found(available(await own(c).csv(c.req.valid('query').portfolio)))
      c.header('Content-Type', 'text/csv; charset=utf-8')
      c.header('Content-Disposition', 'attachment; filename="sage-portfolio.csv"')
      return c.body(text)
    },
  )

function own(c: Parameters<typeof sessionOf>[0]): ShadowPortfolios {
  return c.env.shadow(sessionOf(c).sub)
}

/** The trade as it is after what was done to it. */
async function traded(shadow: ShadowPortfolios, outcome: TradeOutcome): Promise<ShadowTrade> {
  return found(available(await shadow.trade(done(outcome))))
}

/** The id of the trade; throws 404 or 409 where nothing was done. */
function done(outcome: TradeOutcome): string {
  switch (outcome.status) {
    case 'done':
      return outcome.tradeId
    case 'unknown':
      throw new ApiError('not_found')
    case 'refused':
      throw refusal(outcome.reason, outcome.tradeId)
  }
}

function refusal(reason: TradeRefusal['reason'], tradeId?: string): ApiError {
  const details: TradeRefusal = { reason, ...(tradeId === undefined ? {} : { tradeId }) }
  return new ApiError('conflict', { message: sentenceOf[reason], details })
}
