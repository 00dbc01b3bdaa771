import { describe, expect, it } from 'vitest'
import { layout, skipped, wanted } from './layout.ts'

const trade = layout({ e: 'spot.trade', at: skipped, data: { p: wanted.positive, id: wanted.integer } })
const read = (text: string) => trade.exec(text)?.slice(1)

describe('a layout', () => {
  it('gives the wanted values in their order', () => {
    expect(read('{"e":"spot.trade","at":null,"data":{"p":"84000.10","id":7}}')).toEqual(['84000.10', '7'])
  })

  it('takes fields that were added at the end of an object', () => {
    const added = '"stock":"BTC","mode":-0.5,"new":true'
    expect(read(`{"e":"spot.trade","at":1,"data":{"p":"1","id":7,${added}},${added}}`)).toEqual(['1', '7'])
  })

  it.each([
    ['another order', '{"at":1,"e":"spot.trade","data":{"p":"1","id":7}}'],
    ['another name where a point is meant', '{"e":"spotxtrade","at":1,"data":{"p":"1","id":7}}'],
    ['a value that is an object', '{"e":"spot.trade","at":{},"data":{"p":"1","id":7}}'],
    ['an escape', '{"e":"spot.trade","at":"\\u0031","data":{"p":"1","id":7}}'],
    ['a price of nothing', '{"e":"spot.trade","at":1,"data":{"p":"00.00","id":7}}'],
    ['a number with a leading zero', '{"e":"spot.trade","at":1,"data":{"p":"1","id":07}}'],
    [
      'an integer that a double may not hold',
      '{"e":"spot.trade","at":1,"data":{"p":"1","id":1234567890123456}}',
    ],
    ['a name that comes twice', '{"e":"spot.trade","at":1,"data":{"p":"1","id":7,"p":"2"}}'],
    ['what follows the frame', '{"e":"spot.trade","at":1,"data":{"p":"1","id":7}}{}'],
    ['half a frame', '{"e":"spot.trade","at":1,"data":{"p":"1"'],
  ])('leaves %s to be read field by field', (_, text) => {
    expect(read(text)).toBeUndefined()
  })

  it('takes no longer for a text that nearly fits than for its length', () => {
    const long = '"a":"1",'.repeat(100_000)
    expect(read(`{"e":"spot.trade","at":1,"data":{"p":"1","id":7,${long}"b":}}`)).toBeUndefined()
    expect(read(`{"e":"spot.trade","at":"${'1'.repeat(1_000_000)}`)).toBeUndefined()
  })
})
