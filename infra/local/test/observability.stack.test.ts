/** One request, from the browser to PostgreSQL, found by its id; and what is told about a fault of ours. */
import { randomUUID } from 'node:crypto'
import { ErrorBody } from '@sage/edge/contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import type { ReceivedEnvelope } from '../src/stand-ins/sentry.ts'
import { logs, ready, signIn } from './stack.ts'

const Seen = z.object({ received: z.array(z.object({ raw: z.string(), events: z.array(z.any()) })) })

async function reported(requestId: string): Promise<readonly ReceivedEnvelope[]> {
  const answer = await fetch(`${ready().standIns.sentry}/__control`)
  const { received } = Seen.parse(await answer.json())
  return received.filter(({ raw }) => raw.includes(requestId))
}

let admin: pg.Client
beforeAll(async () => {
  admin = new pg.Client({ connectionString: ready().postgres })
  await admin.connect()
})
afterAll(() => admin.end())

it('a fault of ours is answered, logged, refused by PostgreSQL and reported under the id that the browser gave', async () => {
  const person = await signIn()
  const requestId = randomUUID()
  await admin.query('revoke select on alert_rules from sage_user')
  try {
    const response = await person.request('/api/alert-rules?secret=question', {
      headers: { 'x-request-id': requestId },
    })
    expect(response.status).toBe(500)
    expect(response.headers.get('x-request-id')).toBe(requestId)
    expect(ErrorBody.parse(await response.json()).error.requestId).toBe(requestId)
  } finally {
    await admin.query('grant select on alert_rules to sage_user')
  }
  await expect.poll(async () => (await reported(requestId)).length).toBe(1)
  const [envelope] = await reported(requestId)
  expect(envelope?.events[0]).toMatchObject({
    environment: 'local',
    release: 'test-release',
    tags: { part: 'http', request_id: requestId, route: 'GET /api/alert-rules' },
  })
  expect(envelope?.raw).not.toMatch(new RegExp(`${person.email}|secret|authjs|127\\.0\\.0\\.1:\\d+/api`))
  await expect.poll(() => logs('edge')).toContain(requestId)
  await expect
    .poll(() => logs('postgres'))
    .toMatch(new RegExp(`sage-gateway ${requestId}.*permission denied for table alert_rules`))
})

it('an id that is no UUID is not taken over, and every answer has one', async () => {
  for (const given of ['x'.repeat(200), "'; drop table users; --", `${randomUUID()} ${randomUUID()}`]) {
    const response = await fetch(`${ready().web}/api/healthz`, { headers: { 'x-request-id': given } })
    await response.body?.cancel()
    expect(z.uuid().safeParse(response.headers.get('x-request-id')).success).toBe(true)
  }
})
