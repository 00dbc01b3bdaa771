import { expect, test } from 'vitest'
import { scanQuantity } from '../quantities/scan.ts'
import { isEverydayCount } from './counts.ts'

function isEveryday(before: string, text: string): boolean {
  const found = scanQuantity(before, text, true)
  if (typeof found === 'string') return false
  const value = Number(found.readings[0]?.value ?? Number.NaN)
  return isEverydayCount(found, value, before, text.slice(found.length))
}

test('counts of everyday things pass', () => {
  for (const [before, text] of [
    ['원칙은 ', '3가지일세.'],
    ['', '24절기가 다 지나야 아네.'],
    ['오늘의 ', '1보 후퇴가 내일의 전진일세.'],
    ['It is a marathon of ', '42 kilometres.'],
    ['I have ', '3 questions for you.'],
  ] as const)
    expect(isEveryday(before, text), before + text).toBe(true)
})

test('counts of what a market is made of do not', () => {
  for (const [before, text] of [
    ['', '5 exchanges failed.'],
    ['Some ', '12 funds bought.'],
    ['거래는 ', '6번이네.'],
    ['지수는 ', '62라네.'],
    ['가스비는 ', '12그웨이일세.'],
    ['', '400 people lost.'],
  ] as const)
    expect(isEveryday(before, text), before + text).toBe(false)
})
