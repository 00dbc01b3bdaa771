/**
 * Many readers of one board. What changed is sent at once, though to each at most four times in any second, and
 * encoded once for all who kept up; a reader who is still busy with the former piece gets everything it missed in
 * one later.
 */
import { type CoinSymbol, coinSymbols } from '@sage/db/vocabulary'
import type { MarketStreamEvent } from '@sage/ingest/contract'
import { encodeEvent, heartbeatMs } from '../http/sse.ts'
import { type Board, quoteAt, snapshotOf } from './board.ts'

/** As often as ingest tells news, so that as a rule none has to wait here. */
const mostInWindow = 4
const windowMs = 1000
/** Who takes nothing for this long is gone, even if nobody has said so. */
const stuckAfterMs = 60_000

interface Reader {
  readonly writer: WritableStreamDefaultWriter<Uint8Array>
  busy: boolean
  /** Set while something happened that a list of quotes cannot tell, or nothing was sent yet. */
  needsSnapshot: boolean
  readonly missed: Set<CoinSymbol>
  lastSentMs: number
  /** When it was told news, oldest first; no more than may be in one window. */
  readonly toldMs: number[]
}

export class FanOut {
  readonly #readers = new Set<Reader>()
  readonly #encoder = new TextEncoder()
  readonly #changed = new Set<CoinSymbol>()
  #statusChanged = false

  get size(): number {
    return this.#readers.size
  }

  /** Adds a reader; it starts with a snapshot, as soon as there is one. */
  add(writable: WritableStream<Uint8Array>, board: Board | undefined, nowMs: number): void {
    const reader: Reader = {
      writer: writable.getWriter(),
      busy: false,
      needsSnapshot: true,
      missed: new Set(),
      lastSentMs: nowMs,
      toldMs: [],
    }
    this.#readers.add(reader)
    const leave = () => this.#readers.delete(reader)
    reader.writer.closed.then(leave, leave)
    if (board) this.#tell(reader, this.#encode(board, reader, nowMs), nowMs)
    else this.#send(reader, this.#encoder.encode(': open\n\n'), nowMs)
  }

  /** Notes what an event changed, for the next flush. */
  note(event: MarketStreamEvent): void {
    if (event.type === 'quotes') for (const quote of event.quotes) this.#changed.add(quote.symbol)
    else if (event.type === 'status') this.#statusChanged = true
    else this.noteAll()
  }

  /** Notes a change that only a whole snapshot tells. */
  noteAll(): void {
    for (const reader of this.#readers) reader.needsSnapshot = true
  }

  /** Sends what is new to all who are ready for it; for the others it is kept. */
  flush(board: Board | undefined, nowMs: number): void {
    const encoded = new Map<string, Uint8Array>()
    const changed = [...this.#changed]
    const statusChanged = this.#statusChanged
    this.#changed.clear()
    this.#statusChanged = false
    for (const reader of this.#readers) {
      for (const symbol of changed) reader.missed.add(symbol)
      if (statusChanged) reader.needsSnapshot = true
      if (reader.busy) {
        if (nowMs - reader.lastSentMs >= stuckAfterMs) this.#drop(reader)
        continue
      }
      const news = newsFor(reader)
      if (board && news !== undefined) {
        if (toldOften(reader, nowMs)) continue
        const frame = encoded.get(news) ?? this.#encode(board, reader, nowMs)
        encoded.set(news, frame)
        this.#tell(reader, frame, nowMs)
      } else if (nowMs - reader.lastSentMs >= heartbeatMs) {
        this.#send(reader, this.#encoder.encode(': keep-alive\n\n'), nowMs)
      }
    }
  }

  #drop(reader: Reader): void {
    this.#readers.delete(reader)
    reader.writer.abort().catch(() => {})
  }

  #encode(board: Board, reader: Reader, nowMs: number): Uint8Array {
    return this.#encoder.encode(encodeEvent(eventFor(board, reader, nowMs)))
  }

  #tell(reader: Reader, news: Uint8Array, nowMs: number): void {
    reader.needsSnapshot = false
    reader.missed.clear()
    reader.toldMs.push(nowMs)
    if (reader.toldMs.length > mostInWindow) reader.toldMs.shift()
    this.#send(reader, news, nowMs)
  }

  #send(reader: Reader, frame: Uint8Array, nowMs: number): void {
    reader.busy = true
    reader.lastSentMs = nowMs
    reader.writer.write(frame).then(
      () => {
        reader.busy = false
      },
      () => this.#readers.delete(reader),
    )
  }
}

function toldOften({ toldMs }: Reader, nowMs: number): boolean {
  const [oldest] = toldMs
  return oldest !== undefined && toldMs.length === mostInWindow && nowMs - oldest < windowMs
}

/** What a reader is to be told, as a key that equal news share; absent where there is none. */
function newsFor(reader: Reader): string | undefined {
  if (reader.needsSnapshot) return 'snapshot'
  return reader.missed.size > 0 ? coinSymbols.filter((symbol) => reader.missed.has(symbol)).join() : undefined
}

function eventFor(board: Board, reader: Reader, nowMs: number): string {
  const event: MarketStreamEvent = reader.needsSnapshot
    ? { type: 'snapshot', snapshot: snapshotOf(board, nowMs) }
    : {
        type: 'quotes',
        at: new Date(nowMs).toISOString(),
        quotes: [...reader.missed].flatMap((symbol) => quoteAt(board, symbol, nowMs) ?? []),
      }
  return JSON.stringify(event)
}
