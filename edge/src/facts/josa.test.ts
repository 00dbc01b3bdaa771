import { expect, test } from 'vitest'
import { finalSound, joinParticle } from './josa.ts'

function join(figure: string, particle: string): string {
  const joined = joinParticle(finalSound(figure), `${particle} `, true)
  return joined.type === 'particle' ? joined.text : joined.type
}

test('a particle follows the last sound as it is read aloud', () => {
  expect(join('43,250 USDT', '은')).toBe('는')
  expect(join('43,250달러', '이')).toBe('가')
  expect(join('2.41%', '을')).toBe('를')
  expect(join('40포인트', '과')).toBe('와')
  expect(join('12건', '는')).toBe('은')
  expect(join('60분', '가')).toBe('이')
  expect(join('0.15 BTC', '은')).toBe('는')
  expect(join('40', '는')).toBe('은')
  expect(join('43', '가')).toBe('이')
  expect(join('45', '이')).toBe('가')
  expect(join('12 points', '은')).toBe('는')
})

test('ㄹ takes 로 but 은, 이 and 을', () => {
  expect(join('3 SOL', '으로')).toBe('로')
  expect(join('3 SOL', '는')).toBe('은')
  expect(join('41', '으로')).toBe('로')
  expect(join('43', '로')).toBe('으로')
})

test('every spelling of a particle is understood', () => {
  for (const written of ['은', '는', '은(는)', '는(은)']) expect(join('40', written)).toBe('은')
  for (const written of ['으로', '로', '(으)로']) expect(join('2%', written)).toBe('로')
  expect(join('2%', '이다')).toBe('다')
  expect(join('12건', '다')).toBe('이다')
})

test('a word that only begins like a particle is left alone', () => {
  expect(joinParticle('vowel', '가량 ', true)).toEqual({ type: 'none' })
  expect(joinParticle('vowel', '이상', true)).toEqual({ type: 'none' })
  expect(joinParticle('vowel', ' 은', true)).toEqual({ type: 'none' })
})

test('it waits only while more text could change the particle', () => {
  expect(joinParticle('vowel', '은', false)).toEqual({ type: 'open' })
  expect(joinParticle('vowel', '은(', false)).toEqual({ type: 'open' })
  expect(joinParticle('vowel', '은 ', false)).toEqual({ type: 'particle', length: 1, text: '는' })
  expect(joinParticle('vowel', '높', false)).toEqual({ type: 'none' })
})
