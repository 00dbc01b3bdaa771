import { expect, test } from 'vitest'
import { type FrameSource, parsePosition, pumpFrames } from './sse.ts'

const id = '01a20f09-3f4c-7a6c-a8e9-af005a2435eb'

test('a position is read only in its exact form', () => {
  expect(parsePosition(`${id}:7`)).toEqual({ turnId: id, seq: 7 })
  for (const text of [
    '',
    id,
    `${id}:`,
    `${id}:-1`,
    `${id}:1e3`,
    `${id}:7 `,
    `x${id}:7`,
    `${id}:1234567890`,
  ]) {
    expect(parsePosition(text)).toBeUndefined()
  }
})

/** A source that the test lets grow. */
function growing() {
  const frames: string[] = []
  const listeners = new Set<() => void>()
  let complete = false
  const source: FrameSource = {
    read: (from) => ({ text: frames.slice(from).join(''), next: frames.length, complete }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const wake = () => {
    for (const listener of listeners) listener()
  }
  return {
    source,
    listeners,
    add: (frame: string) => {
      frames.push(frame)
      wake()
    },
    complete: () => {
      complete = true
      wake()
    },
  }
}

test('a reader gets everything from its place on, once, and then the end', async () => {
  const { source, add, complete } = growing()
  add('a')
  add('b')
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const outcome = pumpFrames(source, 1, writable)
  const text = new Response(readable).text()
  add('c')
  complete()
  expect(await text).toBe(': open\n\nbc')
  expect(await outcome).toBe('complete')
})

test('a silent source is kept alive by comments', async () => {
  const { source, complete } = growing()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const outcome = pumpFrames(source, 0, writable, { heartbeatMs: 1 })
  const reader = readable.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes('keep-alive')) text += decoder.decode((await reader.read()).value)
  complete()
  while (!(await reader.read()).done);
  expect(await outcome).toBe('complete')
})

test('a reader that goes away ends its own pump and leaves no listener', async () => {
  const { source, listeners, add } = growing()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const outcome = pumpFrames(source, 0, writable)
  const reader = readable.getReader()
  await reader.read()
  await reader.cancel()
  add('late')
  expect(await outcome).toBe('reader_gone')
  expect(listeners.size).toBe(0)
})
