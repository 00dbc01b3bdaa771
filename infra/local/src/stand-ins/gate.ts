/**
 * Stands in for Gate.io's spot market data: the socket at `/ws/v4/`, REST at `/api/v4`, both on one port. Its trades
 * are its own and its prices differ from Binance's by a few basis points. `POST /__control` as Binance's, but
 * `maintenance` names one of the three layouts: `announced`, `bare` or `client`.
 */
import * as z from 'zod'
import { FeedActions, FeedSettings, normalFeed } from './feeds/faults.ts'
import { startPulse } from './feeds/pulse.ts'
import { createSockets } from './feeds/sockets.ts'
import { sendTruth } from './feeds/truth.ts'
import { pairOf, tickerResult, tradeResult, update } from './gate/frames.ts'
import { acknowledgement, maintenanceFrame, maintenanceKinds, readRequest } from './gate/requests.ts'
import { answerRest } from './gate/rest.ts'
import { type Coin, createMarket, type Market, MarketControl } from './market-model.ts'
import { createRandom, hashText } from './random.ts'
import { type ListenOptions, listen, sendJson } from './server.ts'

const Patch = z.strictObject({
  ...FeedSettings.partial().shape,
  ...FeedActions.partial().shape,
  ...MarketControl.shape,
  maintenance: z.enum(maintenanceKinds).optional(),
})

export interface GateOptions extends ListenOptions {
  readonly seed?: string
  /** Shared with the other venues, so that a forced price is everyone's. */
  readonly market?: Market
  readonly now?: () => number
}

export interface GateStandIn {
  /** Base of the REST API, `http://…`. */
  readonly url: string
  /** The whole address of the socket, `ws://…/ws/v4/`. */
  readonly wsUrl: string
  close(): Promise<void>
}

/** Generous: Gate publishes no limit on frames, only on new connections. */
const limits = { framesPerSecond: 50, attemptsPerFiveMinutes: 300 }

export async function startGate(options: GateOptions): Promise<GateStandIn> {
  const market = options.market ?? createMarket(options.seed, options.now)
  const random = createRandom(hashText(`${market.seed}/gate/faults`))
  const venueNow = () => market.now() + settings.clockSkewMs
  const subscriptions: string[] = []
  let settings: FeedSettings = normalFeed

  const listening = await listen(
    options,
    {
      patch: Patch,
      inspect: () => ({
        settings,
        seen: sockets.seen,
        subscriptions: subscriptions.slice(-100),
        connections: [...sockets.connections].map(({ id, openedMs, streams }) => ({
          id,
          openedAt: new Date(openedMs).toISOString(),
          streams: [...streams],
        })),
      }),
      apply({ cut, error, reset, maintenance, path, price, still, venue, ...patch }) {
        settings = { ...(reset ? normalFeed : settings), ...patch }
        market.force({ path, price, still, venue })
        for (const connection of sockets.connections) {
          if (maintenance) connection.reply(maintenanceFrame(maintenance, venueNow()))
          if (error) connection.reply(serverError(venueNow()))
        }
        if (cut) sockets.cut()
      },
    },
    async (_request, response, url) => {
      if (url.pathname === '/__control/candles') {
        await sendTruth(market, 'gate', url, response)
        return
      }
      if (settings.restStatus > 0) {
        sendJson(response, settings.restStatus, { label: 'SERVER_ERROR', message: 'Internal server error' })
        return
      }
      const answer = await answerRest(market, url, settings.clockSkewMs)
      sendJson(response, answer.status, answer.body)
    },
  )

  const sockets = createSockets(
    listening,
    {
      ...limits,
      accepts: ({ pathname }) => /^\/ws\/v4\/?$/.test(pathname),
      opened: () => undefined,
      received(connection, text) {
        const request = readRequest(text, venueNow())
        if (request.type === 'subscribe' || request.type === 'unsubscribe') {
          for (const pair of request.pairs) {
            const stream = `${request.request.channel}/${pair}`
            if (request.type === 'unsubscribe') connection.streams.delete(stream)
            else {
              subscriptions.push(stream)
              connection.streams.add(stream)
            }
          }
        }
        connection.reply(acknowledgement(request, venueNow()))
      },
    },
    () => settings,
    () => market.now(),
    random,
  )

  function broadcast(coin: Coin, channel: string, result: () => unknown): void {
    const stream = `${channel}/${pairOf(coin)}`
    let frame: unknown
    for (const connection of sockets.connections) {
      if (!connection.streams.has(stream)) continue
      frame ??= update(channel, result(), venueNow())
      connection.data(frame)
    }
  }

  const stopPulse = startPulse(market, 'gate', () => settings, random, {
    trade(coin, trade) {
      broadcast(coin, 'spot.trades', () =>
        tradeResult(coin, market.tape('gate', coin), trade, settings.clockSkewMs),
      )
    },
    second(coin) {
      if (sockets.connections.size === 0) return
      const day = market.statistics('gate', coin)
      if (day) broadcast(coin, 'spot.tickers', () => tickerResult(coin, market.tape('gate', coin), day))
    },
  })

  return {
    url: `http://${listening.host}`,
    wsUrl: `ws://${listening.host}/ws/v4/`,
    async close() {
      stopPulse()
      sockets.close()
      await listening.close()
    },
  }
}

function serverError(nowMs: number) {
  return {
    time: Math.floor(nowMs / 1000),
    time_ms: nowMs,
    channel: 'spot.tickers',
    event: 'update',
    error: { code: 3, message: 'internal server error' },
    result: null,
  }
}
