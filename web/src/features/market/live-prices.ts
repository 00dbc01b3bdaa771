/** The prices as they move: one stream for the whole page, folded into the query cache. */
import { type CoinSymbol, goneAfterMs, staleAfterMs } from '@sage/db/vocabulary'
import { MarketStreamEvent, Prices } from '@sage/edge/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { create } from 'zustand'
import { api } from '../../lib/api.ts'
import { browserStream } from '../../lib/browser-stream.ts'
import { type Connection, followStream } from '../../lib/follow-stream.ts'
import { queryClient } from '../../lib/query-client.ts'

type Quote = Prices['quotes'][number]

/** A quote and when it came, by this device's clock; its age goes on from there. */
export interface HeldQuote extends Quote {
  readonly receivedAtMs: number
}

export interface LivePrices extends Omit<Prices, 'quotes'> {
  readonly quotes: Partial<Record<CoinSymbol, HeldQuote>>
  readonly receivedAtMs: number
}

export function held(prices: Prices, receivedAtMs: number): LivePrices {
  const quotes = prices.quotes.map((quote) => [quote.symbol, { ...quote, receivedAtMs }])
  return { ...prices, quotes: Object.fromEntries(quotes), receivedAtMs }
}

/** Folds one event of the stream into the prices. A snapshot replaces everything. */
export function foldPrices(
  prices: LivePrices | undefined,
  event: MarketStreamEvent,
  receivedAtMs: number,
): LivePrices | undefined {
  switch (event.type) {
    case 'snapshot':
      return held({ ...event.snapshot, fearGreed: event.snapshot.fearGreed ?? null }, receivedAtMs)
    case 'quotes': {
      if (!prices) return prices
      const fresh = event.quotes.map((quote) => [quote.symbol, { ...quote, receivedAtMs }])
      const quotes = { ...prices.quotes, ...Object.fromEntries(fresh) }
      return { ...prices, at: event.at, quotes, receivedAtMs }
    }
    case 'status': {
      if (!prices) return prices
      const fearGreed = event.fearGreed ?? prices.fearGreed
      return { ...prices, at: event.at, feeds: event.feeds, fearGreed, receivedAtMs }
    }
  }
}

export type QuoteState = 'live' | 'stale' | 'gone'

/** How old a quote is now and what that means. A quote only ages here, whatever the server called it. */
export function ageOf(
  quote: Pick<HeldQuote, 'ageMs' | 'receivedAtMs' | 'freshness'>,
  nowMs: number,
): { readonly ageMs: number; readonly state: QuoteState } {
  const ageMs = quote.ageMs + Math.max(0, nowMs - quote.receivedAtMs)
  if (ageMs > goneAfterMs) return { ageMs, state: 'gone' }
  return { ageMs, state: quote.freshness === 'stale' || ageMs > staleAfterMs ? 'stale' : 'live' }
}

export const pricesQuery = queryOptions({
  queryKey: ['prices'],
  queryFn: async ({ signal }) => held(await api('/api/market/prices', Prices, { signal }), Date.now()),
  // The stream keeps them fresh.
  staleTime: Number.POSITIVE_INFINITY,
})

export const useMarketConnection = create<{ readonly connection: Connection }>(() => ({
  connection: 'connecting',
}))

let watchers = 0
let following: AbortController | undefined

/** The live prices, for as long as a component is on screen that asks for them. */
export function useLivePrices() {
  useEffect(() => {
    watchers += 1
    if (watchers === 1) {
      following = new AbortController()
      void followPrices(following.signal)
    }
    return () => {
      watchers -= 1
      if (watchers === 0) following?.abort()
    }
  }, [])
  return useQuery(pricesQuery)
}

async function followPrices(signal: AbortSignal): Promise<void> {
  await followStream<never>(
    {
      request: () => ({ url: '/api/market/stream' }),
      refused: async () => undefined,
      received(message) {
        const event = MarketStreamEvent.safeParse(jsonOf(message.data))
        if (!event.success) return 'continue'
        queryClient.setQueryData(pricesQuery.queryKey, (prices) => foldPrices(prices, event.data, Date.now()))
        return 'continue'
      },
      connection: (connection) => useMarketConnection.setState({ connection }),
    },
    browserStream,
    signal,
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
