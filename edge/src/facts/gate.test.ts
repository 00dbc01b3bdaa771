import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fact, FactId } from '../contract/fact.ts'
import { createGate, type GateOutput } from './gate.ts'

const at = '2026-11-24T09:00:00.000Z'
const facts: ReadonlyMap<FactId, Fact> = new Map(
  (
    [
      { id: 'BTC.price', value: '43250', unit: 'USDT', at, venue: 'binance' },
      { id: 'BTC.change24h', value: '-2.41', unit: '%', at, venue: 'binance' },
      { id: 'ETH.price', value: '2315.48', unit: 'USDT', at, venue: 'gate' },
      { id: 'market.fearGreed', value: '40', unit: 'points', at, venue: 'alternative.me' },
    ] satisfies Fact[]
  ).map((fact) => [fact.id, fact]),
)

function read(
  chunks: readonly string[],
  options: { locale?: 'ko' | 'en'; saidByUser?: string[]; shown?: string } = {},
) {
  const gate = createGate({ facts, locale: 'ko', saidByUser: [], ...options })
  const outputs = [...chunks.flatMap((chunk) => gate.push(chunk)), ...gate.end()]
  return { outputs: merged(outputs), decisions: gate.decisions }
}

/** Neighbouring texts joined: where a stream is cut must not matter, and it may only show there. */
function merged(outputs: readonly GateOutput[]): GateOutput[] {
  const joined: GateOutput[] = []
  for (const output of outputs) {
    const last = joined.at(-1)
    if (output.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = { type: 'text', text: last.text + output.text }
    } else joined.push(output)
  }
  return joined
}

const shown = (outputs: readonly GateOutput[]) =>
  outputs.map((output) => (output.type === 'held' ? '' : output.text)).join('')

describe('the gate', () => {
  test('turns a reference into a fact and corrects the particle after it', () => {
    for (const particle of ['은', '는', '은(는)', '는(은)']) {
      const { outputs } = read([`비트코인 {{BTC.price}}${particle} 높지 않네.`])
      expect(shown(outputs)).toBe('비트코인 43,250 USDT는 높지 않네.')
      expect(outputs[1]).toEqual({ type: 'fact', id: 'BTC.price', text: '43,250 USDT' })
    }
  })

  test('turns a raw figure that equals a fact into that fact', () => {
    const { outputs } = read(['비트코인은 4만 3천 달러쯤이네.'])
    expect(outputs[1]).toEqual({ type: 'fact', id: 'BTC.price', text: '43,250 USDT' })
  })

  test('leaves the sign to the word that carries it', () => {
    expect(shown(read(['비트코인은 {{BTC.change24h}} 내렸네.']).outputs)).toBe('비트코인은 2.41% 내렸네.')
    expect(shown(read(['비트코인 변동률은 {{BTC.change24h}}일세.']).outputs)).toBe(
      '비트코인 변동률은 -2.41%일세.',
    )
  })

  test('swallows a unit that the writer repeats after a reference', () => {
    expect(shown(read(['지금 {{BTC.price}} 달러라네.']).outputs)).toBe('지금 43,250 USDT라네.')
    expect(shown(read(['It is $', '{{BTC.price}} USDT.'], { locale: 'en' }).outputs)).toBe(
      'It is 43,250 USDT.',
    )
  })

  test('shows prose at once, up to where a figure could begin', () => {
    const gate = createGate({ facts, locale: 'ko', saidByUser: [] })
    expect(gate.push('비트코인은 ')).toEqual([{ type: 'text', text: '비트코인은 ' }])
    expect(gate.push('6')).toEqual([])
    expect(gate.push('5,000달러일세. ')).toMatchObject([{ type: 'held', reason: 'ungrounded_figure' }])
  })

  test('lets nothing out after the first span that it held', () => {
    const gate = createGate({ facts, locale: 'ko', saidByUser: [] })
    gate.push('비트코인은 65,000달러일세. ')
    expect(gate.push('그리고 이더리움은')).toEqual([])
    expect(gate.end()).toEqual([])
  })

  test('goes on from what was shown before: list numbers and the coin are remembered', () => {
    const goOn = read(['2. 이더리움은 다르네.'], { shown: '1. 비트코인을 보세.\n' })
    expect(shown(goOn.outputs)).toBe('2. 이더리움은 다르네.')
    const other = read(['43,250달러일세.'], { shown: '이더리움은 ' })
    expect(other.outputs.at(-1)).toMatchObject({ type: 'held' })
  })

  test('records why each span passed', () => {
    const { decisions } = read(['1. 24시간 동안 65,000달러를 잊게.'], { saidByUser: ['6만5천에 샀어'] })
    expect(decisions.map(({ text, decision }) => [text, decision])).toEqual([
      ['1', 'ordinal'],
      ['24시간', 'time_frame'],
      ['65,000달러', 'user'],
    ])
  })
})

