/**
 * A price path that a test or a demonstration forces on the market. Only the future can be forced: what has been
 * traded stays as it was, so history and live data keep agreeing.
 */
import * as z from 'zod'
import type { Coin, VenueName } from './coins.ts'

/** `["+90s", "-5.2%"]`: 90 seconds from now the price has moved by -5.2 % from what it is now. */
const Waypoint = z.tuple([
  z.string().regex(/^\+\d+(\.\d+)?(ms|s|m|h)$/, 'a time must look like "+90s", "+500ms", "+5m" or "+1h"'),
  z.string().regex(/^[+-]?\d+(\.\d+)?%$/, 'a move must look like "-5.2%"'),
])
export const Waypoints = z.array(Waypoint).min(1).max(100)
export type Waypoints = z.infer<typeof Waypoints>

interface Point {
  readonly atMs: number
  /** Natural logarithm of the multiple. */
  readonly log: number
  /** Set while the forced price stands still instead of following the model: the price that is multiplied. */
  readonly anchor?: number
}

export interface Forcing {
  /** What a model price becomes at that time. */
  apply(venue: VenueName, coin: Coin, atMs: number, modelPrice: number): number
  /** Whether anything was forced on the coin before that time. */
  touches(venue: VenueName, coin: Coin, untilMs: number): boolean
  /** `still`: the path is followed exactly, without the model's own small moves. */
  force(
    venue: VenueName,
    coin: Coin,
    fromMs: number,
    modelPrice: number,
    path: Waypoints,
    still: boolean,
  ): void
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

export function createForcing(): Forcing {
  const curves = new Map<string, Point[]>()

  function apply(venue: VenueName, coin: Coin, atMs: number, modelPrice: number): number {
    const curve = curves.get(`${venue}/${coin}`)
    if (!curve) return modelPrice
    const index = curve.findLastIndex((point) => point.atMs <= atMs)
    const before = curve[index]
    if (!before) return modelPrice
    const after = curve[index + 1]
    const share = after ? (atMs - before.atMs) / (after.atMs - before.atMs) : 0
    const log = before.log + (after ? (after.log - before.log) * share : 0)
    return (before.anchor ?? modelPrice) * Math.exp(log)
  }

  return {
    apply,
    touches(venue, coin, untilMs) {
      const first = curves.get(`${venue}/${coin}`)?.[0]
      return first !== undefined && first.atMs <= untilMs
    },
    force(venue, coin, fromMs, modelPrice, path, still) {
      const key = `${venue}/${coin}`
      const now = apply(venue, coin, fromMs, modelPrice)
      const anchored = still ? { anchor: now } : {}
      const start = still ? 0 : Math.log(now / modelPrice)
      const kept = (curves.get(key) ?? []).filter((point) => point.atMs < fromMs)
      // The curve as it was ends just before the new one begins.
      const end = kept.at(-1)
      if (end) kept.push(frozen(end, fromMs, now, modelPrice))
      const added: Point[] = [{ atMs: fromMs, log: start, ...anchored }]
      for (const [offset, move] of path) {
        added.push({
          atMs: fromMs + offsetMs(offset),
          log: start + Math.log1p(percent(move) / 100),
          ...anchored,
        })
      }
      curves.set(key, [...kept, ...added.sort((one, other) => one.atMs - other.atMs)])
    },
  }
}

/** The old curve's value where the new one takes over, kept so that the piece before it is interpolated as ever. */
function frozen(last: Point, atMs: number, price: number, modelPrice: number): Point {
  const base = last.anchor ?? modelPrice
  return { atMs, log: Math.log(price / base), ...(last.anchor === undefined ? {} : { anchor: last.anchor }) }
}

function offsetMs(text: string): number {
  const unit = /[a-z]+$/.exec(text)?.[0] ?? 's'
  return Math.round(Number.parseFloat(text.slice(1)) * (unitMs[unit] ?? 1000))
}

function percent(text: string): number {
  return Math.max(-99.9, Number.parseFloat(text))
}
