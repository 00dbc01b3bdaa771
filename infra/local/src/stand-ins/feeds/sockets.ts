/** WebSocket connections of a venue: pings, limits, age, and the faults that a test asks for. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Random } from '../random.ts'
import type { Listening } from '../server.ts'
import { breakFrame, type FeedSettings } from './faults.ts'

export interface Connection {
  readonly id: number
  readonly openedMs: number
  /** What the venue streams to it. */
  readonly streams: Set<string>
  /** Market data: subject to `mute`, `malformed` and `delayMs`. */
  data(frame: unknown): void
  /** Acks, errors and notices: only `delayMs` holds them back. */
  reply(frame: unknown): void
  close(code: number, reason: string): void
}

export interface Protocol {
  /** Whether a socket may be opened on this address. */
  accepts(url: URL): boolean
  opened(connection: Connection, url: URL): void
  received(connection: Connection, text: string): void
  /** Incoming frames a second, pings and pongs included, before the socket is closed. */
  readonly framesPerSecond: number
  /** Sockets that may be opened in five minutes. */
  readonly attemptsPerFiveMinutes: number
}

export interface Sockets {
  readonly connections: ReadonlySet<Connection>
  /** Counts since the start. */
  readonly seen: {
    opened: number
    refused: number
    closed: number
    received: number
    sent: number
    pongs: number
  }
  /** Ends every connection as a broken network does, without a closing handshake. */
  cut(): void
  close(): void
}

const fiveMinutesMs = 300_000

export function createSockets(
  listening: Listening,
  protocol: Protocol,
  settings: () => FeedSettings,
  now: () => number,
  random: Random,
): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 })
  const open = new Map<Connection, WebSocket>()
  const connections = new Set<Connection>()
  const attempts: number[] = []
  const seen = { opened: 0, refused: 0, closed: 0, received: 0, sent: 0, pongs: 0 }

  listening.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://stand-in')
    const nowMs = now()
    attempts.push(nowMs)
    while ((attempts[0] ?? nowMs) < nowMs - fiveMinutesMs) attempts.shift()
    const refusal = refuse(url)
    if (refusal !== undefined) {
      seen.refused += 1
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    server.handleUpgrade(request, socket, head, (webSocket) => welcome(webSocket, url))
  })

  function refuse(url: URL): string | undefined {
    if (settings().refuse) return '503 Service Unavailable'
    if (attempts.length > protocol.attemptsPerFiveMinutes) return '429 Too Many Requests'
    return protocol.accepts(url) ? undefined : '404 Not Found'
  }

  function welcome(socket: WebSocket, url: URL): void {
    seen.opened += 1
    const send = (frame: unknown, isData: boolean) => {
      const { mute, malformed, delayMs } = settings()
      if (isData && mute) return
      const whole = JSON.stringify(frame)
      const text = isData && malformed > 0 && random() < malformed ? breakFrame(whole, random()) : whole
      seen.sent += 1
      if (delayMs === 0) socket.send(text)
      else setTimeout(() => socket.readyState === socket.OPEN && socket.send(text), delayMs).unref()
    }
    const connection: Connection = {
      id: seen.opened,
      openedMs: now(),
      streams: new Set(),
      data: (frame) => send(frame, true),
      reply: (frame) => send(frame, false),
      close: (code, reason) => socket.close(code, reason),
    }
    open.set(connection, socket)
    connections.add(connection)
    const heart = beat(socket, () => {
      seen.pongs += 1
      count()
    })
    const arrivals: number[] = []
    function count(): void {
      const nowMs = now()
      arrivals.push(nowMs)
      while ((arrivals[0] ?? nowMs) <= nowMs - 1000) arrivals.shift()
      if (arrivals.length > protocol.framesPerSecond) socket.close(1008, 'Too many requests')
    }
    socket.on('ping', count)
    socket.on('message', (data) => {
      seen.received += 1
      count()
      if (socket.readyState === socket.OPEN) protocol.received(connection, String(data))
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      heart.stop()
      seen.closed += 1
      open.delete(connection)
      connections.delete(connection)
    })
    protocol.opened(connection, url)
  }

  /** Pings every so often; a pong with another payload than the last ping's does not count. */
  function beat(socket: WebSocket, ponged: () => void) {
    const openedMs = now()
    let answeredMs = openedMs
    let payload = ''
    let pingedMs = openedMs
    const timer = setInterval(() => {
      const { pingIntervalMs, pongTimeoutMs, maxAgeMs } = settings()
      const nowMs = now()
      if (nowMs - openedMs >= maxAgeMs || nowMs - answeredMs >= pongTimeoutMs + pingIntervalMs) {
        return socket.terminate()
      }
      if (nowMs - pingedMs >= pingIntervalMs) {
        pingedMs = nowMs
        payload = String(nowMs)
        socket.ping(payload)
      }
    }, 50)
    timer.unref()
    socket.on('pong', (data) => {
      if (data.toString() === payload) answeredMs = now()
      ponged()
    })
    return { stop: () => clearInterval(timer) }
  }

  return {
    connections,
    seen,
    cut() {
      for (const socket of open.values()) socket.terminate()
    },
    close() {
      for (const socket of open.values()) socket.terminate()
      server.close()
    },
  }
}
