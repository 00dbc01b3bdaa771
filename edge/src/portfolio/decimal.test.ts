import { Decimal } from 'decimal.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Money, toText } from './decimal.ts'

/** So many digits that nothing here is rounded by it. */
const Wide = Decimal.clone({ precision: 400, rounding: Decimal.ROUND_HALF_UP })

/** Of any size, with many around where a floating-point number stops being exact. */
const units = fc.oneof(
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  fc.maxSafeInteger().map(BigInt),
  fc.integer().map(BigInt),
  fc.integer({ min: -9, max: 9 }).map((near) => BigInt(Number.MAX_SAFE_INTEGER) + BigInt(near)),
)
const decimal = fc
  .tuple(units, fc.nat({ max: 30 }))
  .map(([units, scale]) => new Wide(units.toString()).div(new Wide(10).pow(scale)).toFixed())
const divisor = decimal.filter((text) => !new Wide(text).isZero())

describe('money', () => {
  it('adds, subtracts and multiplies without losing a digit', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [ours, other, theirs] = [new Money(a), new Money(b), new Wide(a)]
        expect(ours.plus(other).toFixed()).toBe(theirs.plus(b).toFixed())
        expect(ours.minus(other).toFixed()).toBe(theirs.minus(b).toFixed())
        expect(ours.times(other).toFixed()).toBe(theirs.times(b).toFixed())
        expect(ours.comparedTo(other)).toBe(theirs.comparedTo(b))
      }),
    )
  })

  it('divides to 48 decimals, rounded half away from zero', () => {
    fc.assert(
      fc.property(decimal, divisor, (a, b) => {
        const quotient = new Wide(a).div(b).toDecimalPlaces(48).plus(0)
        expect(new Money(a).div(new Money(b)).toFixed()).toBe(quotient.isZero() ? '0' : quotient.toFixed())
      }),
    )
  })

  it('takes roots and rounds as decimal.js does', () => {
    fc.assert(
      fc.property(decimal, fc.nat({ max: 40 }), (text, places) => {
        const [ours, theirs] = [new Money(text), new Wide(text)]
        const root = theirs.abs().sqrt().toDecimalPlaces(48, Decimal.ROUND_DOWN)
        expect(ours.abs().sqrt().toFixed()).toBe(root.toFixed())
        const rounded = theirs.toDecimalPlaces(places).plus(0)
        expect(ours.toDecimalPlaces(places).toFixed()).toBe(rounded.isZero() ? '0' : rounded.toFixed())
        expect(ours.toNumber() / theirs.toNumber() || 1).toBeCloseTo(1, 12)
      }),
    )
  })

  it.each([
    ['1.50', '1.5'],
    ['-0.000', '0'],
    ['0.0000000000000000005', '0.000000000000000001'],
    ['-0.0000000000000000004', '0'],
    ['1e-7', '0.0000001'],
    ['1.5e+21', '1500000000000000000000'],
  ])('is written plainly: %s as %s', (text, plain) => {
    expect(toText(new Money(text))).toBe(plain)
  })

  it.each(['', 'abc', '1.2.3', 'NaN', 'Infinity', '.5', '0x10'])('is nothing like "%s"', (text) => {
    expect(() => new Money(text)).toThrow(RangeError)
  })

  it('cannot be divided by nothing', () => {
    expect(() => new Money(1).div(0)).toThrow(RangeError)
  })
})
