import { describe, expect, it } from 'vitest'
import { createEventParser } from './event-parser.ts'

describe('the event parser', () => {
  const stream =
    '\uFEFF: open\n\nid: a:1\ndata: {"x":1}\n\r\nid: a:2\r\ndata: one\r\ndata: two\r\n\r\n: keep-alive\n\ndata:last\r\r'
  const events = [{ id: 'a:1', data: '{"x":1}' }, { id: 'a:2', data: 'one\ntwo' }, { data: 'last' }]

  it('reads ids, lines and comments with every kind of line break', () => {
    expect(createEventParser()(`${stream}\n`)).toEqual(events)
  })

  it('gives the same events wherever the stream is cut in two', () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const parse = createEventParser()
      expect([...parse(stream.slice(0, cut)), ...parse(`${stream.slice(cut)}\n`)]).toEqual(events)
    }
  })

  it('gives nothing for an event that has not ended', () => {
    expect(createEventParser()('id: a:1\ndata: half')).toEqual([])
  })

  it('does not carry an id over to the next event', () => {
    expect(createEventParser()('id: a:1\ndata: x\n\ndata: y\n\n')).toEqual([
      { id: 'a:1', data: 'x' },
      { data: 'y' },
    ])
  })
})
