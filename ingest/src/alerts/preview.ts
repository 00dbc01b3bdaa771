/** What a rule would have told in the past, by the same levels and the same book as it will be judged by. Pure. */
import type { FearGreedPoint, PreviewRequest, RulePreview } from '../contract.ts'
import type { Candle } from '../market/candle.ts'
import type { Reading } from './look.ts'
import { percentChange, percentText } from './percent.ts'
import type { OpenPosition } from './position.ts'
import { levelsOf, positionPercent, type Rule } from './rule.ts'
import { createRuleBook, type Judgement } from './rule-book.ts'

type Fired = RulePreview['firings'][number]

interface Step extends Judgement {
  readonly told: (side: 'above' | 'below') => Omit<Fired, 'at'>
}

const hourMs = 3_600_000

/**
 * Firings from `fromMs` on, oldest first. `candles` are hours, oldest first, and begin a day earlier, so that a change
 * over a day is known from the start; that the price reached a level within an hour is known, not when.
 */
export function previewRule(
  request: PreviewRequest,
  candles: readonly Candle[],
  fromMs: number,
  position?: OpenPosition,
): readonly Fired[] {
  const back = { change_1h: 1, change_24h: 24 } as const
  const hours = request.kind === 'change_1h' || request.kind === 'change_24h' ? back[request.kind] : undefined
  const closeAt = new Map(candles.map(({ atMs, close }) => [atMs + hourMs, Number(close)]))
  const steps = candles.flatMap((candle): Step[] => {
    const { atMs, low, high, close } = candle
    const time = { fromMs: atMs, toMs: atMs + hourMs - 1 }
    if (hours === undefined) {
      const reading = { low: Number(low), high: Number(high), last: Number(close) }
      const told = (side: 'above' | 'below') => toldPrice(side === 'above' ? high : low, position)
      return [{ ...time, reading, told }]
    }
    const reference = closeAt.get(atMs + hourMs - hours * hourMs)
    if (reference === undefined) return []
    const [fall, rise, last] = [low, high, close].map((price) => percentChange(Number(price), reference))
    return [{ ...time, ...changeStep(fall ?? 0, rise ?? 0, last ?? 0, candle) }]
  })
  return run(request, steps, fromMs, position)
}

/** The same for Fear & Greed, of which there is one value a day; `points` are oldest first. */
export function previewMoodRule(
  request: PreviewRequest,
  points: readonly FearGreedPoint[],
  fromMs: number,
): readonly Fired[] {
  const steps = points.map(({ value, at }): Step => {
    const atMs = Date.parse(at)
    const reading = { low: value, high: value, last: value }
    return { fromMs: atMs, toMs: atMs, reading, told: () => ({ value }) }
  })
  return run(request, steps, fromMs)
}

function changeStep(
  fall: number,
  rise: number,
  last: number,
  { low, high }: Candle,
): Pick<Step, 'reading' | 'told'> {
  const isFall = Math.abs(fall) > Math.abs(rise)
  const most = isFall ? fall : rise
  const reading: Reading = { low: Math.abs(last), high: Math.abs(most), last: Math.abs(last) }
  return { reading, told: () => ({ price: isFall ? low : high, changePercent: percentText(most) }) }
}

function toldPrice(price: string, position: OpenPosition | undefined): Omit<Fired, 'at'> {
  if (position === undefined) return { price }
  return { price, changePercent: percentText(positionPercent(position, Number(price))) }
}

function run(
  request: PreviewRequest,
  steps: readonly Step[],
  fromMs: number,
  position?: OpenPosition,
): readonly Fired[] {
  const { kind, threshold, once, cooldownMinutes } = request
  const rule: Rule = {
    ...{ id: 'preview', userId: 'preview', kind, threshold, once },
    cooldownMs: cooldownMinutes * 60_000,
    updatedAtMs: 0,
  }
  const book = createRuleBook()
  book.put({ rule, levels: levelsOf(rule, position) })
  const fired: Fired[] = []
  for (const step of steps) {
    const { crossings } = book.judge(step)
    const [crossing] = crossings
    if (crossing === undefined) continue
    // A rule that speaks once would have spoken before the range: it is asked about as if it were made at its start.
    if (step.fromMs < fromMs) book.put({ rule, levels: levelsOf(rule, position) })
    else fired.push({ at: new Date(step.fromMs).toISOString(), ...step.told(crossing.side) })
  }
  return fired
}
