/** The last 30 days as a rule that is being made is held against them. */

import type { CandlesQuery } from '../api/app.ts'
import type { Candles, FearGreedPoint, PreviewRequest, RulePreview } from '../contract.ts'
import { intervalMs, startOf } from '../market/candle.ts'
import { positionIn } from './position.ts'
import { previewMoodRule, previewRule } from './preview.ts'
import type { AlertStore } from './store.ts'

export interface PastDeps {
  readonly candles: (query: CandlesQuery) => Promise<Candles>
  /** Oldest first. */
  readonly fearGreed: (days: number) => Promise<readonly FearGreedPoint[]>
  readonly store: Pick<AlertStore, 'ledgers'>
  readonly nowMs: () => number
}

const days = 30

export function createPreview({ candles, fearGreed, store, nowMs }: PastDeps) {
  return async (request: PreviewRequest, userId: string | undefined): Promise<RulePreview> => {
    const toMs = nowMs()
    const fromMs = startOf('1h', toMs) - days * intervalMs['1d']
    const range = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }
    const { symbol, kind } = request
    if (symbol === undefined) {
      return { ...range, firings: [...previewMoodRule(request, await fearGreed(days + 1), fromMs)] }
    }
    const earlierMs = fromMs - intervalMs['1d'] - intervalMs['1h']
    const { candles: hours } = await candles({ symbol, interval: '1h', fromMs: earlierMs, toMs })
    const past = hours.map(({ at, ...candle }) => ({ atMs: Date.parse(at), ...candle }))
    const ledger =
      kind === 'position_change' && userId ? (await store.ledgers([userId])).get(userId) : undefined
    const position = ledger && positionIn(ledger, symbol)
    return { ...range, firings: [...previewRule(request, past, fromMs, position)] }
  }
}
