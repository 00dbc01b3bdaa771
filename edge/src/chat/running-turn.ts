/** A turn while it is being answered in this isolate: what was said so far, and who is listening. */
import { emptyTranscript, foldTranscript, type Transcript } from '../contract/transcript.ts'
import { TurnEvent } from '../contract/turn-event.ts'
import { encodeEvent, type FrameSource, formatPosition } from '../http/sse.ts'

/** Writes events `firstSeq`, ... durably; nothing is shown that was not given to it first. */
export type WriteLog = (firstSeq: number, lines: readonly string[]) => void

export class RunningTurn implements FrameSource {
  readonly id: string
  readonly abort = new AbortController()
  readonly startedAtMs: number
  transcript: Transcript = emptyTranscript
  firstWordAtMs: number | undefined
  /** The name that this turn gave the chat. */
  title: string | undefined
  /** What Risk said last. */
  verdict: Extract<TurnEvent, { type: 'risk' }> | undefined
  readonly #writeLog: WriteLog
  readonly #frames: string[] = []
  readonly #listeners = new Set<() => void>()
  #unwritten: string[] = []
  #complete = false

  /** `lines`: what an earlier attempt had logged. */
  constructor(id: string, startedAtMs: number, lines: readonly string[], writeLog: WriteLog) {
    this.id = id
    this.startedAtMs = startedAtMs
    this.#writeLog = writeLog
    for (const line of lines) {
      this.#remember(line)
      this.#fold(TurnEvent.parse(JSON.parse(line)))
    }
  }

  /** Whether the terminal event is in the log. */
  get ended(): boolean {
    return this.#complete
  }

  /** Whether anybody is reading now. */
  get isWatched(): boolean {
    return this.#listeners.size > 0
  }

  /** Whether a reader has something on the screen that a new attempt would have to clear. */
  get hasShown(): boolean {
    return this.transcript.parts.length > 0 || this.hasSignalled
  }

  get hasSignalled(): boolean {
    return this.transcript.signal !== undefined
  }

  /**
   * Adds an event. Those of one synchronous stretch are logged together; the runtime holds all output back
   * until the log is durable. After the terminal event nothing is added.
   */
  add(event: TurnEvent, nowMs: number): void {
    if (this.#complete) return
    this.#fold(event)
    if (event.type === 'text' || event.type === 'fact') this.firstWordAtMs ??= nowMs
    this.#unwritten.push(JSON.stringify(event))
    if (this.#unwritten.length === 1) queueMicrotask(() => this.#flush())
  }

  /** Adds the last event at once, so that it is stored together with what it concludes. */
  end(event: TurnEvent, nowMs: number): void {
    this.add(event, nowMs)
    this.#complete = true
    this.#flush()
  }

  read(from: number): { readonly text: string; readonly next: number; readonly complete: boolean } {
    const text = this.#frames.slice(from).join('')
    return { text, next: this.#frames.length, complete: this.#complete }
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #flush(): void {
    if (this.#unwritten.length > 0) {
      const lines = this.#unwritten
      this.#unwritten = []
      this.#writeLog(this.#frames.length + 1, lines)
      for (const line of lines) this.#remember(line)
    }
    for (const listener of this.#listeners) listener()
  }

  #fold(event: TurnEvent): void {
    this.transcript = foldTranscript(this.transcript, event)
    if (event.type === 'title') this.title = event.title
    if (event.type === 'risk') this.verdict = event
  }

  #remember(line: string): void {
    this.#frames.push(encodeEvent(line, formatPosition(this.id, this.#frames.length + 1)))
  }
}

/** A turn that has ended, as its log tells it. */
export function endedTurn(turnId: string, lines: readonly string[]): FrameSource {
  return {
    read: (from) => ({
      text: lines
        .slice(from)
        .map((line, index) => encodeEvent(line, formatPosition(turnId, from + index + 1)))
        .join(''),
      next: lines.length,
      complete: true,
    }),
    subscribe: () => () => {},
  }
}
