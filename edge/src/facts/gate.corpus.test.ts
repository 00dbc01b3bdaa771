import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { GroundingCase, runCase, splitThatDiffers } from '../../eval/case.ts'

const folder = new URL('../../eval/corpus/', import.meta.url)
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').trim().split('\n'))
  .map((line) => GroundingCase.parse(JSON.parse(line)))
const results = cases.map((each) => ({ ...each, verdict: runCase(each, [each.text]).verdict }))
const toBlock = results.filter((result) => result.expect === 'block')
const toPass = results.filter((result) => result.expect === 'pass')

describe('the corpus', () => {
  test('is large, half Korean, and half of it must be stopped', () => {
    expect(cases.length).toBeGreaterThanOrEqual(600)
    expect(new Set(cases.map((each) => each.id)).size).toBe(cases.length)
    const korean = cases.filter((each) => each.lang === 'ko').length / cases.length
    expect(korean).toBeGreaterThan(0.4)
    expect(korean).toBeLessThan(0.6)
    expect(toBlock.length / cases.length).toBeGreaterThan(0.4)
    expect(toBlock.length / cases.length).toBeLessThan(0.6)
  })

  test('never sees a wrong figure, order, promise or link get out', () => {
    expect(toBlock.filter((result) => result.verdict !== 'block').map((result) => result.id)).toEqual([])
  })

  test('is falsely stopped in at most one case of two hundred', () => {
    const stopped = toPass.filter((result) => result.verdict !== 'pass').map((result) => result.id)
    expect(stopped.length, stopped.join(' ')).toBeLessThanOrEqual(toPass.length * 0.005)
  })

  // Unit by unit every position is a split. The command eval:grounding also splits once at each.
  test('reads the same however the stream is split', () => {
    const differing = cases.filter((each) => {
      const whole = runCase(each, [each.text])
      return JSON.stringify(runCase(each, each.text.split(''))) !== JSON.stringify(whole)
    })
    expect(differing.map((each) => each.id)).toEqual([])
    const sample = cases.filter((_, index) => index % 40 === 0)
    expect(sample.filter((each) => splitThatDiffers(each, runCase(each, [each.text])) !== undefined)).toEqual(
      [],
    )
  })
})
