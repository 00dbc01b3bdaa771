/** The figures that the user gave in this chat; the mentor may repeat them. */
import { foldText } from './fold.ts'
import type { Quantity } from './quantities/quantity.ts'
import { scanQuantity } from './quantities/scan.ts'
import { rounds } from './rounding.ts'

/** No figure that a person types is longer; longer runs are read in pieces. */
const longestFigure = 64
const lookBehind = 32

/** Every quantity in `text`, in order. */
export function quantitiesIn(text: string): readonly Quantity[] {
  const folded = foldText(text)
  const found: Quantity[] = []
  for (let index = 0; index < folded.length; ) {
    const scan = scanQuantity(
      folded.slice(Math.max(0, index - lookBehind), index),
      folded.slice(index, index + longestFigure),
      true,
    )
    if (typeof scan === 'string') index += 1
    else {
      found.push(scan)
      index += scan.length
    }
  }
  return found
}

/** Whether `said` is what the user gave: the same value at the precision written, in a unit that agrees. */
export function wasSaid(quantity: Quantity, said: readonly Quantity[]): boolean {
  return said.some((each) => {
    if (quantity.unit !== each.unit && !unitsAgree(quantity, each)) return false
    if (quantity.sign !== 0 && each.sign !== 0 && quantity.sign !== each.sign) return false
    return quantity.readings.some((reading) =>
      each.readings.some(
        (other) =>
          rounds(other.value, reading, quantity.unit === 'usd') ||
          (isInTenThousands(quantity, each) && rounds(other.value.mul(10_000), reading, false)),
      ),
    )
  })
}

/** 연봉 5천: sums of won are told in units of ten thousand. */
const isInTenThousands = (quantity: Quantity, said: Quantity) =>
  quantity.unit === 'otherMoney' && said.unit === 'none' && /[십백천]$/.test(said.text)

const bare = new Set([
  'none',
  'usd',
  'coins',
  'BTC',
  'ETH',
  'SOL',
  'BNB',
  'DOGE',
  'XRP',
  'otherMoney',
  'points',
  'trades',
])

function unitsAgree(a: Quantity, b: Quantity): boolean {
  const coins = ['coins', 'BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP']
  if (a.unit === 'coins' || b.unit === 'coins') return coins.includes(a.unit) && coins.includes(b.unit)
  return (a.unit === 'none' && bare.has(b.unit)) || (b.unit === 'none' && bare.has(a.unit))
}
