import { coinSymbols, staleAfterMs, type Venue } from '@sage/db/vocabulary'
import type { Quote } from '@sage/ingest/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { kill, misbehave, prices, restart } from '../stack.ts'
import { expectTrueHistory } from './history.ts'
import { quotesOf, type Watcher, watchMarket } from './watcher.ts'

/** The arbiter leaves a mute venue after 3 s; a beat of ingest and the way to the browser are added. */
const otherVenueWithinMs = 4000
/** A feed that was given up is opened again within a second or two, at times after a failed attempt. */
const backWithinMs = 20_000
/** The hub's longest pause before it tries again is 8 s, ingest's start takes seconds. */
const reconnectedWithinMs = 15_000
/** The venue's own time is older than its receipt by what was on its way. */
const onItsWayMs = 500

let watcher: Watcher

beforeEach(async () => {
  await allFresh('binance')
  watcher = await watchMarket()
})

afterEach(async () => {
  watcher.close()
  await misbehave('binance', { reset: true })
  await misbehave('gate', { reset: true })
})

async function allFresh(venue: Venue): Promise<void> {
  const fresh = every((quote) => isLive(quote, venue) && quote.ageMs < otherVenueWithinMs)
  // Binance must be good for half a minute before it is trusted again.
  await expect.poll(async () => fresh((await prices()).quotes), { timeout: 60_000, interval: 200 }).toBe(true)
}

function isLive({ freshness, venue }: Quote, wanted: Venue | undefined): boolean {
  return freshness === 'live' && (wanted === undefined || venue === wanted)
}

/** No quote of an answer or event of time `atMs` is called live although it is too old, or stale although it is not. */
function expectHonest(atMs: number, quotes: readonly Quote[]): void {
  for (const { symbol, at, ageMs, freshness } of quotes) {
    const said = `${symbol} of ${at} at ${new Date(atMs).toISOString()}`
    expect([said, freshness]).toEqual([said, ageMs > staleAfterMs ? 'stale' : 'live'])
    const realAgeMs = atMs - Date.parse(at)
    expect(ageMs, said).toBeGreaterThan(realAgeMs - onItsWayMs)
  }
}

function expectHonestStream({ heard }: Watcher): void {
  for (const { event } of heard) {
    const { atMs, quotes } = quotesOf(event)
    expectHonest(atMs, quotes)
  }
}

