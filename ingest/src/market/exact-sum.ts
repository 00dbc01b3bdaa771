/**
 * Sums of decimals without an error and, for numbers of the usual size, without the cost of big integers: a trade's
 * price and quantity are small integers of their own last digit, and so is their product.
 */
import { places, units } from './decimal.ts'

/** `digits` is `undefined` where they do not fit a double exactly. */
interface Scaled {
  readonly digits: number | undefined
  readonly scale: number
}

const mostDigits = 15
const zero = 48
const point = 46

/** `'84000.12000000'` -> digits 8400012, scale 2: trailing zeros of a fraction are left out. */
export function scaled(decimal: string): Scaled {
  let digits = 0
  let scale = 0
  let pendingZeros = 0
  let significant = 0
  let inFraction = false
  for (let index = 0; index < decimal.length; index += 1) {
    const code = decimal.charCodeAt(index)
    if (code === point) {
      inFraction = true
    } else if (inFraction && code === zero) {
      pendingZeros += 1
    } else {
      if (inFraction) {
        for (; pendingZeros > 0; pendingZeros -= 1) {
          digits *= 10
          scale += 1
          significant += 1
        }
        scale += 1
      }
      digits = digits * 10 + (code - zero)
      if (digits > 0) significant += 1
    }
  }
  return significant > mostDigits ? { digits: undefined, scale } : { digits, scale }
}

export interface ExactSum {
  add(value: Scaled, text: string): void
  addProduct(one: Scaled, other: Scaled, oneText: string, otherText: string): void
  /** In units of 10^-36. */
  total(): bigint
}

const totalScale = 2 * places

export function createExactSum(): ExactSum {
  /** By scale: integers below 2^53, the rest in `big`. */
  const sums = new Float64Array(totalScale + 1)
  let big = 0n

  function addDigits(digits: number, scale: number): void {
    const sum = (sums[scale] ?? 0) + digits
    if (sum <= Number.MAX_SAFE_INTEGER) {
      sums[scale] = sum
      return
    }
    big += BigInt(sums[scale] ?? 0) * 10n ** BigInt(totalScale - scale)
    sums[scale] = digits
  }

  return {
    add({ digits, scale }, text) {
      if (digits === undefined || scale > totalScale) big += units(text) * 10n ** BigInt(places)
      else addDigits(digits, scale)
    },
    addProduct(one, other, oneText, otherText) {
      const digits = (one.digits ?? Number.NaN) * (other.digits ?? Number.NaN)
      const scale = one.scale + other.scale
      if (digits <= Number.MAX_SAFE_INTEGER && scale <= totalScale) addDigits(digits, scale)
      else big += units(oneText) * units(otherText)
    },
    total() {
      let total = big
      sums.forEach((sum, scale) => {
        if (sum !== 0) total += BigInt(sum) * 10n ** BigInt(totalScale - scale)
      })
      return total
    },
  }
}
