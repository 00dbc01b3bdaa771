import { describe, expect, it } from 'vitest'
import { harmless, placeOf, withoutWords } from './fault-event.ts'

describe('a message', () => {
  it.each([
    [
      'Failed query: insert into messages values ($1)\nparams: 내 비밀번호는 1234',
      'Failed query: insert into messages values ($1)\nparams: …',
    ],
    ['Unexpected token \'내\', "내 코인 팔까?" is not valid JSON', 'Unexpected token …, … is not valid JSON'],
    ['Invalid value: "my wallet is lost', 'Invalid value: …'],
    ['no user kim@example.com here', 'no user … here'],
    ['GET https://x.test/a/b?q=my+question&t=1 answered 500', 'GET https://x.test/a/b answered 500'],
    ['what 비트코인 지금 살까요 said', 'what …said'],
    [`token ${'aB3_'.repeat(12)} refused`, 'token … refused'],
    ["The worker's object isn't there", "The worker's object isn't there"],
  ])('%s', (message, left) => {
    expect(withoutWords(message)).toBe(left)
  })

  it('is no longer than it has to be', () => {
    expect(withoutWords('word '.repeat(1000))).toHaveLength(200)
  })
})

it('keeps of an event only what is known to be harmless, whatever a library has attached', () => {
  const secret = 'kim@example.com'
  const event = {
    event_id: 'e'.repeat(32),
    release: 'abc',
    level: 'error',
    server_name: 'laptop of Kim',
    user: { email: secret, ip_address: '203.0.113.9' },
    request: { url: `/x?${secret}`, headers: { cookie: secret }, data: secret },
    breadcrumbs: [{ message: secret }],
    extra: { question: secret },
    contexts: { state: secret },
    tags: { request_id: 'r-1', part: 'edge', email: secret },
    exception: {
      values: [
        {
          type: 'TypeError',
          value: `cannot read "${secret}"`,
          mechanism: { data: { secret } },
          stacktrace: { frames: [{ filename: `/a.js?${secret}`, lineno: 3, vars: { secret } }] },
        },
      ],
    },
  }
  const left = harmless(event)
  expect(JSON.stringify(left)).not.toMatch(/kim|laptop|203\.0/i)
  expect(left).toEqual({
    event_id: event.event_id,
    release: 'abc',
    level: 'error',
    tags: { request_id: 'r-1', part: 'edge' },
    exception: {
      values: [
        {
          type: 'TypeError',
          value: 'cannot read …',
          stacktrace: { frames: [{ filename: '/a.js', lineno: 3 }] },
        },
      ],
    },
  })
})

it('names a place without naming anybody', () => {
  expect(placeOf('/api/chats/01a20f09-3f4c-7a6c-a8e9-af005a2435eb/messages?x=1')).toBe(
    '/api/chats/:id/messages',
  )
})
