import { expect, test } from 'vitest'
import { costUsd, modelById, noTokens } from './models.ts'

const million = 1_000_000

test('a call costs what its four kinds of tokens cost', () => {
  const usage = {
    inputTokens: million,
    cacheWriteTokens: million,
    cacheReadTokens: million,
    outputTokens: million,
  }
  expect(costUsd(modelById('claude-sonnet-5-5'), usage)).toBeCloseTo(2 + 2.5 + 0.1 + 10)
})

test('Haiku 5.5 is dearer once the prompt is longer than 100,000 tokens', () => {
  const model = modelById('claude-haiku-5-5')
  const short = costUsd(model, { ...noTokens, inputTokens: 100_000 })
  const long = costUsd(model, { ...noTokens, inputTokens: 100_001 })
  expect(short).toBeCloseTo(0.01)
  expect(long).toBeCloseTo(0.0500005)
})

test('a dated id is billed as its family, an unknown one never too cheaply', () => {
  const usage = { ...noTokens, outputTokens: million }
  expect(costUsd(modelById('claude-haiku-4-5-20251001'), usage)).toBeCloseTo(5)
  expect(costUsd(modelById('claude-next'), usage)).toBeGreaterThanOrEqual(
    costUsd(modelById('claude-sonnet-4-6'), usage),
  )
})