const fragments = [
  '비트코인은 ',
  '이더리움은 ',
  'Bitcoin is at ',
  '{{BTC.price}}',
  '{{ETH.price}}',
  '{{BTC.change24h}}',
  '{{no.such}}',
  '43,250달러',
  '$65,000',
  '4만 3천 달러',
  '육만 오천 달러',
  '2.4% ',
  '내렸네',
  '올랐네',
  '은',
  '는(은)',
  '24시간 동안 ',
  '\n1. ',
  '두 배',
  'twice ',
  '지금 사',
  '세요',
  '라고 하지 않네',
  '무조건 ',
  '오른다',
  'upbit.com',
  '[a](b)',
  '６５',
  '\u200b',
  '한 가지 ',
  '🙂',
  '. ',
  ', ',
  '\u1112\u1161\u11ab',
]
const stream = fc.array(
  fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 6 })),
  {
    maxLength: 12,
  },
)

describe('any stream', () => {
  test('reads the same in one piece and in any pieces', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat({ max: 7 }), { minLength: 1 }), (pieces, sizes) => {
        const text = pieces.join('')
        const chunks: string[] = []
        for (let index = 0, turn = 0; index < text.length; turn += 1) {
          const size = (sizes[turn % sizes.length] ?? 0) + 1
          chunks.push(text.slice(index, index + size))
          index += size
        }
        expect(read(chunks)).toEqual(read([text]))
      }),
      { numRuns: 400 },
    )
  })

  test('shows no digit outside a fact, unless the span was judged harmless', () => {
    fc.assert(
      fc.property(stream, (pieces) => {
        const { outputs, decisions } = read([pieces.join('')])
        const prose = outputs.map((output) => (output.type === 'text' ? output.text : '')).join('')
        const allowed = decisions
          .filter(({ decision }) => decision !== 'held' && decision !== 'fact' && decision !== 'reference')
          .map(({ text }) => text)
          .join('')
        expect(prose.match(/\p{Nd}/gu)?.length ?? 0).toBeLessThanOrEqual(
          allowed.match(/\p{Nd}/gu)?.length ?? 0,
        )
      }),
      { numRuns: 400 },
    )
  })

  test('never shows a figure in market prose that is neither a fact nor said by the user', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('비트코인은 지금 ', '이더리움 가격은 ', 'Bitcoin trades at '),
        fc.integer({ min: 100, max: 999_999 }),
        fc.constantFrom('달러일세.', ' USDT라네.', ' dollars.'),
        (lead, figure, unit) => {
          const { outputs } = read([`${lead}${figure.toLocaleString('en-US')}${unit}`])
          const text = shown(outputs)
          const digits = text.replace(/[^\d.]/g, '').replace(/\.$/, '')
          expect(['', '43250', '2315.48']).toContain(digits)
        },
      ),
      { numRuns: 300 },
    )
  })
})
