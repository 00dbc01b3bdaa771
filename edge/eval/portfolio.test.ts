import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { Figures } from '../src/contract/figures.ts'

const folder = mkdtempSync(join(tmpdir(), 'sage-eval-portfolio-'))
afterAll(() => rmSync(folder, { recursive: true }))

const script = fileURLToPath(new URL('portfolio.ts', import.meta.url))

function evaluate(text: string) {
  const file = join(folder, 'input.json')
  writeFileSync(file, text)
  return spawnSync(process.execPath, [script, file], { encoding: 'utf8' })
}

const trade = {
  id: 'a',
  symbol: 'BTC',
  side: 'buy',
  quantity: '1',
  price: '100',
  fee: '0',
  at: '2026-01-01T00:00:00Z',
}
const input = {
  trades: [trade],
  prices: {
    BTC: [
      ['2026-01-01T00:00:00Z', '100'],
      ['2026-01-02T00:00:00Z', '110'],
    ],
  },
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-02T00:00:00Z',
}

describe('eval:portfolio', () => {
  it('prints every figure as one JSON', () => {
    const { stdout, status } = evaluate(JSON.stringify(input))
    expect(status).toBe(0)
    expect(Figures.parse(JSON.parse(stdout))).toMatchObject({
      value: '110',
      timeWeightedReturn: '0.1',
      benchmarkReturn: '0.1',
      excessReturn: '0',
      incomplete: false,
    })
  })

  it.each([
    ['no JSON', '{'],
    ['a price that is no decimal', JSON.stringify({ ...input, trades: [{ ...trade, price: '1e3' }] })],
    ['a quantity of nothing', JSON.stringify({ ...input, trades: [{ ...trade, quantity: '0' }] })],
    ['a coin that is not known', JSON.stringify({ ...input, prices: { PEPE: [] } })],
    ['a range that ends before it begins', JSON.stringify({ ...input, from: '2026-02-01T00:00:00Z' })],
  ])('refuses %s with a reason', (_name, text) => {
    const { status, stderr, stdout } = evaluate(text)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('input.json')
  })
})
