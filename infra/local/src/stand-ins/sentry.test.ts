import { expect, it } from 'vitest'
import { parseEnvelope } from './sentry.ts'

const header = '{"event_id":"0123456789abcdef0123456789abcdef","sent_at":"2026-11-28T00:00:00.000Z"}'
const event = JSON.stringify({ event_id: 'x', timestamp: 1, exception: { values: [{ type: 'Error' }] } })
const events = (text: string) => parseEnvelope(Buffer.from(text))?.map(({ event_id }) => event_id)

it.each([
  ['an item that ends with its line', `${header}\n{"type":"event"}\n${event}\n`, ['x']],
  [
    'an item with its length, among others',
    `${header}\n{"type":"attachment","length":3}\na\nb\n{"type":"event","length":${event.length}}\n${event}`,
    ['x'],
  ],
  ['no item', `${header}\n`, []],
  ['a length beyond the end', `${header}\n{"type":"event","length":9999}\n${event}`, undefined],
  ['no header', event, undefined],
  ['no JSON', 'hello', undefined],
])('%s', (_name, text, ids) => {
  expect(events(text)).toEqual(ids)
})
