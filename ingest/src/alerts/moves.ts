/** Sudden moves of a coin's price (DESIGN: "Market rules"): one event per crossing. Pure. */
import type { CoinSymbol, Direction, Venue } from '@sage/db/vocabulary'
import type { Look, Reach } from './look.ts'
import { percentText } from './percent.ts'

/** Where the detector of one coin stands. */
export interface MoveDetector {
  readonly armed: boolean
  /** When it last found a move. */
  readonly firedAtMs?: number
}

/** As the contract's `MarketEvent`; `key` is the same for whoever finds the same crossing. */
export interface FoundMove {
  readonly key: string
  readonly kind: 'move'
  readonly symbol: CoinSymbol
  readonly direction: Direction
  readonly changePercent: string
  readonly price: string
  readonly referencePrice: string
  readonly venue: Venue
  readonly minutes: number
  readonly atMs: number
}

/** It re-arms no sooner than this after an event, and below this part of its threshold. */
export const rearmAfterMs = 3_600_000
const rearmBelow = 0.5

export const initialDetector: MoveDetector = { armed: true }

/** @param thresholdPercent of the coin; a move of exactly this size is one */
export function judgeMove(
  detector: MoveDetector,
  look: Look,
  thresholdPercent: number,
): { readonly detector: MoveDetector; readonly found?: FoundMove } {
  if (look.isBase) return { detector }
  const { rise, fall } = look
  if (!detector.armed) {
    const quiet = Math.max(rise.percent, fall.percent) < thresholdPercent * rearmBelow
    const { firedAtMs } = detector
    const rested = firedAtMs === undefined || look.toMs >= firedAtMs + rearmAfterMs
    return { detector: quiet && rested ? { ...detector, armed: true } : detector }
  }
  const direction = rise.percent >= fall.percent ? 'up' : 'down'
  const move = direction === 'up' ? rise : fall
  // Who takes over goes through looks that its predecessor has already judged.
  const isNews = detector.firedAtMs === undefined || move.price.atMs >= detector.firedAtMs + rearmAfterMs
  if (move.percent < thresholdPercent || !isNews) return { detector }
  const found = foundMove(look, direction, move, detector)
  return { detector: { armed: false, firedAtMs: found.atMs }, found }
}

function foundMove(look: Look, direction: Direction, move: Reach, { firedAtMs }: MoveDetector): FoundMove {
  const { price, reference, percent } = move
  const before = firedAtMs === undefined ? 'first' : new Date(firedAtMs).toISOString()
  return {
    key: `move:${look.symbol}:${before}`,
    kind: 'move',
    symbol: look.symbol,
    direction,
    changePercent: percentText(direction === 'up' ? percent : -percent),
    price: price.price,
    referencePrice: reference.price,
    venue: look.venue,
    minutes: Math.round((price.atMs - reference.atMs) / 60_000),
    atMs: price.atMs,
  }
}
