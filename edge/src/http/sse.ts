/** Server-sent events as text, and a pump that writes a growing list of them to one reader. */

/** How long a stream may be silent before a comment shows that it lives. Proxies cut at 30 to 100 s. */
export const heartbeatMs = 15_000

export const sseHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // Keeps nginx-like proxies from collecting the stream.
  'X-Accel-Buffering': 'no',
} as const

/** One event. `data` is a single line of JSON, so no line of it can look like a field. */
export function encodeEvent(data: string, id?: string): string {
  return id === undefined ? `data: ${data}\n\n` : `id: ${id}\ndata: ${data}\n\n`
}

/** A place in a turn's stream: the event `seq` of turn `turnId` was received. */
export interface StreamPosition {
  readonly turnId: string
  readonly seq: number
}

const position = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):(\d{1,9})$/

/** Reads `<turnId>:<seq>` as it stands in `Last-Event-ID`; absent if it is anything else. */
export function parsePosition(text: string): StreamPosition | undefined {
  const match = position.exec(text)
  const [, turnId, seq] = match ?? []
  return turnId === undefined || seq === undefined ? undefined : { turnId, seq: Number(seq) }
}

export function formatPosition(turnId: string, seq: number): string {
  return `${turnId}:${seq}`
}

/** Frames that only ever grow, until they are complete. */
export interface FrameSource {
  /** Frames from index `from` on, joined; and whether these are the last. */
  read(from: number): { readonly text: string; readonly next: number; readonly complete: boolean }
  /** Calls `listener` whenever there is more to read; returns how to stop that. */
  subscribe(listener: () => void): () => void
}

/**
 * Writes `source` from index `from` on to `writable` until the source is complete or the reader is gone,
 * and closes it. A slow reader holds up nobody but itself: each has its own place in the source.
 */
export async function pumpFrames(
  source: FrameSource,
  from: number,
  writable: WritableStream<Uint8Array>,
  options: { readonly heartbeatMs: number } = { heartbeatMs },
): Promise<'complete' | 'reader_gone'> {
  const writer = writable.getWriter()
  const encoder = new TextEncoder()
  let gone = false
  let wake = () => {}
  const leave = () => {
    gone = true
    wake()
  }
  writer.closed.then(leave, leave)
  const unsubscribe = source.subscribe(() => wake())
  let next = from
  try {
    // An opening comment lets the headers through at once, before the first event exists.
    await writer.write(encoder.encode(': open\n\n'))
    while (!gone) {
      const unread = source.read(next)
      next = unread.next
      if (unread.text !== '') await writer.write(encoder.encode(unread.text))
      if (unread.complete) {
        await writer.close()
        return 'complete'
      }
      if (unread.text !== '') continue
      // No `await` between the empty read and this line, so nothing that arrives is slept through.
      const silent = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(true), options.heartbeatMs)
        wake = () => {
          clearTimeout(timer)
          resolve(false)
        }
      })
      wake = () => {}
      if (silent) await writer.write(encoder.encode(': keep-alive\n\n'))
    }
    return 'reader_gone'
  } catch {
    // The only failure of a native stream's writer is that nobody reads any more.
    return 'reader_gone'
  } finally {
    unsubscribe()
  }
}
