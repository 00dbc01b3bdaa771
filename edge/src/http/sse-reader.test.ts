import { expect, test } from 'vitest'
import { readEvents } from './sse-reader.ts'

async function read(...chunks: readonly string[]): Promise<string[]> {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk))
      controller.close()
    },
  })
  const events: string[] = []
  for await (const event of readEvents(body)) events.push(event)
  return events
}

test('events are read however the bytes are cut', async () => {
  const text = ': open\n\nid: 1\ndata: {"a":"가"}\n\ndata: one\ndata: two\n\n'
  expect(await read(text)).toEqual(['{"a":"가"}', 'one\ntwo'])
  expect(await read(...text)).toEqual(['{"a":"가"}', 'one\ntwo'])
})

test('an event without its empty line at the end is not delivered', async () => {
  expect(await read('data: whole\n\ndata: half\n')).toEqual(['whole'])
})
