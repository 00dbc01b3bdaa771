import { expect, test } from 'vitest'
import type { Fact } from '../contract/fact.ts'
import { renderFact } from './render.ts'

const fact = (id: Fact['id'], value: string, unit: Fact['unit']): Fact => ({
  id,
  value,
  unit,
  at: '2026-11-24T09:00:00.000Z',
  venue: 'binance',
})

test('prices keep the decimals that a reader needs, dear and cheap coins alike', () => {
  expect(renderFact(fact('BTC.price', '43250.127', 'USDT'), 'ko')).toBe('43,250.13 USDT')
  expect(renderFact(fact('BTC.price', '43250', 'USDT'), 'en')).toBe('43,250 USDT')
  expect(renderFact(fact('SOL.price', '98.7', 'USDT'), 'ko')).toBe('98.70 USDT')
  expect(renderFact(fact('DOGE.price', '0.081234', 'USDT'), 'ko')).toBe('0.081234 USDT')
  expect(renderFact(fact('DOGE.price', '0.00001234567', 'USDT'), 'en')).toBe('0.000012346 USDT')
})

test('volumes are read in 억 and 조 or in millions and billions', () => {
  expect(renderFact(fact('BTC.volume24h', '28412345678.9', 'USDT'), 'ko')).toBe('284.1억 USDT')
  expect(renderFact(fact('BTC.volume24h', '1234567890123', 'USDT'), 'ko')).toBe('1.235조 USDT')
  expect(renderFact(fact('BTC.volume24h', '28412345678.9', 'USDT'), 'en')).toBe('28.41 billion USDT')
  expect(renderFact(fact('DOGE.volume24h', '5123456', 'USDT'), 'en')).toBe('5.123 million USDT')
})

test('changes carry their sign unless a word beside them does', () => {
  expect(renderFact(fact('BTC.change24h', '2.414', '%'), 'ko')).toBe('+2.41%')
  expect(renderFact(fact('BTC.change24h', '-2.414', '%'), 'en')).toBe('-2.41%')
  expect(renderFact(fact('BTC.change24h', '-2.414', '%'), 'ko', { magnitude: true })).toBe('2.41%')
  expect(renderFact(fact('BTC.volatility30d', '48.6', '%'), 'ko')).toBe('48.6%')
  expect(renderFact(fact('BTC.change24h', '0', '%'), 'ko')).toBe('0%')
  expect(renderFact(fact('portfolio.profit', '-1480.5', 'USDT'), 'ko')).toBe('-1,480.50 USDT')
})

test('points, counts, minutes and coins are named in the language of the reader', () => {
  expect(renderFact(fact('market.fearGreed', '40', 'points'), 'ko')).toBe('40포인트')
  expect(renderFact(fact('market.fearGreed', '40', 'points'), 'en')).toBe('40 points')
  expect(renderFact(fact('portfolio.closedTrades', '12', 'count'), 'ko')).toBe('12건')
  expect(renderFact(fact('event.minutes', '60', 'minutes'), 'en')).toBe('60 minutes')
  expect(renderFact(fact('event.minutes', '1', 'minutes'), 'en')).toBe('1 minute')
  expect(renderFact(fact('portfolio.BTC.quantity', '0.150000000', 'BTC'), 'ko')).toBe('0.15 BTC')
})

test('no binary floating point touches a figure', () => {
  expect(renderFact(fact('BTC.price', '1234567890123456.78', 'USDT'), 'en')).toBe(
    '1,234,567,890,123,456.78 USDT',
  )
})