/** Asks for prices until `enough`, holding every answer to honesty; resolves with the last. */
async function pricesUntil(enough: (quotes: readonly Quote[]) => boolean, withinMs: number) {
  const giveUpMs = Date.now() + withinMs
  for (;;) {
    const { at, quotes } = await prices()
    expectHonest(Date.parse(at), quotes)
    if (enough(quotes)) return quotes
    if (Date.now() > giveUpMs) throw new Error(`still ${JSON.stringify(quotes)} after ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const every = (wanted: (quote: Quote) => boolean) => (quotes: readonly Quote[]) =>
  quotes.length === coinSymbols.length && quotes.every(wanted)

describe('a venue that is open and mute', () => {
  it('is replaced by the other within 4 s, for prices and for the stream', async () => {
    await misbehave('binance', { mute: true })
    const mutedMs = Date.now()
    await pricesUntil(
      every((quote) => isLive(quote, 'gate')),
      otherVenueWithinMs,
    )
    const onStream = () => {
      const fromGate = watcher.heard
        .filter(({ atMs }) => atMs >= mutedMs)
        .flatMap(({ event }) => quotesOf(event).quotes)
      return new Set(fromGate.filter((quote) => isLive(quote, 'gate')).map(({ symbol }) => symbol)).size
    }
    await expect
      .poll(onStream, { timeout: mutedMs + otherVenueWithinMs - Date.now() })
      .toBe(coinSymbols.length)
    expectHonestStream(watcher)
    expect(watcher.ended()).toBe(false)
  })

  it('with the other mute as well leaves prices that turn stale after 10 s and are live again when it speaks', async () => {
    await Promise.all([misbehave('binance', { mute: true }), misbehave('gate', { mute: true })])
    const last = await pricesUntil(
      every(({ freshness }) => freshness === 'stale'),
      staleAfterMs + 2000,
    )
    const told = () =>
      watcher.heard.flatMap(({ event }) =>
        quotesOf(event).quotes.filter(({ freshness }) => freshness === 'stale'),
      )
    await expect
      .poll(() => new Set(told().map(({ symbol }) => symbol)).size, { timeout: 2000 })
      .toBe(coinSymbols.length)
    await misbehave('gate', { mute: false })
    await pricesUntil(
      every((quote) => isLive(quote, 'gate')),
      backWithinMs,
    )
    for (const { symbol, at } of last) {
      const now = (await prices()).quotes.find((quote) => quote.symbol === symbol)
      expect(Date.parse(now?.at ?? '')).toBeGreaterThan(Date.parse(at))
    }
    expectHonestStream(watcher)
    expect(watcher.ended()).toBe(false)
  })
})

describe('venues that speak late', () => {
  it('by 8 s, both of them, give prices that say so', async () => {
    // Not more: a socket without data for 10 s is given up.
    const delayMs = 8000
    await Promise.all([misbehave('binance', { delayMs }), misbehave('gate', { delayMs })])
    const sinceMs = Date.now()
    const late = () =>
      watcher.heard
        .filter(({ atMs }) => atMs > sinceMs + delayMs)
        .flatMap(({ event }) => (event.type === 'quotes' ? event.quotes : []))
    await expect.poll(() => late().length, { timeout: 30_000 }).toBeGreaterThan(50)
    expect(late().filter(({ ageMs }) => ageMs < delayMs - onItsWayMs)).toEqual([])
    await pricesUntil(
      every(({ ageMs }) => ageMs >= delayMs - onItsWayMs),
      1000,
    )
    expectHonestStream(watcher)
    expect(watcher.ended()).toBe(false)
  })
})

describe('ingest', () => {
  it('killed leaves prices that grow old honestly; started again it is heard without anybody asking', async () => {
    await kill('ingest', 'SIGKILL')
    await pricesUntil(
      every(({ freshness }) => freshness === 'stale'),
      staleAfterMs + 2000,
    )
    expect(watcher.ended()).toBe(false)
    await restart('ingest')
    const backMs = Date.now()
    const fresh = () =>
      watcher.heard
        .filter(({ atMs }) => atMs >= backMs)
        .some(({ event }) => every((quote) => isLive(quote, undefined))(quotesOf(event).quotes))
    await expect.poll(fresh, { timeout: reconnectedWithinMs }).toBe(true)
    await pricesUntil(
      every((quote) => isLive(quote, undefined)),
      2000,
    )
    expectHonestStream(watcher)
    expect(watcher.ended()).toBe(false)
  })

  it('away for a minute and more leaves no hole in what is drawn', async () => {
    await kill('ingest', 'SIGKILL')
    const awayMs = Date.now() + 75_000
    await expect.poll(() => Date.now(), { timeout: 80_000, interval: 500 }).toBeGreaterThan(awayMs)
    await restart('ingest')
    // What `expectTrueHistory` leaves out is over by then, so the minutes of the outage are held against the truth.
    const settledMs = Date.now() + 125_000
    await expect.poll(() => Date.now(), { timeout: 130_000, interval: 500 }).toBeGreaterThan(settledMs)
    for (const symbol of coinSymbols) {
      for (const range of ['1h', '24h'] as const) await expectTrueHistory(symbol, range)
    }
  })

  it('frozen with its connections open is not believed for longer than 10 s', async () => {
    await kill('ingest', 'SIGSTOP')
    try {
      await pricesUntil(
        every(({ freshness }) => freshness === 'stale'),
        staleAfterMs + 2000,
      )
    } finally {
      await kill('ingest', 'SIGCONT')
    }
    await pricesUntil(
      every((quote) => isLive(quote, undefined)),
      backWithinMs,
    )
    expectHonestStream(watcher)
    expect(watcher.ended()).toBe(false)
  })
})

describe('the edge', () => {
  it('frozen and thawed does not take what waited for it on the line for news', async () => {
    await kill('edge', 'SIGSTOP')
    const frozenMs = Date.now()
    const giveUp = frozenMs + staleAfterMs + 5000
    await expect.poll(() => Date.now(), { timeout: 30_000, interval: 500 }).toBeGreaterThan(giveUp)
    await kill('edge', 'SIGCONT')
    await pricesUntil(
      every((quote) => isLive(quote, undefined)),
      reconnectedWithinMs,
    )
    const afterwards = () => watcher.heard.filter(({ event }) => quotesOf(event).atMs > giveUp).length
    await expect.poll(afterwards, { timeout: reconnectedWithinMs }).toBeGreaterThan(4)
    expectHonestStream(watcher)
  })

  it('killed and started again gives whoever comes back the whole market, live, without asking for prices', async () => {
    await kill('edge', 'SIGKILL')
    await expect.poll(() => watcher.ended(), { timeout: 5000 }).toBe(true)
    await restart('edge')
    const back = await watchMarket()
    const snapshot = () => {
      const first = back.heard[0]?.event
      return first?.type === 'snapshot' && every((quote) => isLive(quote, undefined))(first.snapshot.quotes)
    }
    await expect.poll(snapshot, { timeout: reconnectedWithinMs }).toBe(true)
    await expect
      .poll(() => back.heard.some(({ event }) => event.type === 'quotes'), { timeout: 5000 })
      .toBe(true)
    back.close()
    expectHonestStream(back)
  })
})
