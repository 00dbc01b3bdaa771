import { expect, it } from 'vitest'
import { createEmfMeter, emfLine, type Standing } from './emf.ts'

const standing = (more: Partial<Standing> = {}): Standing => ({
  cache: { hits: 100, misses: 10, failures: 0 },
  venues: {
    binance: { gapMs: 0, lagMs: 80, errors: 0 },
    gate: { gapMs: 4000, lagMs: 120, errors: 2 },
  },
  leading: true,
  missingCandles: 3,
  waitingCandles: 0,
  unwrittenAlerts: 0,
  ...more,
})

it('a line has the shape that CloudWatch reads', () => {
  const line = emfLine(
    1_795_824_000_000,
    'Sage',
    { stage: 'prod' },
    {
      HttpMs: { unit: 'Milliseconds', values: [3, 5] },
      Leaders: { unit: 'Count', values: [1] },
      AlertLatencyMs: { unit: 'Milliseconds', values: [] },
    },
  )
  expect(line).toEqual({
    _aws: {
      Timestamp: 1_795_824_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'Sage',
          Dimensions: [['stage']],
          Metrics: [
            { Name: 'HttpMs', Unit: 'Milliseconds' },
            { Name: 'Leaders', Unit: 'Count' },
          ],
        },
      ],
    },
    stage: 'prod',
    HttpMs: [3, 5],
    Leaders: 1,
  })
})

it('tells of counters how they have changed since the last line', () => {
  const meter = createEmfMeter('Sage', 'prod')
  meter.lines(0, standing())
  meter.answered({ status: 200, ms: 7 })
  meter.answered({ status: 503, ms: 9 })
  meter.reported(1500)
  const venues = { ...standing().venues, gate: { gapMs: 9000, lagMs: 90, errors: 2 } }
  const [task, , gate] = meter.lines(
    60_000,
    standing({ cache: { hits: 130, misses: 12, failures: 0 }, venues }),
  )
  expect(task).toMatchObject({
    CacheHits: 30,
    CacheMisses: 2,
    HttpRequests: 2,
    HttpFailures: 1,
    HttpMs: [7, 9],
    AlertLatencyMs: 1500,
    CandlesMissing: 3,
  })
  expect(gate).toMatchObject({ venue: 'gate', FeedGapSeconds: 5, FeedErrors: 0, FeedLagMs: 90 })
})

it('of thousands of requests in a minute a hundred tell how long they took', () => {
  const meter = createEmfMeter('Sage', 'dev')
  for (let count = 0; count < 5000; count += 1) meter.answered({ status: 200, ms: 1 })
  const [task] = meter.lines(0, standing())
  expect(task?.HttpRequests).toBe(5000)
  expect(task?.HttpMs).toHaveLength(100)
})

it('a task that does not lead says nothing of what only the leader knows', () => {
  const [task] = createEmfMeter('Sage', 'dev').lines(0, standing({ leading: false }))
  expect(task).toMatchObject({ Leaders: 0 })
  expect(task).not.toHaveProperty('CandlesMissing')
})
