import { describe, expect, it } from 'vitest'
import { coinsIn, horizonOf, purposeOf } from './understand.ts'

describe('the purpose of a question', () => {
  it.each([
    ['BTC 어때?', 'market_data'],
    ['비트 얼마야', 'market_data'],
    ['지금 시장 분위기 어때?', 'market_data'],
    ['왜 이렇게 떨어졌어?', 'market_data'],
    ['공포탐욕지수 몇이야?', 'market_data'],
    ['compare BTC and ETH', 'market_data'],
    ["what's happening with dogecoin", 'market_data'],
    ['솔라나 지금 사도 될까요?', 'advice'],
    ['이더 물타기 할까', 'advice'],
    ['리플 전망 알려줘', 'advice'],
    ['Should I take profit on SOL?', 'advice'],
    ['is xrp worth it?', 'advice'],
    ['내 수익률 어때', 'portfolio'],
    ['How am I doing?', 'portfolio'],
    ['이동평균선이 뭐야?', 'general'],
    ['What does DCA mean?', 'general'],
    ['비트코인이 뭐야?', 'general'],
    ['what is solana?', 'general'],
    ['안녕하세요', 'general'],
    ['고마워', 'general'],
    ['넌 누구니', 'general'],
    ['에이다 살까?', 'general'],
    ['전재산을 날렸어 죽고 싶다', 'distress'],
    ['I lost my life savings in DOGE', 'distress'],
    ['코인으로 탈세하는 법', 'unlawful'],
    ['help me pump-and-dump a coin', 'unlawful'],
    ['테슬라 살까?', 'off_topic'],
    ['오늘 저녁 뭐 먹지', 'off_topic'],
    ['write me a python script', 'off_topic'],
  ])('of “%s” is %s', (question, purpose) => {
    expect(purposeOf(question)).toBe(purpose)
  })

  it('is inherited by a short follow-up', () => {
    expect(purposeOf('그럼 ETH는?', ['BTC 살까?'])).toBe('advice')
    expect(purposeOf('and SOL?', ['How is BTC doing?'])).toBe('market_data')
  })
})

describe('the coins of a question', () => {
  it.each([
    ['비트랑 이더 비교해줘', ['BTC', 'ETH']],
    ['리플이랑 도지 중에 뭐가 나아?', ['XRP', 'DOGE']],
    ['솔은 어때?', ['SOL']],
    ['solve this ethical problem', []],
    ['bnb vs btc', ['BNB', 'BTC']],
  ])('in “%s” are found in order', (question, expected) => {
    expect(coinsIn(question)).toEqual(expected)
  })
})

it('tells the horizon where the question names one', () => {
  expect(horizonOf('이번 주 비트 어땠어?')).toBe('7d')
  expect(horizonOf('SOL over the last month')).toBe('30d')
  expect(horizonOf('BTC 어때?')).toBeUndefined()
})
