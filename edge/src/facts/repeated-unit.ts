import type { Fact } from '../contract/fact.ts'
import { readUnit } from './quantities/units.ts'

/** How much of `text` repeats the unit that the rendered fact already carries. */
export function repeatedUnit(fact: Fact, text: string, final: boolean): number | 'open' {
  const match =
    /^(\s?)(%|USDT|USD|달러|퍼센트|포인트|points?|percent|dollars?|점|건|분(?![가-힣])|minutes?|BTC|ETH|SOL|BNB|DOGE|XRP)/i.exec(
      text,
    )
  const words = [
    '%',
    'usdt',
    'usd',
    '달러',
    '퍼센트',
    '포인트',
    'points',
    'percent',
    'dollars',
    '점',
    '건',
    '분',
    'minutes',
    fact.unit.toLowerCase(),
  ]
  const trimmed = text.replace(/^\s/, '').toLowerCase()
  if (!final && (trimmed === '' ? /^\s?$/.test(text) : words.some((word) => word.startsWith(trimmed))))
    return 'open'
  if (match === null) return 0
  const unit = readUnit(match[2] ?? '')?.unit
  const own = { USDT: 'usd', '%': 'percent', points: 'points', count: 'trades', minutes: 'minutes' }
  const expected = Object.entries(own).find(([name]) => name === fact.unit)?.[1] ?? fact.unit
  return unit === expected ? match[0].length : 0
}
