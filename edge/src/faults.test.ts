import { type SentryStandIn, startSentry } from '@sage/local/sentry'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultReporter } from './faults.ts'

let sentry: SentryStandIn
beforeAll(async () => {
  sentry = await startSentry({ port: 0 })
})
afterAll(() => sentry.close())

/** A reporter whose sending can be waited for. */
function reporter(dsn: string | undefined, fetcher?: typeof fetch) {
  const sent: Promise<unknown>[] = []
  const lines: unknown[] = []
  const report = faultReporter({
    log: (level, message, fields) => lines.push({ level, message, ...fields }),
    settings: { STAGE: 'dev', SENTRY_DSN: dsn, RELEASE: 'c0ffee' },
    keepAlive: (work) => sent.push(work),
    // A minute of its own, so that what was counted before does not count.
    nowMs: () => 1e15 * Math.random(),
    ...(fetcher && { fetch: (url, init) => fetcher(url, init) }),
  })
  return { report, lines, settled: () => Promise.all(sent), sent }
}

const requestId = '0199a0aa-0000-7000-8000-00000000000a'

it('reports what was thrown with its cause, release and request id, and no word of the user', async () => {
  const { report, lines, settled } = reporter(sentry.dsn)
  const cause = new SyntaxError('Unexpected token, "내 지갑을 잃어버렸어" is not valid JSON')
  const thrown = new Error("Failed query: select 1\nparams: kim@example.com,'s3cret'", { cause })
  report('request failed', thrown, { part: 'http', requestId, route: 'GET /api/chats/:id' })
  await settled()
  const [envelope] = sentry.received()
  const [event] = envelope?.events ?? []
  expect(event).toMatchObject({
    release: 'c0ffee',
    environment: 'dev',
    level: 'error',
    tags: { part: 'http', request_id: requestId, route: 'GET /api/chats/:id' },
  })
  expect(event?.exception.values.map(({ type, value }) => [type, value])).toEqual([
    ['SyntaxError', 'Unexpected token, … is not valid JSON'],
    ['Error', 'Failed query: select 1\nparams: …'],
  ])
  expect(event?.exception.values.at(-1)?.stacktrace?.frames.at(-1)?.filename).toMatch(/faults\.test\.ts$/)
  const written = envelope?.raw + JSON.stringify(lines)
  expect(written).not.toMatch(/kim@|s3cret|지갑/)
  expect(lines).toMatchObject([{ level: 'error', message: 'request failed', requestId }])
})

it('leaves only a line in the log where Sentry is not configured', () => {
  const { report, lines, sent } = reporter(undefined)
  report('minute', new Error('x'), { part: 'minute' })
  expect([lines.length, sent.length]).toEqual([1, 0])
})

it('is no fault of its own while Sentry is away', async () => {
  const { report, settled } = reporter(sentry.dsn, () => Promise.reject(new TypeError('refused')))
  report('minute', 'a string was thrown', { part: 'minute' })
  await expect(settled()).resolves.toEqual([undefined])
})

it('tells of one outage ten times a minute and not a thousand', async () => {
  const sent: Promise<unknown>[] = []
  const report = faultReporter({
    log: () => {},
    settings: { STAGE: 'dev', SENTRY_DSN: sentry.dsn },
    keepAlive: (work) => sent.push(work),
    nowMs: () => 2e15,
    fetch: async () => new Response(),
  })
  for (let count = 0; count < 1000; count += 1) report('x', new Error('x'), { part: 'http' })
  await Promise.all(sent)
  expect(sent).toHaveLength(10)
})
