import { describe, expect, test } from 'vitest'
import { judgeSentence, lastWord } from './phrases.ts'

const kind = (sentence: string) => judgeSentence(sentence) ?? 'none'

describe('a Korean sentence', () => {
  test('is an order where it asks for a deed of trading, in any ending', () => {
    for (const ending of [
      '사게',
      '사세요',
      '사야 하네',
      '사는 게 맞네',
      '사면 되네',
      '사고 보는 걸세',
      '사 두게나',
    ])
      expect(kind(`이 가격이면 비트코인을 ${ending}.`), ending).toBe('order')
  })

  test("is an order where a request beside talk of money is none of a mentor's, whatever the verb", () => {
    expect(kind('더 오르기 전에 낚아채야 하네.')).toBe('order')
    expect(kind('전부 현금으로 바꿔 두게.')).toBe('order')
    expect(kind('이 기회에 코인을 쟁여 놓게.')).toBe('order')
  })

  test('may ask for thought, care and rest beside talk of money', () => {
    for (const asked of [
      '이유를 적어 보게',
      '하루만 기다리게',
      '스스로 따져 보게',
      '값보다 가치를 물어야 하네',
      '버릇은 고치게',
    ])
      expect(kind(`코인을 볼 때는 ${asked}.`), asked).toBe('none')
  })

  test('may quote, forbid and weigh what it must not ask for', () => {
    expect(kind('지금 사라는 말을 믿지 말게.')).toBe('none')
    expect(kind('급히 사지 말게.')).toBe('none')
    expect(kind('산다면 나누어 사는 편이 나을 수 있네.')).toBe('none')
  })

  test('is a promise where it foretells money without a doubt, whatever the verb', () => {
    expect(kind('비트코인은 봄이면 전고점을 뚫을 걸세.')).toBe('promise')
    expect(kind('자네 손실은 곧 메워질 걸세.')).toBe('promise')
    expect(kind('비트코인은 내릴 수도 오를 수도 있을 걸세.')).toBe('none')
    expect(kind('시장에서 배우는 것이 많을 걸세.')).toBe('none')
  })
})

describe('a deed, a sure outcome or a debt that is only mentioned', () => {
  test('needs a sign that nothing is asked by it', () => {
    expect(kind('도지코인은 지금 사도 늦지 않네.')).toBe('order')
    expect(kind('도지코인을 사도 되는지는 자네가 정할 일일세.')).toBe('none')
    expect(kind('It is not too late to buy solana.')).toBe('order')
    expect(kind('Some buy solana, and some wait.')).toBe('none')
  })

  test('is a promise or advice to borrow without one', () => {
    expect(kind('무조건 이기는 게임일세.')).toBe('promise')
    expect(kind('무조건 이기는 게임은 없네.')).toBe('none')
    expect(kind('빚을 내는 것도 투자의 한 방법이라네.')).toBe('leverage')
    expect(kind('빚을 내는 것은 위험하네.')).toBe('none')
    expect(kind('Taking on debt is one way to invest.')).toBe('leverage')
    expect(kind('Debt turns a bad week into a disaster.')).toBe('none')
  })
})

describe('an English sentence', () => {
  test('is an order where an imperative or a modal asks for a trade', () => {
    for (const order of [
      'Buy now.',
      'You should own some bitcoin.',
      'Get rid of your solana.',
      'It is time you sold.',
    ])
      expect(kind(order), order).toBe('order')
  })

  test('may ask for thought, and forbid', () => {
    for (const fine of [
      'Put your phone away.',
      'You should know why you own coins.',
      'Never go all in.',
      'Get some rest.',
    ])
      expect(kind(fine), fine).toBe('none')
  })

  test('is a promise where an outcome is said without a doubt', () => {
    for (const promise of [
      'Bitcoin will outrun them all.',
      'Nothing can stop this rally.',
      'A loss is impossible.',
    ])
      expect(kind(promise), promise).toBe('promise')
    for (const fine of ['Bitcoin may rise.', 'Prices will swing.', 'Some call it a sure thing.'])
      expect(kind(fine), fine).toBe('none')
  })
})

describe('the last word of a sentence', () => {
  test('is known by the mark after it, and awaited until then', () => {
    expect(lastWord('서두르', '게', false)).toBe('none')
    expect(lastWord('이제 ', '서두르게', false)).toBe('open')
    expect(lastWord('이제 ', '서두르게.', false)).toBe('open')
    expect(lastWord('이제 ', '서두르게. ', false)).toBe('yes')
    expect(lastWord('이제 ', '서두르게.', true)).toBe('yes')
    expect(lastWord('이제 ', '서두르지 ', false)).toBe('none')
  })
})
