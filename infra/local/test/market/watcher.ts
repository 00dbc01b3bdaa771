/** A browser on the market's stream that keeps all it heard. */
import { MarketStreamEvent } from '@sage/edge/contract'
import { expect } from 'vitest'
import { ready } from '../stack.ts'

export interface Heard {
  readonly event: MarketStreamEvent
  readonly atMs: number
}

export interface Watcher {
  /** In the order of arrival. */
  readonly heard: readonly Heard[]
  /** Whether the server has ended the stream. */
  ended(): boolean
  close(): void
}

/** Resolves when the server has answered. */
export async function watchMarket(): Promise<Watcher> {
  const leaving = new AbortController()
  const response = await fetch(`${ready().web}/api/market/stream`, { signal: leaving.signal })
  expect(response.status).toBe(200)
  const { body } = response
  if (body === null) throw new Error('the stream has no body')
  const heard: Heard[] = []
  let ended = false
  const read = async () => {
    let rest = ''
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (!block.startsWith('data: ')) continue
        const event = MarketStreamEvent.parse(JSON.parse(block.slice('data: '.length)))
        heard.push({ event, atMs: Date.now() })
      }
    }
  }
  read()
    .catch(() => {})
    .finally(() => {
      ended = true
    })
  return { heard, ended: () => ended, close: () => leaving.abort() }
}

/** The quotes that an event tells, with the time it tells them for. */
export function quotesOf(event: MarketStreamEvent) {
  switch (event.type) {
    case 'snapshot':
      return { atMs: Date.parse(event.snapshot.at), quotes: event.snapshot.quotes }
    case 'quotes':
      return { atMs: Date.parse(event.at), quotes: event.quotes }
    case 'status':
      return { atMs: Date.parse(event.at), quotes: [] }
  }
}
