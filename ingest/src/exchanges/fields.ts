/**
 * Reading untrusted frames field by field, each refusal with its own reason. A frame that is laid out as its venue
 * documents it comes here only to have its figures compared (`layout.ts`).
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

/**
 * Reads `frame` as it is documented, or else parses it and reads it field by field; whatever is wrong with it becomes a
 * `FeedError`.
 */
export function total<T>(
  frame: string,
  receivedMs: number,
  readLaidOut: (frame: string, receivedMs: number) => T | undefined,
  read: (fields: Fields, receivedMs: number) => T,
): T | FeedError {
  try {
    return readLaidOut(frame, receivedMs) ?? read(object(parseJson(frame)), receivedMs)
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
  if (!isDecimal(value)) return refuseDecimal(value, name)
  return aboveZero.test(value) ? value : refuse('not_positive', name)
}

/** A decimal >= 0. */
export function amount(value: unknown, name: string): string {
  return isDecimal(value) ? value : refuseDecimal(value, name)
}

/** A decimal of either sign, in percent. */
export function percent(value: unknown, name: string): string {
  if (typeof value !== 'string' || !isDecimal(value.replace(/^[-+]/, ''))) return refuseDecimal(value, name)
  return value.replace(/^\+/, '')
}

function refuseDecimal(value: unknown, name: string): never {
  if (value === undefined) return refuse('missing_field', name)
  const negative = typeof value === 'string' && value.startsWith('-') && isDecimal(value.slice(1))
  return refuse(negative ? 'not_positive' : 'bad_decimal', name)
}

/** Whether `value` is `digits[.digits]`, at most twenty on each side. */
export function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && wholeDecimal.test(value)
}

const wholeDecimal = /^\d{1,20}(?:\.\d{1,20})?$/
const aboveZero = /[1-9]/

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
