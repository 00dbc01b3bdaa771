import { expect, it } from 'vitest'
import { alertPoint, httpPoint, pushPoint, turnPoint } from './points.ts'

const at = '2026-11-28T00:00:00.000Z'
const nowMs = Date.parse(at)

it('a turn is its status, verdicts, times and cost, and no word of it', () => {
  const point = turnPoint(
    {
      status: 'done',
      report: {
        intent: 'advice',
        usage: { inputTokens: 900, outputTokens: 80, costUsd: 0.0042 },
        calls: [],
        reviews: [
          {
            by: 'gate',
            recommendation: 'revise',
            issues: [{ kind: 'ungrounded_figure', detail: '99,000' }],
            at,
          },
          { by: 'risk', recommendation: 'approve', issues: [], at },
        ],
        stages: { manager: 400, persona: 2100, risk: 600 },
      },
    },
    { firstWordMs: 812, totalMs: 3100 },
  )
  expect(point).toEqual({
    indexes: ['turn'],
    blobs: ['done', 'advice', '', 'approve', 'revise'],
    doubles: [812, 3100, 400, -1, 2100, 600, 0.0042, 1, 900, 80],
  })
})

it('a turn that showed nothing has no first word, which is not a fast one', () => {
  const report = {
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    calls: [],
    reviews: [],
    stages: {},
  }
  const failure = { code: 'overloaded', message: 'x', retryable: true } as const
  const { blobs, doubles } = turnPoint({ status: 'failed', failure, report }, { totalMs: 5 })
  expect([blobs[2], doubles[0]]).toEqual(['overloaded', -1])
})

it('a push and an alert are as late as what they tell of is old, and never early', () => {
  expect(pushPoint('sent', at, nowMs + 1500)).toMatchObject({ blobs: ['sent'], doubles: [1500] })
  expect(pushPoint('sent', at, nowMs - 20).doubles).toEqual([0])
  expect(alertPoint('market_event', 'sweep', at, 12, nowMs + 60_000)).toMatchObject({
    blobs: ['market_event', 'sweep'],
    doubles: [60_000, 12],
  })
})

it('an answer is its version, the class of its status and its time', () => {
  expect(httpPoint('v', 503, 'GET', 12)).toEqual({
    indexes: ['http'],
    blobs: ['v', '5', 'GET'],
    doubles: [12],
  })
})
