/**
 * One venue's feed: a socket that is always there. It is opened again when it breaks, given up when it is open and
 * mute, and replaced by an overlapping one before the venue's 24-hour cut and when maintenance is announced.
 */
import WebSocket from 'ws'
import type { Exchange } from '../exchanges/exchange.ts'
import { reconnectDelayMs, windowMs } from './reconnect.ts'

/** What a frame was good for; `data` is market data, `maintenance` asks for a new socket. */
export type FrameEffect = 'data' | 'maintenance' | 'none'

export type FeedStatus = 'connecting' | 'live' | 'silent' | 'down'

export interface FeedDeps {
  /** Unix ms. */
  readonly nowMs: () => number
  readonly random: () => number
  /** Handles a frame; called once for each, in order of arrival. */
  readonly onFrame: (text: string, receivedMs: number) => FrameEffect
  /** The socket that gave data is gone without a hand-over: what happens on the venue from now on is missed. */
  readonly onBroken: () => void
  readonly log: (event: FeedEvent) => void
  readonly limits?: FeedLimits
}

export type FeedEvent =
  | { readonly type: 'opened' | 'mute' | 'renewing' | 'renewed' }
  | { readonly type: 'closed'; readonly code: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'waiting'; readonly delayMs: number }

export interface FeedLimits {
  readonly handshakeMs: number
  /** Without data for this long, from the opening on, a socket is given up however well it answers pings. */
  readonly muteMs: number
  /** Both venues cut at 24 h. */
  readonly renewAfterMs: number
  readonly heartbeatMs: number
  /** A socket that gave data for this long has worked: the next failure is a first one. */
  readonly provenMs: number
}

const defaultLimits: FeedLimits = {
  handshakeMs: 5000,
  muteMs: 10_000,
  renewAfterMs: 23 * 3_600_000,
  heartbeatMs: 10_000,
  provenMs: 10_000,
}

export interface Feed {
  status(): FeedStatus
  /** Sockets opened after the first. */
  reconnects(): number
  lastDataMs(): number | undefined
  close(): void
}

interface Line {
  readonly socket: WebSocket
  openedMs: number | undefined
  firstDataMs: number | undefined
  /** Of data, or of the opening while there was none. */
  aliveMs: number
}

/** Without data for this long a feed is no longer called live. */
const silentMs = 3000
const tickMs = 250

export function openFeed(exchange: Exchange, configuredUrl: string, deps: FeedDeps): Feed {
  const { nowMs, random, onFrame, onBroken, log, limits = defaultLimits } = deps
  const url = exchange.socketUrl(configuredUrl)
  const lines = new Set<Line>()
  let attemptsMs: number[] = []
  let attempts = 0
  let failures = 0
  /** The line that data is expected from; a line beside it is its successor. */
  let current: Line | undefined
  let successor: Line | undefined
  let waiting: NodeJS.Timeout | undefined
  let lastDataMs: number | undefined
  let heartbeatMs = nowMs()
  let closed = false

  function open(): Line {
    const startedMs = nowMs()
    attempts += 1
    attemptsMs = [...attemptsMs.filter((ms) => ms > startedMs - windowMs), startedMs]
    const socket = new WebSocket(url, {
      handshakeTimeout: limits.handshakeMs,
      maxPayload: 1024 * 1024,
      perMessageDeflate: false,
      // One frame an event-loop turn is slower and delays the last of a burst.
      allowSynchronousEvents: true,
    })
    const line: Line = { socket, openedMs: undefined, firstDataMs: undefined, aliveMs: startedMs }
    lines.add(line)
    socket.on('open', () => {
      line.openedMs = nowMs()
      line.aliveMs = line.openedMs
      log({ type: 'opened' })
      for (const frame of exchange.greeting(nowMs())) socket.send(frame)
    })
    socket.on('message', (data) => received(line, String(data)))
    // A close follows every error.
    socket.on('error', (error) => log({ type: 'failed', message: error.message }))
    socket.on('close', (code) => ended(line, code))
    return line
  }

  function received(line: Line, text: string): void {
    if (!lines.has(line)) return
    const receivedMs = nowMs()
    const effect = onFrame(text, receivedMs)
    if (effect === 'data') {
      line.firstDataMs ??= receivedMs
      line.aliveMs = receivedMs
      lastDataMs = receivedMs
      if (line === successor) handOver()
    } else if (effect === 'maintenance' && line === current) renew()
  }

  /** The successor gives data, so the old socket may go: what both delivered is known by its ids. */
  function handOver(): void {
    const old = current
    current = successor
    successor = undefined
    log({ type: 'renewed' })
    if (old !== undefined) retire(old)
  }

  function retire(line: Line): void {
    lines.delete(line)
    line.socket.close(1000)
    const timer = setTimeout(() => line.socket.terminate(), limits.handshakeMs)
    timer.unref()
    line.socket.once('close', () => clearTimeout(timer))
  }

  function renew(): void {
    if (successor !== undefined || waiting !== undefined || closed) return
    log({ type: 'renewing' })
    successor = open()
  }

  function ended(line: Line, code: number): void {
    if (!lines.delete(line)) return
    log({ type: 'closed', code })
    const { firstDataMs } = line
    const worked = firstDataMs !== undefined && line.aliveMs - firstDataMs >= limits.provenMs
    failures = worked ? 0 : failures + 1
    if (line === successor) successor = undefined
    if (line === current) {
      current = successor
      successor = undefined
      onBroken()
    }
    if (current === undefined) reopenLater()
  }

  function reopenLater(): void {
    if (closed || waiting !== undefined) return
    const delayMs = reconnectDelayMs({ failures, attemptsMs }, nowMs(), random())
    log({ type: 'waiting', delayMs })
    waiting = setTimeout(() => {
      waiting = undefined
      if (!closed) current = open()
    }, delayMs)
  }

  function watch(): void {
    const now = nowMs()
    for (const line of lines) {
      if (line.openedMs !== undefined && now - line.aliveMs >= limits.muteMs) {
        log({ type: 'mute' })
        line.socket.terminate()
      }
    }
    const openedMs = current?.openedMs
    const attempted = attemptsMs.at(-1) ?? 0
    // A successor that failed is tried again at leisure: the old socket still works.
    if (openedMs !== undefined && now - openedMs >= limits.renewAfterMs && now - attempted >= 60_000) renew()
    if (exchange.heartbeat && now - heartbeatMs >= limits.heartbeatMs) {
      heartbeatMs = now
      for (const { socket } of lines) {
        if (socket.readyState === WebSocket.OPEN) socket.send(exchange.heartbeat(now))
      }
    }
  }

  current = open()
  const watching = setInterval(watch, tickMs)

  return {
    status() {
      if (lastDataMs !== undefined && nowMs() - lastDataMs < silentMs) return 'live'
      if (current?.openedMs !== undefined) return 'silent'
      return attempts <= 1 && waiting === undefined ? 'connecting' : 'down'
    },
    reconnects: () => attempts - 1,
    lastDataMs: () => lastDataMs,
    close() {
      closed = true
      clearInterval(watching)
      clearTimeout(waiting)
      for (const { socket } of lines) socket.terminate()
      lines.clear()
    },
  }
}
