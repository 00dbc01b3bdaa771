import { APIConnectionError, APIError } from '@anthropic-ai/sdk'
import { expect, test } from 'vitest'
import * as z from 'zod'
import type { ClaudeFailure } from './failure.ts'
import { failureFields } from './failure-log.ts'

const secret = 'sk-ant-secret'
const said = '전 재산을 잃었어'

function refusedBy(status: number, type: string): APIError {
  const body = { type: 'error', error: { type, message: `${said} ${secret}` } }
  return APIError.generate(status, body, undefined, new Headers({ 'request-id': 'req_1' }))
}

const network = new Error(`connect ECONNREFUSED https://relay.test/${secret}`)
const malformed = z.object({ intent: z.enum(['advice']) }).safeParse({ intent: said })

test.each<[string, ClaudeFailure, Record<string, unknown>]>([
  [
    'an answer of the API by status, type and request id',
    { code: 'unavailable', cause: refusedBy(401, 'authentication_error') },
    { error: 'AuthenticationError', status: 401, type: 'authentication_error', claudeRequestId: 'req_1' },
  ],
  [
    'a network failure by what lies beneath it',
    { code: 'unavailable', cause: new APIConnectionError({ cause: network }) },
    { error: 'APIConnectionError', beneath: 'Error' },
  ],
  [
    'a malformed output by where it is malformed',
    { code: 'malformed', cause: malformed.error },
    { error: 'ZodError', issues: ['intent: invalid_value'] },
  ],
  [
    'an unknown stop reason by its name',
    { code: 'unavailable', cause: 'pause_turn' },
    { stopReason: 'pause_turn' },
  ],
  ['a stall by its code alone', { code: 'stalled' }, {}],
])('the log knows %s, and neither secrets nor what was said', (_, failure, expected) => {
  const fields = failureFields('persona', failure)
  expect(fields).toEqual({ agent: 'persona', code: failure.code, ...expected })
  expect(JSON.stringify(fields)).not.toContain(secret)
  expect(JSON.stringify(fields)).not.toContain(said)
})
