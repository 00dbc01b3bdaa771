import { describe, expect, it } from 'vitest'
import { createFearGreedBook, fetchFearGreed, nextPollMs } from './fear-greed.ts'

const day = (daysAgo: number) => String(1_795_478_400 - daysAgo * 86_400)
const entry = (value: string, daysAgo: number) => ({
  ...{ value, value_classification: 'Fear', timestamp: day(daysAgo) },
})
const answering = (body: unknown, status = 200) => ({
  fetch: async () => new Response(JSON.stringify(body), { status }),
  signal: new AbortController().signal,
})

describe('Fear & Greed', () => {
  it('knows today, yesterday and a week ago', async () => {
    const data = [
      entry('40', 0),
      entry('35', 1),
      ...[2, 3, 4, 5, 6].map((ago) => entry('50', ago)),
      entry('12', 7),
    ]
    const outcome = await fetchFearGreed(answering({ data }), 'http://index/fng/', 8)
    const book = createFearGreedBook()
    book.add(outcome.status === 'ok' ? outcome.points : [], 1000)
    expect(book.current(4000)).toEqual({
      ...{ value: 40, at: '2026-11-24T00:00:00.000Z', yesterday: 35, weekAgo: 12, ageMs: 3000 },
    })
    expect(book.history(2).map(({ value }) => value)).toEqual([35, 40])
  })

  it('says nothing of a day it has not heard of', () => {
    const book = createFearGreedBook()
    expect(book.current(0)).toBeUndefined()
    book.add([{ value: 40, at: '2026-11-24T00:00:00.000Z' }], 0)
    expect(book.current(0)).toEqual({ value: 40, at: '2026-11-24T00:00:00.000Z', ageMs: 0 })
  })

  it.each([
    ['a value beyond 100', { data: [entry('140', 0)] }],
    ['a value that is no number', { data: [entry('x', 0)] }],
    ['an empty list', { data: [] }],
    ['an error', { metadata: { error: 'x' } }],
  ])('does not believe %s', async (_, body) => {
    expect(await fetchFearGreed(answering(body), 'http://index/fng/', 1)).toMatchObject({
      status: 'unavailable',
    })
  })

  it('is asked for again soon after a failure, and not ever more often', () => {
    const failed = { status: 'unavailable', reason: 'HTTP 500' } as const
    expect([0, 1, 2, 20].map((failures) => nextPollMs(failed, failures))).toEqual([
      5000, 10_000, 20_000, 300_000,
    ])
  })
})
