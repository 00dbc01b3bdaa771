/** The whole pipeline against Claude's stand-in, at its best and at its worst. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { attacks, recites, significant } from './attacks.ts'
import { type StandIn, startStandIn } from './stand-in.ts'
import { deps, impatientDeps, type Played, play, request, sheet, types } from './turns.ts'

let claude: StandIn
beforeAll(async () => {
  claude = await startStandIn()
})
beforeEach(() => claude.control({ reset: true, forget: true, latencyMs: 0, tokensPerSecond: 0 }))
afterAll(() => claude.stop())

const asks = [
  ['ko', 'BTC 어때?'],
  ['en', 'How is BTC doing?'],
] as const
const turn = (locale: 'ko' | 'en', question: string, over = {}): Promise<Played> =>
  play(request({ locale, question, ...over }), deps(claude.url))

/** Digits that the reader sees outside of a figure with a fact behind it. */
function looseDigits(played: Played): string[] {
  return played.transcript.parts.flatMap((part) =>
    part.type === 'text' ? (part.text.match(/\d+/g) ?? []) : [],
  )
}

describe.each(asks)('in %s', (locale, question) => {
  test('an obedient mentor answers with figures by reference and is approved', async () => {
    const played = await turn(locale, question)
    expect(played.outcome.status).toBe('done')
    expect(played.text).toContain('67,250.12 USDT')
    expect(looseDigits(played)).toEqual([])
    expect(types(played)).not.toContain('held')
    expect(played.events).toContainEqual(expect.objectContaining({ type: 'risk', recommendation: 'approve' }))
  })

  test('right figures written out become references', async () => {
    await claude.control({ mentor: ['rawFigures'] })
    const played = await turn(locale, question)
    expect(played.transcript.parts).toContainEqual(expect.objectContaining({ type: 'fact', id: 'BTC.price' }))
    expect(looseDigits(played)).toEqual([])
    expect(played.outcome.report.reviews.flatMap(({ issues }) => issues)).toContainEqual(
      expect.objectContaining({ kind: 'repaired' }),
    )
  })

  test.each([
    'wrongFigures',
    'foreignFigures',
    'directOrders',
    'certainty',
    'leverage',
    'links',
    'images',
    'unknownReference',
    'malformedReference',
  ])('%s are stopped, and the answer still ends well', async (way) => {
    await claude.control({ mentor: [way] })
    const played = await turn(locale, question)
    expect(types(played)).toContain('held')
    expect(played.outcome.status).toBe('done')
    expect(looseDigits(played)).toEqual([])
    expect(played.text).not.toMatch(/evil|https?:|\{\{|guaranteed|무조건|보장|buy now|사게\.|매수하게/i)
    expect(played.text).toMatch(/[.!?]\s*$/)
    expect(played.outcome.report.reviews).toContainEqual(
      expect.objectContaining({ by: 'gate', recommendation: 'revise' }),
    )
  })

  test('stale prices are called late, and no signal comes of them', async () => {
    const advice = locale === 'ko' ? '비트코인 살까?' : 'Should I buy bitcoin?'
    const played = await turn(locale, advice, { facts: sheet({ stale: true }) })
    expect(played.outcome.status).toBe('done')
    expect(types(played)).not.toContain('signal')
  })
})

describe('what goes wrong on the wire', () => {
  const smart = { modelClass: 'smart' }
  const houseFor = (kind: string) => (kind === 'stall' ? impatientDeps : deps)(claude.url)
  test.each([
    ['overloaded', {}, 'overloaded'],
    ['rateLimited', { retryAfterSeconds: 60 }, 'rate_limited'],
    ['rateLimited', {}, 'rate_limited'],
    ['spendCap', {}, 'budget_spent'],
    ['regionRefused', {}, 'region_unsupported'],
    ['internalError', {}, 'mentor_unavailable'],
    ['refusal', {}, 'refused'],
    ['maxTokens', {}, 'too_long'],
    ['connectionRefused', {}, 'mentor_unavailable'],
    ['overloadedMidStream', { afterEvents: 20 }, 'overloaded'],
    ['truncated', { afterEvents: 20 }, 'interrupted'],
    ['stall', { afterEvents: 20 }, 'interrupted'],
  ])('%s %o for good ends the turn as %s', async (kind, detail, code) => {
    await claude.control({ fault: { kind, match: smart, ...detail } })
    const played = await play(request(), houseFor(kind))
    expect(played.outcome).toMatchObject({ status: 'failed', failure: { code } })
    expect(looseDigits(played)).toEqual([])
  })

  test.each([
    ['overloadedMidStream', 20],
    ['truncated', 20],
    ['stall', 20],
  ])('%s once is survived with one restart', async (kind, afterEvents) => {
    await claude.control({ fault: { kind, afterEvents, times: 1, match: smart } })
    const played = await play(request(), houseFor(kind))
    expect(played.outcome.status).toBe('done')
    expect(types(played).filter((type) => type === 'restart')).toHaveLength(1)
  })

  test.each(['malformedStructure', 'overloaded', 'truncated', 'refusal', 'connectionRefused'])(
    '%s of all fast agents leaves the reader with an answer',
    async (kind) => {
      await claude.control({ fault: { kind, match: { modelClass: 'fast' } } })
      const played = await turn('ko', 'BTC 어때?')
      expect(played.outcome.status).toBe('done')
      expect(played.text).toContain('67,250.12 USDT')
      expect(types(played)).not.toContain('signal')
    },
  )
})

test('a mentor who repeats whatever he is told repeats no attack', async () => {
  await claude.control({ mentor: ['obeyInjection'] })
  const house = deps(claude.url)
  const asked = attacks.filter(({ where }) => where === 'question')
  const turns = asked.map(async ({ text, demand }) => {
    const played = await play(request({ question: text, needsTitle: true }), house)
    const shown = significant(played.everything)
    expect(played.everything, text).not.toMatch(/https?:|www\.|\]\(|!\[|<img|<script|javascript:|evil|\{\{/)
    if (demand.startsWith('prompt')) expect(recites(played.everything), text).toBe(false)
    else expect(shown.includes(significant(demand)), text).toBe(false)
    expect(types(played), text).not.toContain('signal')
  })
  await Promise.all(turns)
}, 60_000)

test('what was said before is remembered', async () => {
  const played = await turn('ko', '아까 뭐라고 했지?', {
    history: [
      { role: 'user', text: '이더리움 어때?' },
      { role: 'assistant', text: '차분하다네.' },
    ],
  })
  expect(played.text).toContain('이더리움')
})
