import type { Decimal } from 'decimal.js'

/** A number as it was written: its value, and the size of its last written place (0.1 for 43.2). */
export interface Reading {
  readonly value: Decimal
  readonly place: Decimal
}
