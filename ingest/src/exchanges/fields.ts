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
export function total<T>(frame: string, read: (fields: Fields) => T): T | FeedError {
  try {
    return read(object(parseJson(frame)))
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
export function positive(fields: Fields, name: string): string {
  const text = amount(fields, name)
  return onlyZeros.test(text) ? refuse('not_positive', name) : text
}

/** A decimal >= 0. */
export function amount(fields: Fields, name: string): string {
  const text = fields[name]
  if (typeof text === 'string' && isDecimal(text, 0)) return text
  if (text === undefined) return refuse('missing_field', name)
  const negative = typeof text === 'string' && text.startsWith('-') && isDecimal(text, 1)
  return refuse(negative ? 'not_positive' : 'bad_decimal', name)
}

/** A decimal of either sign, in percent. */
export function percent(fields: Fields, name: string): string {
  const text = fields[name]
  if (text === undefined) return refuse('missing_field', name)
  if (typeof text !== 'string') return refuse('bad_decimal', name)
  const sign = text.startsWith('-') || text.startsWith('+') ? 1 : 0
  if (!isDecimal(text, sign)) return refuse('bad_decimal', name)
  return text.startsWith('+') ? text.slice(1) : text
}

const [point, zero, nine] = [46, 48, 57]
/** On each side of the point. */
const mostDigits = 20
const onlyZeros = /^[0.]*$/

/**
 * Whether `text` is `digits[.digits]` from `start` on. A loop, because a regular expression takes three times as long,
 * seven times a ticker.
 */
function isDecimal(text: string, start: number): boolean {
  let digits = 0
  let inFraction = false
  for (let index = start; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= zero && code <= nine && digits < mostDigits) digits += 1
    else if (code === point && digits > 0 && !inFraction) {
      inFraction = true
      digits = 0
    } else return false
  }
  return digits > 0
}

export function tradeId(fields: Fields, name: string): number {
  const id = fields[name]
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
