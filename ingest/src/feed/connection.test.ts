/** The feed against a real WebSocket server that behaves as badly as it is told to. */
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { binance } from '../exchanges/binance.ts'
import { gate } from '../exchanges/gate.ts'
import { type Feed, type FeedEvent, type FeedLimits, openFeed } from './connection.ts'

const quick: FeedLimits = {
  handshakeMs: 1000,
  muteMs: 400,
  renewAfterMs: 3_600_000,
  heartbeatMs: 3_600_000,
  provenMs: 10_000,
}

interface Venue {
  readonly url: string
  readonly sockets: WebSocket[]
  readonly paths: string[]
  /** Resolves when so many sockets have been opened. */
  opened(count: number): Promise<void>
  close(): void
}

async function startVenue(welcome: (socket: WebSocket, nth: number) => void): Promise<Venue> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const sockets: WebSocket[] = []
  const paths: string[] = []
  server.on('connection', (socket, request) => {
    sockets.push(socket)
    paths.push(request.url ?? '')
    welcome(socket, sockets.length)
  })
  return {
    url: `ws://127.0.0.1:${address.port}`,
    sockets,
    paths,
    async opened(count) {
      while (sockets.length < count) await once(server, 'connection')
    },
    close: () => server.close(),
  }
}

/** Opens a feed and lets a test wait for what it reports. */
function open(venue: Venue, exchange: typeof binance, limits: FeedLimits = quick) {
  const seen: string[] = []
  const waiting: { what: string; resolve: () => void }[] = []
  const note = (what: string) => {
    seen.push(what)
    for (const each of waiting.filter((one) => one.what === what)) each.resolve()
  }
  const feed = openFeed(exchange, venue.url, {
    nowMs: Date.now,
    random: () => 0,
    onFrame: (text) => {
      note(text)
      if (text === 'maintenance') return 'maintenance'
      return text.startsWith('data') ? 'data' : 'none'
    },
    onBroken: () => note('broken'),
    log: (event: FeedEvent) => note(event.type),
    limits,
  })
  opened.push({ feed, venue })
  return {
    feed,
    seen,
    until: (what: string) =>
      seen.includes(what)
        ? Promise.resolve()
        : new Promise<void>((resolve) => waiting.push({ what, resolve })),
  }
}

const opened: { feed: Feed; venue: Venue }[] = []
afterEach(() => {
  for (const { feed, venue } of opened.splice(0)) {
    feed.close()
    for (const socket of venue.sockets) socket.terminate()
    venue.close()
  }
})

describe('a feed', () => {
  it('names its streams in the address on Binance, and subscribes on Gate', async () => {
    const binanceVenue = await startVenue((socket) => socket.send('data'))
    await open(binanceVenue, binance).until('data')
    expect(binanceVenue.paths[0]).toContain('/stream?streams=btcusdt@ticker/btcusdt@trade/')
    const frames: string[] = []
    const gateVenue = await startVenue((socket) => {
      socket.on('message', (frame) => {
        frames.push(String(frame))
        if (frames.length === 2) socket.send('data')
      })
    })
    await open(gateVenue, gate).until('data')
    expect(frames.map((frame) => JSON.parse(frame).channel)).toEqual(['spot.tickers', 'spot.trades'])
  })

  it('is opened again when it breaks, and says that something was missed', async () => {
    const venue = await startVenue((socket, nth) => {
      socket.send(`data ${nth}`)
      if (nth === 1) socket.terminate()
    })
    const { until, feed } = open(venue, binance)
    await until('data 2')
    await until('broken')
    expect(feed.reconnects()).toBe(1)
    expect(feed.status()).toBe('live')
  })

  it('is given up when it is open, answers pings, and says nothing of the market', async () => {
    const venue = await startVenue((socket, nth) => {
      socket.ping()
      socket.send('acknowledged')
      if (nth === 2) socket.send('data 2')
    })
    const { until, seen } = open(venue, binance)
    await until('data 2')
    expect(seen).toContain('mute')
  })

  it('is replaced before it ends: the old socket goes only when the new one gives data', async () => {
    let release: (() => void) | undefined
    const venue = await startVenue((socket, nth) => {
      if (nth === 1) {
        socket.send('data 1')
        socket.send('maintenance')
      } else release = () => socket.send('data 2')
    })
    const { until, seen } = open(venue, binance, { ...quick, muteMs: 10_000 })
    await until('renewing')
    // The old one still serves while the new one is mute.
    await venue.opened(2)
    venue.sockets[0]?.send('data 1b')
    await until('data 1b')
    release?.()
    await until('renewed')
    expect(seen).not.toContain('broken')
    expect(seen.filter((what) => what === 'opened')).toHaveLength(2)
  })
})
