/**
 * Figures for CloudWatch in its Embedded Metric Format: a line of the log that CloudWatch reads metrics out of
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 * A line for the task and one for each venue, once a minute; nothing is called and nothing waits.
 */
import { type Venue, venues } from '@sage/db/vocabulary'
import type { Answered } from './api/app.ts'

/** CloudWatch takes at most 100 values of a metric in a line. */
const mostValues = 100

type Unit = 'Milliseconds' | 'Seconds' | 'Count'
interface Figure {
  readonly unit: Unit
  readonly values: readonly number[]
}
export type EmfLine = Readonly<Record<string, unknown>>

/** `figures` without a value are left out, and so is a line without figures. */
export function emfLine(
  nowMs: number,
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  figures: Readonly<Record<string, Figure>>,
): EmfLine | undefined {
  const known = Object.entries(figures).filter(([, { values }]) => values.length > 0)
  if (known.length === 0) return undefined
  return {
    _aws: {
      Timestamp: nowMs,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: known.map(([Name, { unit }]) => ({ Name, Unit: unit })),
        },
      ],
    },
    ...dimensions,
    ...Object.fromEntries(
      known.map(([name, { values }]) => [name, values.length === 1 ? values[0] : values]),
    ),
  }
}

/** Counters as they stand; what a line tells is how they have changed. */
export interface Standing {
  readonly cache: { readonly hits: number; readonly misses: number; readonly failures: number }
  readonly venues: Readonly<
    Record<Venue, { readonly gapMs: number; readonly lagMs: number; readonly errors: number }>
  >
  readonly leading: boolean
  readonly missingCandles: number
  readonly waitingCandles: number
  readonly unwrittenAlerts: number
}

export interface EmfMeter {
  answered(answer: Pick<Answered, 'status' | 'ms'>): void
  /** From what happened until the edge had accepted the report of it. */
  reported(latencyMs: number): void
  /** What there is to tell since the last call. */
  lines(nowMs: number, standing: Standing): readonly EmfLine[]
}

export function createEmfMeter(namespace: string, stage: string): EmfMeter {
  let requests = 0
  let failed = 0
  let times: number[] = []
  let latencies: number[] = []
  let last: Standing | undefined

  return {
    answered({ status, ms }) {
      requests += 1
      if (status >= 500) failed += 1
      // The first hundred of a minute are as good as any other.
      if (times.length < mostValues) times.push(ms)
    },
    reported(latencyMs) {
      if (latencies.length < mostValues) latencies.push(latencyMs)
    },
    lines(nowMs, standing) {
      const count = (value: number): Figure => ({ unit: 'Count', values: [value] })
      const since = (read: (standing: Standing) => number) =>
        count(Math.max(0, read(standing) - (last === undefined ? 0 : read(last))))
      const lines = [
        emfLine(
          nowMs,
          namespace,
          { stage },
          {
            HttpRequests: count(requests),
            HttpFailures: count(failed),
            HttpMs: { unit: 'Milliseconds', values: times },
            AlertLatencyMs: { unit: 'Milliseconds', values: latencies },
            CacheHits: since(({ cache }) => cache.hits),
            CacheMisses: since(({ cache }) => cache.misses),
            CacheFailures: since(({ cache }) => cache.failures),
            Leaders: count(standing.leading ? 1 : 0),
            // Only the leader knows.
            ...(standing.leading
              ? {
                  CandlesMissing: count(standing.missingCandles),
                  CandlesWaiting: count(standing.waitingCandles),
                  AlertsWaiting: count(standing.unwrittenAlerts),
                }
              : {}),
          },
        ),
        ...venues.map((venue) =>
          emfLine(
            nowMs,
            namespace,
            { stage, venue },
            {
              FeedLagMs: { unit: 'Milliseconds', values: [standing.venues[venue].lagMs] },
              FeedGapSeconds: {
                unit: 'Seconds',
                values: [Math.max(0, standing.venues[venue].gapMs - (last?.venues[venue].gapMs ?? 0)) / 1000],
              },
              FeedErrors: since((each) => each.venues[venue].errors),
            },
          ),
        ),
      ].filter((line) => line !== undefined)
      last = standing
      requests = 0
      failed = 0
      times = []
      latencies = []
      return lines
    },
  }
}
