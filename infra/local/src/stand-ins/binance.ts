/**
 * Stands in for Binance's spot market data: sockets at `/ws` and `/stream`, REST at `/api/v3`, all on one port.
 * `POST /__control` sets faults (feeds/faults.ts) and forces prices (market-model.ts); `maintenance` announces a
 * shutdown, `error` sends an error frame, `cut` ends every socket.
 */
import * as z from 'zod'
import { bookTickerFrame, miniTickerFrame, tickerFrame, tradeFrame } from './binance/frames.ts'
import { readRequest, type SocketRequest } from './binance/requests.ts'
import { answerRest, createWeights } from './binance/rest.ts'
import { pairOf } from './binance/symbols.ts'
import { FeedActions, FeedSettings, normalFeed } from './feeds/faults.ts'
import { startPulse } from './feeds/pulse.ts'
import { type Connection, createSockets } from './feeds/sockets.ts'
import { sendTruth } from './feeds/truth.ts'
import { type Coin, createMarket, type Market, MarketControl } from './market-model.ts'
import { createRandom, hashText } from './random.ts'
import { type ListenOptions, listen, sendJson } from './server.ts'

const Settings = z.strictObject({
  ...FeedSettings.shape,
  /** REST weight a minute before 429; twice as much gets 418. */
  weightPerMinute: z.number().int().min(0),
})
type Settings = z.infer<typeof Settings>

const normal: Settings = { ...normalFeed, weightPerMinute: 6000 }

const Patch = z.strictObject({
  ...Settings.partial().shape,
  ...FeedActions.partial().shape,
  ...MarketControl.shape,
  maintenance: z.boolean().optional(),
})

export interface BinanceOptions extends ListenOptions {
  readonly seed?: string
  /** Shared with the other venues, so that a forced price is everyone's. */
  readonly market?: Market
  readonly now?: () => number
}

export interface BinanceStandIn {
  /** Base of the REST API, `http://…`. */
  readonly url: string
  /** Base of the sockets, `ws://…`: append `/ws/<stream>` or `/stream?streams=a/b`. */
  readonly wsUrl: string
  close(): Promise<void>
}

const mostStreams = 1024
/** Incoming frames a second on one socket, and sockets in five minutes from one address. */
const limits = { framesPerSecond: 5, attemptsPerFiveMinutes: 300 }

export async function startBinance(options: BinanceOptions): Promise<BinanceStandIn> {
  const market = options.market ?? createMarket(options.seed, options.now)
  const random = createRandom(hashText(`${market.seed}/binance/faults`))
  const now = () => market.now()
  const weights = createWeights(now)
  const combined = new WeakSet<Connection>()
  const subscriptions: string[] = []
  let settings = normal

  const listening = await listen(
    options,
    {
      patch: Patch,
      inspect: () => ({
        settings,
        seen: sockets.seen,
        weightUsed: weights.used(),
        subscriptions: subscriptions.slice(-100),
        connections: [...sockets.connections].map(({ id, openedMs, streams }) => ({
          id,
          openedAt: new Date(openedMs).toISOString(),
          streams: [...streams],
        })),
      }),
      apply({ cut, error, reset, maintenance, path, price, still, venue, ...patch }) {
        settings = { ...(reset ? normal : settings), ...patch }
        market.force({ path, price, still, venue })
        for (const connection of sockets.connections) {
          if (maintenance) connection.reply({ e: 'serverShutdown', E: now() + settings.clockSkewMs })
          if (error)
            connection.reply({
              code: 1,
              msg: 'Internal error; unable to process your request. Please try again.',
            })
        }
        if (cut) sockets.cut()
      },
    },
    async (_request, response, url) => {
      if (url.pathname === '/__control/candles') {
        await sendTruth(market, 'binance', url, response)
        return
      }
      if (settings.restStatus > 0) {
        sendJson(response, settings.restStatus, {
          code: -1001,
          msg: 'Internal error; unable to process your request.',
        })
        return
      }
      const { weightPerMinute, clockSkewMs } = settings
      const answer = await answerRest({ market, weights, weightPerMinute, skewMs: clockSkewMs }, url)
      if (answer.body !== undefined) sendJson(response, answer.status, answer.body, answer.headers)
      else
        response
          .writeHead(answer.status, { 'content-type': 'text/html' })
          .end('<html><h2>404 Not found</h2></html>')
    },
  )

  const sockets = createSockets(
    listening,
    {
      ...limits,
      accepts: ({ pathname }) => /^\/(ws(\/.*)?|stream)$/.test(pathname),
      opened(connection, url) {
        if (url.pathname === '/stream') combined.add(connection)
        const asked =
          url.pathname === '/stream' ? url.searchParams.get('streams') : url.pathname.slice('/ws/'.length)
        for (const stream of (asked ?? '').split('/').filter(Boolean)) connection.streams.add(stream)
      },
      received,
    },
    () => settings,
    now,
    random,
  )

  function received(connection: Connection, text: string): void {
    const request = readRequest(text)
    if (request.type === 'invalid') connection.reply(request.error)
    else connection.reply({ result: obey(connection, request), id: request.id })
  }

  function obey(connection: Connection, request: Exclude<SocketRequest, { type: 'invalid' }>): unknown {
    switch (request.type) {
      case 'subscribe':
        subscriptions.push(...request.streams)
        for (const stream of request.streams) connection.streams.add(stream)
        if (connection.streams.size > mostStreams) connection.close(1008, 'Too many subscriptions')
        return null
      case 'unsubscribe':
        for (const stream of request.streams) connection.streams.delete(stream)
        return null
      case 'list':
        return [...connection.streams]
      case 'setCombined':
        if (request.combined) combined.add(connection)
        else combined.delete(connection)
        return null
      case 'getCombined':
        return combined.has(connection)
    }
  }

  function envelope(connection: Connection, stream: string, data: unknown): unknown {
    return combined.has(connection) ? { stream, data } : data
  }

  function broadcast(coin: Coin, name: string, frame: () => unknown): void {
    const stream = `${pairOf(coin).toLowerCase()}@${name}`
    let made: unknown
    for (const connection of sockets.connections) {
      if (!connection.streams.has(stream)) continue
      made ??= frame()
      connection.data(envelope(connection, stream, made))
    }
  }

  const stopPulse = startPulse(market, 'binance', () => settings, random, {
    trade(coin, trade) {
      const tape = market.tape('binance', coin)
      broadcast(coin, 'trade', () => tradeFrame(coin, tape, trade, now(), settings.clockSkewMs))
      broadcast(coin, 'bookTicker', () => bookTickerFrame(coin, tape, trade))
    },
    second(coin, nowMs) {
      if (sockets.connections.size === 0) return
      const tape = market.tape('binance', coin)
      const day = market.statistics('binance', coin)
      if (!day) return
      broadcast(coin, 'ticker', () => tickerFrame(coin, tape, day, nowMs, settings.clockSkewMs))
      broadcast(coin, 'miniTicker', () => miniTickerFrame(coin, tape, day, nowMs, settings.clockSkewMs))
    },
  })

  return {
    url: `http://${listening.host}`,
    wsUrl: `ws://${listening.host}`,
    async close() {
      stopPulse()
      sockets.close()
      await listening.close()
    },
  }
}
