import { startSentry } from '@sage/local/sentry'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createFaultReporter } from './faults.ts'

const requestId = '0199a0aa-0000-7000-8000-00000000000a'

it('reports what was thrown with release and request id, and no value of a statement', async () => {
  const sentry = await startSentry({ port: 0 })
  try {
    const lines: string[] = []
    const log = pino({}, { write: (line) => lines.push(line) })
    const faults = createFaultReporter({
      log,
      dsn: sentry.dsn,
      stage: 'dev',
      release: 'c0ffee',
      nowMs: () => 0,
    })
    // Put together here: a report quotes the lines of our own source.
    const thrown = new Error(`duplicate key: "${['kim', 'example.com'].join('@')}"`)
    faults.report('request failed', thrown, { part: 'http', requestId, route: '/v1/candles/:symbol' })
    for (let count = 0; count < 50; count += 1) faults.report('again', new Error('x'), { part: 'http' })
    await faults.flush(5000)
    expect(sentry.received()).toHaveLength(10)
    const envelope = sentry.received().find(({ raw }) => raw.includes('duplicate key'))
    expect(envelope?.events).toMatchObject([
      {
        release: 'c0ffee',
        environment: 'dev',
        platform: 'node',
        tags: { part: 'http', request_id: requestId, route: '/v1/candles/:symbol' },
        exception: { values: [{ type: 'Error', value: 'duplicate key: …' }] },
      },
    ])
    expect(envelope?.raw + lines.join('')).not.toContain('kim@')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'request failed', requestId })
  } finally {
    await sentry.close()
  }
})

it('without Sentry leaves a line in the log', async () => {
  const lines: string[] = []
  const log = pino({}, { write: (line) => lines.push(line) })
  const faults = createFaultReporter({
    log,
    dsn: undefined,
    stage: 'dev',
    release: undefined,
    nowMs: () => 0,
  })
  faults.report('request failed', new Error('x'), { part: 'http' })
  await faults.flush(1)
  expect(lines).toHaveLength(1)
})
