import { CoinSymbol, Confidence, Id, TradeSide } from '@sage/db/vocabulary'
import * as z from 'zod/mini'
import { FactId } from './fact.ts'

/** The trade that an answer leans towards, and the facts it rests on. */
export const Signal = z.object({
  id: Id,
  symbol: CoinSymbol,
  action: TradeSide,
  confidence: Confidence,
  reasoning: z.string(),
  factIds: z.array(FactId),
})
export type Signal = z.infer<typeof Signal>
