/** From arrivals to figures. */
import { MarketStreamEvent } from '@sage/ingest/contract'
import type { FromBrowsers } from './orders.ts'
import type { Published } from './published.ts'

type Measured = Extract<FromBrowsers, { type: 'measured' }>

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export interface Delivery {
  /** Events delivered, to all browsers together. */
  readonly events: number
  /** From ingest's sending of a quote to a browser's having it. */
  readonly deliveryMs: Percentiles
  /** How old a quote was when a browser had it: with the venue's lateness, and the wait for ingest's next beat. */
  readonly ageMs: Percentiles
}

export function deliveryOf({ events }: Measured, published: Published): Delivery {
  const delivery: number[] = []
  const age: number[] = []
  let count = 0
  for (const { data, arrivedMs } of events) {
    count += arrivedMs.length
    const event = MarketStreamEvent.parse(JSON.parse(data))
    if (event.type !== 'quotes') continue
    for (const quote of event.quotes) {
      const sentMs = published.sentMs(quote)
      const dataMs = Date.parse(event.at) - quote.ageMs
      for (const ms of arrivedMs) {
        if (sentMs !== undefined) delivery.push(ms - sentMs)
        age.push(ms - dataMs)
      }
    }
  }
  if (delivery.length === 0) throw new Error('no quote was delivered')
  return { events: count, deliveryMs: percentiles(delivery), ageMs: percentiles(age) }
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
