/** For tests: a network whose answers are written by hand, and a clock that only moves when it is told to. */
import type { StreamDeps, Wake } from './follow-stream.ts'

export interface Call {
  readonly url: string
  readonly init: RequestInit
  /** Answers with the head of a stream. */
  open(): void
  /** Sends text on the open stream. */
  send(text: string): void
  /** The server ends the stream, in good order. */
  close(): void
  /** Answers with something that is no stream. */
  answer(status: number, body?: unknown, headers?: Record<string, string>): void
  /** The connection breaks. */
  break(): void
  readonly aborted: boolean
}

export class FakeNetwork {
  readonly calls: Call[] = []
  #now = 0
  #timers = new Set<{ readonly at: number; readonly action: () => void }>()
  #wakes = new Set<(wake: Wake) => void>()

  readonly deps: StreamDeps = {
    fetch: (url, init) => this.#fetch(url, init),
    now: () => this.#now,
    after: (ms, action) => {
      const timer = { at: this.#now + ms, action }
      this.#timers.add(timer)
      return () => this.#timers.delete(timer)
    },
    random: () => 1,
    onWake: (listener) => {
      this.#wakes.add(listener)
      return () => this.#wakes.delete(listener)
    },
  }

  get lastCall(): Call {
    const call = this.calls.at(-1)
    if (!call) throw new Error('nothing was requested')
    return call
  }

  get pendingTimers(): number {
    return this.#timers.size
  }

  async wake(wake: Wake): Promise<void> {
    for (const listener of [...this.#wakes]) listener(wake)
    await settled()
  }

  /** Lets `ms` pass; what is due then happens in its order. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#timers.delete(due)
      this.#now = due.at
      due.action()
      await settled()
    }
    this.#now = until
    await settled()
  }

  #fetch(url: string, init: RequestInit): Promise<Response> {
    const answered = Promise.withResolvers<Response>()
    let body: ReadableStreamDefaultController<Uint8Array> | undefined
    const encoder = new TextEncoder()
    this.calls.push({
      url,
      init,
      open: () => {
        const stream = new ReadableStream<Uint8Array>({
          start(controller) {
            body = controller
          },
        })
        answered.resolve(new Response(stream, { headers: { 'Content-Type': 'text/event-stream' } }))
      },
      send: (text) => body?.enqueue(encoder.encode(text)),
      close: () => body?.close(),
      answer: (status, content, headers = {}) =>
        answered.resolve(
          new Response(content === undefined ? null : JSON.stringify(content), {
            status,
            headers: { 'Content-Type': 'application/json', ...headers },
          }),
        ),
      break() {
        answered.reject(new TypeError('network error'))
        body?.error(new TypeError('network error'))
      },
      get aborted() {
        return init.signal?.aborted === true
      },
    })
    return answered.promise
  }
}

/** All promises that can settle have settled. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
