/**
 * Reports on their way to the edge, in a BullMQ queue on Valkey: they outlive the task that wrote them, are tried again
 * for a quarter of an hour and kept if they fail. The id of a job is that of its event or firing, so that putting it
 * in twice is harmless.
 */
import { Queue, UnrecoverableError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import * as z from 'zod'
import { AlertReport } from '../contract.ts'
import type { Reporter } from './report.ts'

const queueName = 'alerts'
/** In braces, so that in a cluster all keys of the queue are in one slot. */
const prefix = '{sage}'

/** Half a second after the first failure, twice as long after each further one, never more than half a minute. */
export const backoffMs = (attempt: number): number => Math.min(500 * 2 ** (attempt - 1), 30_000)
/** With these pauses about a quarter of an hour; by then the edge's own sweep has found the event. */
const attempts = 36

const keptDoneS = 3600
const keptFailedS = 7 * 86_400
const mostKept = 10_000

/** A task that dies with a report in its hands holds it up for no longer than these together. */
const lockMs = 10_000
const stalledEveryMs = 5000
const concurrency = 16

export interface AlertQueue {
  /** Rejects while Valkey is away, as does `counts`. */
  add(reports: readonly AlertReport[]): Promise<void>
  counts(): Promise<Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed', number>>>
  close(): Promise<void>
}

export interface AlertQueueDeps {
  readonly url: string
  readonly report: Reporter
  /** Hears of a failure, or that the connection is there again. */
  readonly settled: (failure?: Error) => void
  readonly onRefused: (id: string, reason: string) => void
  /** `at`: when what was reported happened. */
  readonly onReported: (at: string) => void
}

export function openAlertQueue({ url, report, settled, onRefused, onReported }: AlertQueueDeps): AlertQueue {
  const adding = connect(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 2000 })
  // A worker waits for jobs in a command that may take long, and for Valkey as long as it is away.
  const working = connect(url, { maxRetriesPerRequest: null })
  const connections = [adding, working]
  for (const connection of connections) connection.on('error', settled).on('ready', () => settled())

  const queue = new Queue(queueName, {
    connection: adding,
    prefix,
    defaultJobOptions: {
      attempts,
      backoff: { type: 'custom' },
      removeOnComplete: { age: keptDoneS, count: mostKept },
      removeOnFail: { age: keptFailedS, count: mostKept },
    },
  }).on('error', settled)

  const worker = new Worker(
    queueName,
    async ({ id = '', data }) => {
      const parsed = AlertReport.safeParse(data)
      if (!parsed.success) throw new UnrecoverableError(z.prettifyError(parsed.error))
      const outcome = await report(parsed.data)
      if (outcome.status === 'accepted') return onReported(happenedAt(parsed.data))
      if (outcome.status === 'unavailable') throw new Error(outcome.reason)
      onRefused(id, outcome.reason)
      throw new UnrecoverableError(outcome.reason)
    },
    {
      connection: working,
      prefix,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: stalledEveryMs,
      // A report that a dying task held is not the reason of its death.
      maxStalledCount: attempts,
      settings: { backoffStrategy: backoffMs },
    },
  ).on('error', settled)

  /** BullMQ would wait for a first connection as long as it takes. */
  function expectConnection(): void {
    if (adding.status !== 'ready') throw new Error('Valkey is away')
  }

  return {
    async add(reports) {
      if (reports.length === 0) return
      expectConnection()
      await queue.addBulk(reports.map((data) => ({ name: data.type, data, opts: { jobId: idOf(data) } })))
    },
    async counts() {
      expectConnection()
      const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts()
      return { waiting, active, delayed, failed }
    },
    async close() {
      await Promise.allSettled([worker.close(), queue.close()])
      for (const connection of connections) connection.disconnect()
    },
  }
}

const happenedAt = (report: AlertReport) =>
  report.type === 'market_event' ? report.event.at : report.firing.at

const idOf = (report: AlertReport) => (report.type === 'market_event' ? report.event.id : report.firing.id)

function connect(
  url: string,
  options: { readonly maxRetriesPerRequest: number | null; readonly [name: string]: unknown },
) {
  return new Redis(url, {
    connectTimeout: 2000,
    retryStrategy: (times) => Math.min(100 * times, 1000),
    ...options,
  })
}
