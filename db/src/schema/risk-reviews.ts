import { foreignKey, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { RiskRecommendation } from '../vocabulary.ts'
import { choice, createdAt, id, oneOf, ownedRows } from './columns.ts'
import { turns } from './turns.ts'

export const reviewers = ['gate', 'risk'] as const

/** A verdict of the number gate or of the Risk agent: the hallucination rate is a query over these. */
export const riskReviews = pgTable(
  'risk_reviews',
  {
    id: id(),
    turnId: uuid('turn_id').notNull(),
    userId: uuid('user_id').notNull(),
    by: text('by', { enum: reviewers }).notNull(),
    recommendation: choice<RiskRecommendation>('recommendation').notNull(),
    /** `[{kind, detail}]`. */
    issues: jsonb('issues').notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [
    foreignKey({
      name: 'risk_reviews_turn',
      columns: [table.turnId, table.userId],
      foreignColumns: [turns.id, turns.userId],
    }).onDelete('cascade'),
    index('risk_reviews_of_turn').on(table.turnId),
    index('risk_reviews_newest').on(table.createdAt),
    oneOf('risk_reviews_by', table.by, reviewers),
    oneOf('risk_reviews_recommendation', table.recommendation, RiskRecommendation.options),
    ...ownedRows('risk_reviews', table.userId),
  ],
)
