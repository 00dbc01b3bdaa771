/**
 * Decimal arithmetic for money on integers: a number is `units / 10^scale`. Sums, differences and products are exact,
 * quotients and roots are rounded to 48 decimals. A general decimal library spends most of a large ledger's time on
 * arrays of digits and on rounding to significant ones, which integers do not need.
 */
/** Decimals of a quotient or root. */
const quotientScale = 48

const notation = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

const powersOfTen: bigint[] = []
function tenTo(exponent: number): bigint {
  let power = powersOfTen[exponent]
  if (power === undefined) {
    power = 10n ** BigInt(exponent)
    powersOfTen[exponent] = power
  }
  return power
}

/** What can stand beside a `Money`. */
type Operand = Money | string | number

export class Money {
  readonly #units: bigint
  readonly #scale: number

  /**
   * A number as text or as JavaScript writes it, or integer units with their scale. Throws `RangeError` for what is
   * no finite number.
   */
  constructor(value: string | number | bigint, scale = 0) {
    if (typeof value === 'bigint') {
      this.#units = value
      this.#scale = scale
      return
    }
    const text = String(value)
    const short = shortDecimal(text)
    if (short) {
      this.#units = BigInt(short.units)
      this.#scale = short.scale
      return
    }
    const [, whole, fraction = '', exponent = '0'] = notation.exec(text) ?? []
    if (whole === undefined) throw new RangeError(`not a decimal number: ${text}`)
    const decimals = fraction.length - Number(exponent)
    const units = BigInt(whole + fraction)
    this.#units = decimals < 0 ? units * tenTo(-decimals) : units
    this.#scale = Math.max(0, decimals)
  }

  static min(a: Money, b: Money): Money {
    return b.lt(a) ? b : a
  }

  static max(a: Money, b: Money): Money {
    return b.gt(a) ? b : a
  }

  plus(other: Operand): Money {
    const that = moneyOf(other)
    const scale = Math.max(this.#scale, that.#scale)
    return new Money(this.#at(scale) + that.#at(scale), scale)
  }

  minus(other: Operand): Money {
    const that = moneyOf(other)
    const scale = Math.max(this.#scale, that.#scale)
    return new Money(this.#at(scale) - that.#at(scale), scale)
  }

  times(other: Operand): Money {
    const factor = moneyOf(other)
    return new Money(this.#units * factor.#units, this.#scale + factor.#scale)
  }

  /** Throws `RangeError` for a divisor of 0. */
  div(other: Operand): Money {
    const divisor = moneyOf(other)
    const shift = quotientScale + divisor.#scale - this.#scale
    return shift < 0
      ? new Money(divided(this.#units, divisor.#units * tenTo(-shift)), quotientScale)
      : new Money(divided(this.#units * tenTo(shift), divisor.#units), quotientScale)
  }

  /** Of a number that is not negative. */
  sqrt(): Money {
    const shift = 2 * quotientScale - this.#scale
    const square = shift < 0 ? this.#units / tenTo(-shift) : this.#units * tenTo(shift)
    return new Money(integerRoot(square), quotientScale)
  }

  abs(): Money {
    return this.#units < 0n ? this.neg() : this
  }

  neg(): Money {
    return new Money(-this.#units, this.#scale)
  }

  comparedTo(other: Operand): number {
    const that = moneyOf(other)
    const scale = Math.max(this.#scale, that.#scale)
    const [a, b] = [this.#at(scale), that.#at(scale)]
    return a < b ? -1 : a > b ? 1 : 0
  }

  isZero(): boolean {
    return this.#units === 0n
  }

  gt(other: Operand): boolean {
    return other === 0 ? this.#units > 0n : this.comparedTo(other) > 0
  }

  gte(other: Operand): boolean {
    return other === 0 ? this.#units >= 0n : this.comparedTo(other) >= 0
  }

  lt(other: Operand): boolean {
    return other === 0 ? this.#units < 0n : this.comparedTo(other) < 0
  }

  lte(other: Operand): boolean {
    return other === 0 ? this.#units <= 0n : this.comparedTo(other) <= 0
  }

  eq(other: Operand): boolean {
    return this.comparedTo(other) === 0
  }

  /** Rounded half away from zero, or towards zero (`down`). */
  toDecimalPlaces(decimals: number, rounding: 'half-up' | 'down' = 'half-up'): Money {
    if (this.#scale <= decimals) return this
    const step = tenTo(this.#scale - decimals)
    return new Money(rounding === 'down' ? this.#units / step : divided(this.#units, step), decimals)
  }

  /** In plain notation without trailing zeros; a zero has no sign. */
  toFixed(): string {
    const digits = (this.#units < 0n ? -this.#units : this.#units).toString().padStart(this.#scale + 1, '0')
    const whole = digits.slice(0, digits.length - this.#scale)
    const fraction = digits.slice(digits.length - this.#scale).replace(/0+$/, '')
    return `${this.#units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
  }

  /** The nearest floating-point number, or one beside it. */
  toNumber(): number {
    return Number(this.#units) / 10 ** this.#scale
  }

  #at(scale: number): bigint {
    return scale === this.#scale ? this.#units : this.#units * tenTo(scale - this.#scale)
  }
}

export const zero = new Money(0)
export const one = new Money(1)

function moneyOf(value: Operand): Money {
  return value instanceof Money ? value : new Money(value)
}

/** What most prices look like: so few digits that a floating-point number holds them, which is read much faster. */
function shortDecimal(text: string): { readonly units: number; readonly scale: number } | undefined {
  if (text.length === 0 || text.length > 16) return undefined
  let units = 0
  let point = -1
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 48
    if (digit >= 0 && digit <= 9) units = units * 10 + digit
    else if (text[index] === '.' && point === -1 && index > 0 && index < text.length - 1) point = index
    else return undefined
  }
  return units > Number.MAX_SAFE_INTEGER
    ? undefined
    : { units, scale: point === -1 ? 0 : text.length - 1 - point }
}

/** Rounded half away from zero. */
function divided(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const rest = dividend - quotient * divisor
  const [twice, whole] = [2n * (rest < 0n ? -rest : rest), divisor < 0n ? -divisor : divisor]
  if (twice < whole) return quotient
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n
}

/** The largest integer whose square is not above `square` (Newton's method, from above). */
function integerRoot(square: bigint): bigint {
  if (square < 2n) return square
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2))
  for (;;) {
    const next = (root + square / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** A decimal in plain notation with at most 18 fractional digits and no trailing zeros. */
export function toText(value: Money): string {
  return value.toDecimalPlaces(18).toFixed()
}

/** The same for a figure that may be unknown. */
export function toTextOrNull(value: Money | undefined): string | null {
  return value === undefined ? null : toText(value)
}
