/** Who handles the frames: our own path, and what it is compared with. */
import { coinSymbols, type Venue } from '@sage/db/vocabulary'
import { Redis } from 'ioredis'
import { binance } from '../../src/exchanges/binance.ts'
import { gate } from '../../src/exchanges/gate.ts'
import { createMarket } from '../../src/market/market.ts'
import { openStore } from '../../src/sinks/postgres.ts'
import { createValkeySink } from '../../src/sinks/valkey.ts'
import { atMsOf, venueOf } from './frames.ts'
import type { ContenderName } from './orders.ts'

export interface Contender {
  /** Handles the frame of this index to its end. */
  onFrame(text: string, index: number): void
  /** How many frames reached the end of the path. */
  reached(): number
  close(): Promise<void>
}

export function createContender(name: ContenderName): Promise<Contender> {
  switch (name) {
    case 'bare':
      return bare()
    case 'ours':
      return ours(() => undefined)
    case 'ours with sinks':
      return oursWithSinks()
    case 'tardis':
      return tardis()
    case 'ccxt':
      return ccxt()
  }
}

const noClose = () => Promise.resolve()

async function bare(): Promise<Contender> {
  let count = 0
  return {
    onFrame(text) {
      if (typeof JSON.parse(text) === 'object') count += 1
    },
    reached: () => count,
    close: noClose,
  }
}

type OurMarket = ReturnType<typeof createMarket>

async function ours(everyQuarter: (market: OurMarket, nowMs: number) => void): Promise<Contender> {
  let count = 0
  const market = createMarket([binance, gate], atMsOf(0), () => {
    count += 1
  })
  return {
    onFrame(text, index) {
      const nowMs = atMsOf(index) + 20
      market.onFrame(venueOf(index) === 'binance' ? binance : gate, text, nowMs)
      if (index % 250 !== 249) return
      // What the clock does four times a second.
      market.settle(nowMs)
      market.closeCandles(nowMs)
      everyQuarter(market, nowMs)
    },
    reached: () => count,
    close: noClose,
  }
}

async function oursWithSinks(): Promise<Contender> {
  // Without the product's time-out: a minute and a half of market passes here in a second.
  const valkey = new Redis(process.env.VALKEY_URL ?? '')
  const sink = createValkeySink(valkey)
  const store = openStore(process.env.DATABASE_URL ?? '', (error) => console.error(error.message))
  await store.ensurePartitions(atMsOf(0), atMsOf(0))
  const writing: Promise<unknown>[] = []
  const contender = await ours((market, nowMs) => {
    const quotes = coinSymbols
      .map((symbol) => market.quote(symbol, nowMs))
      .filter((quote) => quote !== undefined)
    writing.push(sink.write(quotes, nowMs))
    // Minutes stay in memory for a while, so they can be stored from there.
    if ((nowMs - 20 - atMsOf(0)) % 60_000 !== 4749) return
    const candles = coinSymbols.flatMap((symbol) =>
      market
        .recentCandles(symbol)
        .map((candle) => ({ ...candle, symbol, venue: market.liveVenue(symbol), source: 'trades' as const })),
    )
    writing.push(store.writeCandles('1m', candles, nowMs))
  })
  return {
    ...contender,
    async close() {
      await Promise.all(writing)
      valkey.disconnect()
      await store.close()
    },
  }
}

/** Not dependencies of the product: `bench/ingest.ts` installs them when it is run, so types are said here. */
const rival = (path: string) => new URL(`rivals/node_modules/${path}`, import.meta.url).href

interface TardisLibrary {
  normalizeTrades(exchange: string, received: Date): TardisMapper
}
interface TardisMapper {
  canHandle(message: unknown): boolean
  map(message: unknown, received: Date): Iterable<unknown> | undefined
}
interface CcxtLibrary {
  readonly default: { readonly pro: Readonly<Record<Venue, new () => CcxtExchange>> }
}
interface CcxtExchange {
  setMarkets(markets: readonly unknown[]): void
  client(url: string): unknown
  handleMessage(client: unknown, message: unknown): void
}

/** tardis-dev maps what it has mappers for: trades of both venues, and no 24-hour statistics of spot markets. */
async function tardis(): Promise<Contender> {
  const { normalizeTrades }: TardisLibrary = await import(rival('tardis-dev/dist/index.js'))
  const received = new Date(atMsOf(0))
  const mappers = {
    binance: normalizeTrades('binance', received),
    gate: normalizeTrades('gate-io', received),
  }
  let count = 0
  return {
    onFrame(text, index) {
      const message = JSON.parse(text)
      const mapper = mappers[venueOf(index)]
      if (!mapper.canHandle(message)) return
      for (const _ of mapper.map(message, new Date(atMsOf(index))) ?? []) count += 1
    },
    reached: () => count,
    close: noClose,
  }
}

async function ccxt(): Promise<Contender> {
  const { default: library }: CcxtLibrary = await import(rival('ccxt/js/ccxt.js'))
  const rivals = { binance: new library.pro.binance(), gate: new library.pro.gate() }
  // Addresses like the real ones, by which ccxt tells the kind of market; nothing is opened.
  const addresses = { binance: 'wss://stream.binance.com:9443/stream', gate: 'wss://api.gateio.ws/ws/v4/' }
  const setUp = (venue: Venue) => {
    const exchange = rivals[venue]
    exchange.setMarkets(
      coinSymbols.map((symbol) => ({
        ...{ id: venue === 'binance' ? `${symbol}USDT` : `${symbol}_USDT`, symbol: `${symbol}/USDT` },
        ...{ base: symbol, quote: 'USDT', type: 'spot', spot: true, active: true },
        ...{ precision: { price: 1e-8, amount: 1e-8 }, limits: {}, info: {} },
      })),
    )
    return exchange.client(addresses[venue])
  }
  const clients = { binance: setUp('binance'), gate: setUp('gate') }
  let count = 0
  return {
    onFrame(text, index) {
      const venue = venueOf(index)
      rivals[venue].handleMessage(clients[venue], JSON.parse(text))
      count += 1
    },
    reached: () => count,
    close: noClose,
  }
}
