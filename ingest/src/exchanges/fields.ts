/**
 * Reading untrusted frames field by field. Written by hand instead of with zod: a frame arrives a thousand times a
 * second in a lively market, and the schemas cost more than everything else on its way together (`npm run bench --
 * ingest`).
 */
import type { FeedError } from './exchange.ts'

export type Fields = Readonly<Record<string, unknown>>

/** The only exception of this folder; `total` turns it into the value it carries. */
class Unbelievable extends Error {
  readonly error: FeedError
  constructor(error: FeedError) {
    super(error.reason)
    this.error = error
  }
}

export function refuse(reason: FeedError['reason'], detail?: string): never {
  throw new Unbelievable({
    type: 'error',
    reason,
    ...(detail === undefined ? {} : { detail: detail.slice(0, 200) }),
  })
}

/** Parses `frame` and hands its fields to `read`; whatever is wrong with it becomes a `FeedError`. */
export function total<T>(
  frame: string,
  receivedMs: number,
  read: (fields: Fields, receivedMs: number) => T,
): T | FeedError {
  try {
    return read(object(parseJson(frame)), receivedMs)
  } catch (error) {
    if (error instanceof Unbelievable) return error.error
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('not_json')
  }
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function object(value: unknown): Fields {
  return isObject(value) ? value : refuse('not_object')
}

/** A decimal > 0, as the venue's own digits. */
export function positive(value: unknown, name: string): string {
  if (typeof value !== 'string') return refuseDecimal(value, name)
  const kind = decimalKind(value, 0)
  if (kind === 'positive') return value
  return kind === 'zero' ? refuse('not_positive', name) : refuseDecimal(value, name)
}

/** A decimal >= 0. */
export function amount(value: unknown, name: string): string {
  return isDecimal(value) ? value : refuseDecimal(value, name)
}

/** A decimal of either sign, in percent. */
export function percent(value: unknown, name: string): string {
  if (typeof value !== 'string') return refuseDecimal(value, name)
  const sign = value.charCodeAt(0)
  if (decimalKind(value, sign === minus || sign === plus ? 1 : 0) === 'none')
    return refuse('bad_decimal', name)
  return sign === plus ? value.slice(1) : value
}

function refuseDecimal(value: unknown, name: string): never {
  if (value === undefined) return refuse('missing_field', name)
  const negative =
    typeof value === 'string' && value.charCodeAt(0) === minus && decimalKind(value, 1) !== 'none'
  return refuse(negative ? 'not_positive' : 'bad_decimal', name)
}

/** Whether `text` is `digits[.digits]`. */
export function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && decimalKind(value, 0) !== 'none'
}

const [plus, minus, point, zero, nine] = [43, 45, 46, 48, 57]
/** On each side of the point. */
const mostDigits = 20

/**
 * Whether `text` is `digits[.digits]` from `start` on, and whether a digit is above zero. A loop, because a regular
 * expression takes three times as long, seven times a ticker.
 */
function decimalKind(text: string, start: number): 'positive' | 'zero' | 'none' {
  let digits = 0
  let inFraction = false
  let allZero = true
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= zero && code <= nine && digits < mostDigits) {
      digits += 1
      if (code !== zero) allZero = false
    } else if (code === point && digits > 0 && !inFraction) {
      inFraction = true
      digits = 0
    } else return 'none'
  }
  if (digits === 0) return 'none'
  return allZero ? 'zero' : 'positive'
}

export function tradeId(id: unknown, name: string): number {
  if (id === undefined) return refuse('missing_field', name)
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : refuse('bad_id', name)
}

/** Clocks may differ, but a venue that lives a minute ahead of us is not to be believed. */
const mostAheadMs = 60_000

export function believableMs(ms: unknown, receivedMs: number, name: string): number {
  if (ms === undefined) return refuse('missing_field', name)
  if (typeof ms !== 'number' || !Number.isFinite(ms) || ms <= 0) return refuse('bad_time', name)
  return ms >= receivedMs + mostAheadMs ? refuse('future_time', name) : ms
}

/** Tickers are not cut from one instant of the book: bid and ask may cross by this share, no more. */
const mostCrossed = 0.001

export function checkBook(bid: string, ask: string): void {
  if (Number(bid) > Number(ask) * (1 + mostCrossed)) refuse('crossed_book', `${bid} > ${ask}`)
}

export function checkRange(high: string, low: string): void {
  if (Number(high) < Number(low)) refuse('high_below_low', `${high} < ${low}`)
}
