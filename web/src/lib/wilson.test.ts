import { expect, it } from 'vitest'
import { wilsonInterval } from './wilson.ts'

it.each([
  // Newcombe 1998 (Statistics in Medicine 17), table I, method 3
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i is a rate between %f and %f', (right, count, low, high) => {
  const interval = wilsonInterval(right, count)
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})
