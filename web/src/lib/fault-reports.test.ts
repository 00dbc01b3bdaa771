import { startSentry } from '@sage/local/sentry'
import { expect, it } from 'vitest'
import { ApiProblem } from './api.ts'
import { openReports } from './fault-reports.ts'

it('reports what is handed over with release and request id, and no word of the reader', async () => {
  const sentry = await startSentry({ port: 0 })
  try {
    const report = openReports({ dsn: sentry.dsn, release: 'c0ffee', environment: 'dev' })
    const cause = new Error('"비트코인 팔까?" was not understood')
    const requestId = '0199a0aa-0000-7000-8000-00000000000a'
    report({ thrown: new ApiProblem('malformed', { cause }), requestId })
    for (let count = 0; count < 50; count += 1) report({ thrown: new Error(`again ${count}`), requestId })
    await expect.poll(() => sentry.received().length).toBe(20)
    const [envelope] = sentry.received()
    expect(envelope?.events).toMatchObject([
      {
        release: 'c0ffee',
        environment: 'dev',
        tags: { part: 'web', request_id: requestId },
        exception: {
          values: [{ value: '… was not understood' }, { type: 'ApiProblem', value: 'malformed' }],
        },
      },
    ])
    expect(
      sentry
        .received()
        .map(({ raw }) => raw)
        .join(),
    ).not.toMatch(/비트코인|cookie/i)
  } finally {
    await sentry.close()
  }
})
