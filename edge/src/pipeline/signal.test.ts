import type { CoinSymbol } from '@sage/db/vocabulary'
import { describe, expect, test } from 'vitest'
import type { Fact, FactId } from '../contract/fact.ts'
import type { MessagePart } from '../contract/message.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import type { SignalCandidate } from './risk.ts'
import type { Route } from './routing.ts'
import { admitSignal, supportedConfidence } from './signal.ts'

const at = '2026-11-24T09:00:00.000Z'
const fact = (id: FactId, value: string, stale = false): Fact => ({
  id,
  value,
  unit: id.endsWith('price') ? 'USDT' : '%',
  at,
  venue: 'binance',
  ...(stale && { stale }),
})
const sheet = (...facts: Fact[]): FactSheet => ({
  snapshotAt: at,
  source: 'replay',
  facts: new Map(facts.map((one) => [one.id, one])),
})
const fresh = sheet(fact('BTC.price', '67250.12'), fact('BTC.change24h', '2.4'), fact('ETH.price', '3000'))
const route: Route = { intent: 'advice', symbols: ['BTC'], language: 'ko' }
const leansToBuy: MessagePart[] = [
  { type: 'text', text: '비트코인은 ' },
  { type: 'fact', id: 'BTC.price', text: '67,250.12 USDT' },
  { type: 'text', text: '일세. 길게 본다면 조금씩 나누어 사 모으는 것도 방법이라네.' },
]
const candidate = (over: Partial<SignalCandidate> = {}): SignalCandidate => ({
  symbol: 'BTC',
  action: 'buy',
  confidence: 'medium',
  reasoning: '추세가 살아 있네.',
  factIds: ['BTC.price', 'BTC.change24h'],
  ...over,
})

describe('a signal', () => {
  test('is admitted for a coin that the text discusses, leaning its way, on fresh figures', () => {
    expect(admitSignal(candidate(), route, leansToBuy, fresh)).toEqual({
      status: 'admitted',
      symbol: 'BTC',
      action: 'buy',
      confidence: 'medium',
      factIds: ['BTC.price', 'BTC.change24h'],
    })
  })

  test.each<[string, CoinSymbol]>([['a coin that the text does not discuss', 'ETH']])(
    'is withheld for %s',
    (_, symbol) => {
      expect(admitSignal(candidate({ symbol, factIds: ['ETH.price'] }), route, leansToBuy, fresh)).toEqual({
        status: 'withheld',
        reason: 'coin_not_discussed',
      })
    },
  )

  test('is withheld on a stale price, and on a stale figure behind it', () => {
    const stalePrice = sheet(fact('BTC.price', '67250.12', true), fact('BTC.change24h', '2.4'))
    const staleChange = sheet(fact('BTC.price', '67250.12'), fact('BTC.change24h', '2.4', true))
    for (const stale of [stalePrice, staleChange])
      expect(admitSignal(candidate(), route, leansToBuy, stale)).toMatchObject({ reason: 'stale_price' })
  })

  test('is withheld if the text leans the other way, or none', () => {
    expect(admitSignal(candidate({ action: 'sell' }), route, leansToBuy, fresh)).toMatchObject({
      reason: 'no_lean_in_text',
    })
    const neutral: MessagePart[] = [{ type: 'text', text: '비트코인은 조용하네. 지켜보게.' }]
    expect(admitSignal(candidate(), route, neutral, fresh)).toMatchObject({ reason: 'no_lean_in_text' })
  })

  test('is withheld if it rests on no figure of this turn', () => {
    const invented = candidate({ factIds: ['BTC.rsi', 'SOL.price'] })
    expect(admitSignal(invented, route, leansToBuy, fresh)).toMatchObject({ reason: 'no_facts' })
  })

  test.each(['distress', 'unlawful', 'off_topic'] as const)('is never given for %s', (intent) => {
    expect(admitSignal(candidate(), { ...route, intent }, leansToBuy, fresh)).toMatchObject({
      reason: 'wrong_mode',
    })
  })

  test('claims no more confidence than the text has', () => {
    expect(admitSignal(candidate({ confidence: 'high' }), route, leansToBuy, fresh)).toMatchObject({
      confidence: 'medium',
    })
    expect(supportedConfidence('It might fall, it could rise; perhaps, if careful, maybe buy.', 3)).toBe(
      'low',
    )
    expect(supportedConfidence('The trend is clearly strong.', 3)).toBe('high')
    expect(supportedConfidence('The trend is clearly strong.', 1)).toBe('medium')
  })
})
