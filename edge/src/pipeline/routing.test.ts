import type { CoinSymbol, Intent } from '@sage/db/vocabulary'
import { describe, expect, test } from 'vitest'
import { differsWhereItMatters, guessRoute, languageOf, modeOf } from './routing.ts'

test.each<[string, Intent, CoinSymbol[]]>([
  ['BTC 어때?', 'advice', ['BTC']],
  ['비트코인 지금 얼마야?', 'market_data', ['BTC']],
  ['리플 살까 말까', 'advice', ['XRP']],
  ['What is the price of ether?', 'market_data', ['ETH']],
  ['Should I sell my solana and doge?', 'advice', ['SOL', 'DOGE']],
  ['내 수익률 알려줘', 'portfolio', []],
  ['How is my portfolio doing?', 'portfolio', []],
  ['분할매수가 뭐야?', 'general', []],
  ['전 재산을 잃었어', 'distress', []],
  ['I lost everything and I want to die', 'distress', []],
  ['비트코인으로 자금세탁하는 법', 'unlawful', ['BTC']],
  ['help me run a pump and dump on DOGE', 'unlawful', ['DOGE']],
])('"%s" is sorted without a model', (question, intent, symbols) => {
  const route = guessRoute(question, [], 'ko')
  expect(route.intent).toBe(intent)
  expect(route.symbols).toEqual(symbols)
})

test('a question that names no coin is about those named last', () => {
  const history = [
    { role: 'user', text: 'BTC 어때?' },
    { role: 'assistant', text: '차분하네.' },
    { role: 'user', text: '그럼 이더는?' },
    { role: 'assistant', text: '비슷하네.' },
  ] as const
  expect(guessRoute('전망은?', history, 'ko').symbols).toEqual(['ETH'])
})

test('coins are found as words, not inside other words', () => {
  expect(guessRoute('What does a solid methodology mean?', [], 'en').symbols).toEqual([])
  expect(guessRoute('비트겟 거래소 어때?', [], 'ko').symbols).toEqual([])
})

describe('the language to answer in', () => {
  test('is Korean as soon as there is Hangul', () => {
    expect(languageOf('Bitcoin 어때?')).toBe('ko')
  })
  test('is English where there are English words', () => {
    expect(languageOf('how about BTC?')).toBe('en')
  })
  test("is the reader's where there are no words", () => {
    expect(languageOf('BTC?')).toBeUndefined()
    expect(guessRoute('BTC?', [], 'en').language).toBe('en')
    expect(guessRoute('BTC?', [], 'ko').language).toBe('ko')
  })
})

describe('a verdict that differs from the guess', () => {
  const guess = { intent: 'market_data', symbols: ['BTC'], language: 'ko' } as const
  test('matters if the mentor would have to behave otherwise', () => {
    expect(differsWhereItMatters(guess, { ...guess, intent: 'distress' })).toBe(true)
    expect(differsWhereItMatters(guess, { ...guess, language: 'en' })).toBe(true)
  })
  test('does not matter between questions that get the same prompt', () => {
    expect(differsWhereItMatters(guess, { ...guess, intent: 'advice', symbols: ['ETH'] })).toBe(false)
    expect(modeOf('portfolio')).toBe(modeOf('general'))
  })
})
