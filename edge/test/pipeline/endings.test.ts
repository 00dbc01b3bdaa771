import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClaude } from '../../src/claude/client.ts'
import type { FailureCode } from '../../src/contract/turn-event.ts'
import { deps, impatientDeps, openBudget, play, request, sheet, types } from './turns.ts'
import { type Reply, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
})
afterAll(() => wire.close())

const overloaded: Reply = { status: 529, type: 'overloaded_error' }
const rateLimited: Reply = { status: 429, type: 'rate_limit_error', headers: { 'retry-after': '120' } }
const spendCap: Reply = {
  status: 429,
  type: 'rate_limit_error',
  message: 'You have reached your spend limit.',
}

describe('when the answer cannot even begin', () => {
  test.each<[string, readonly Reply[], FailureCode, boolean, number]>([
    ['overload', [overloaded], 'overloaded', true, 3],
    ['a rate limit that lasts', [rateLimited], 'rate_limited', true, 1],
    ['a spend cap', [spendCap], 'budget_spent', false, 1],
    ['an unserved region', [{ status: 403, type: 'forbidden' }], 'region_unsupported', true, 1],
    ['a server error', [{ status: 500, type: 'api_error' }], 'mentor_unavailable', true, 3],
    ['an unknown key', [{ status: 401, type: 'authentication_error' }], 'mentor_unavailable', true, 1],
    ['an empty answer', [{ say: [] }], 'mentor_unavailable', true, 3],
  ])(
    '%s: the reader gets the figures he asked for and a typed ending',
    async (_, persona, code, retryable, calls) => {
      wire.script({ persona })
      const played = await play(request(), deps(wire.url))
      expect(played.outcome).toMatchObject({ status: 'failed', failure: { code, retryable } })
      expect(played.text).toContain('멘토가 잠시 자리를 비웠네')
      expect(played.transcript.parts).toContainEqual({
        type: 'fact',
        id: 'BTC.price',
        text: '67,250.12 USDT',
      })
      expect(wire.calls('persona')).toHaveLength(calls)
      expect(wire.calls('risk')).toHaveLength(0)
      expect(types(played)).not.toContain('restart')
    },
  )

  test('a stall before the first word is tried once more', async () => {
    wire.script({ persona: [{ say: [], ending: 'stall' }] })
    const played = await play(request(), impatientDeps(wire.url))
    expect(played.outcome).toMatchObject({ status: 'failed', failure: { code: 'mentor_unavailable' } })
    expect(played.text).toContain('멘토가 잠시 자리를 비웠네')
    expect(wire.calls('persona')).toHaveLength(2)
  })

  test('a rate limit says how long to wait', async () => {
    wire.script({ persona: [rateLimited] })
    const { outcome } = await play(request(), deps(wire.url))
    expect(outcome).toMatchObject({ failure: { retryAfterMs: 120_000 } })
  })

  test('one overload is not worth telling', async () => {
    wire.script({ persona: [overloaded, { say: ['길게 보게.'] }] })
    const played = await play(request(), deps(wire.url))
    expect(played.outcome.status).toBe('done')
    expect(types(played)).not.toContain('restart')
  })

  test('with Claude out of reach altogether, words route the question and rules end it', async () => {
    const gone = await startWire()
    await gone.close()
    const played = await play(request({ question: 'How is ETH doing?', locale: 'en' }), deps(gone.url))
    expect(played.outcome).toMatchObject({ status: 'failed', failure: { code: 'mentor_unavailable' } })
    expect(played.text).toContain('The mentor is away')
    expect(played.text).toContain('3,120.40 USDT')
    expect(played.text).not.toContain('67,250')
  })

  test('late figures are called late', async () => {
    wire.script({ persona: [{ status: 500, type: 'api_error' }] })
    const played = await play(request({ facts: sheet({ stale: true }) }), deps(wire.url))
    expect(played.text).toContain('늦게 들어온 시세')
  })
})

describe('when the answer breaks off', () => {
  test.each<['cut' | 'close' | 'overloaded' | 'stall']>([['cut'], ['close'], ['overloaded'], ['stall']])(
    '%s: the turn restarts visibly, and ends complete',
    async (ending) => {
      wire.script({ persona: [{ say: ['반쯤 한 말. '], ending }, { say: ['온전한 답일세.'] }] })
      const played = await play(request(), (ending === 'stall' ? impatientDeps : deps)(wire.url))
      expect(played.outcome.status).toBe('done')
      expect(played.text).toBe('온전한 답일세.')
      expect(types(played).filter((type) => type === 'restart')).toHaveLength(1)
    },
  )

  test('again and again: it is called interrupted, after two restarts, with what was shown last', async () => {
    wire.script({ persona: [{ say: ['반쯤 한 말. '], ending: 'close' }] })
    const played = await play(request(), deps(wire.url))
    expect(played.outcome).toMatchObject({
      status: 'failed',
      failure: { code: 'interrupted', retryable: true },
    })
    expect(types(played).filter((type) => type === 'restart')).toHaveLength(2)
    expect(played.text).toBe('반쯤 한 말. ')
    expect(wire.calls('persona')).toHaveLength(3)
  })

  test.each<['refusal' | 'max_tokens', FailureCode]>([
    ['refusal', 'refused'],
    ['max_tokens', 'too_long'],
  ])('%s ends the turn as %s, without another try', async (ending, code) => {
    wire.script({ persona: [{ say: ['거기까지일세. '], ending }] })
    const played = await play(request(), deps(wire.url))
    expect(played.outcome).toMatchObject({ status: 'failed', failure: { code } })
    expect(wire.calls('persona')).toHaveLength(1)
    expect(wire.calls('risk')).toHaveLength(0)
  })

  test('each of these is told in the language of the answer', async () => {
    wire.script({
      manager: [{ status: 500, type: 'api_error' }],
      persona: [{ say: ['Well. '], ending: 'max_tokens' }],
    })
    const { outcome } = await play(request({ question: 'What about bitcoin?' }), deps(wire.url))
    expect(outcome).toMatchObject({ failure: { message: expect.stringMatching(/^This grew too long/) } })
  })
})

describe('Stop', () => {
  test('before the first word hangs up on everyone and shows nothing', async () => {
    const stop = new AbortController()
    wire.script({
      persona: [{ say: [], ending: 'stall' }],
      manager: [{ json: {}, after: new Promise(() => {}) }],
    })
    const asked = wire.arrival('persona')
    const playing = play(request(), deps(wire.url), { signal: stop.signal })
    await asked
    stop.abort()
    const played = await playing
    expect(played.outcome.status).toBe('stopped')
    expect(played.text).toBe('')
    expect(played.outcome.report.calls.every((call) => call.outcome === 'aborted')).toBe(true)
  })

  test('in mid-answer keeps what was shown and says nothing more', async () => {
    const stop = new AbortController()
    wire.script({ persona: [{ say: ['첫 문장일세. ', '둘째 문장'], ending: 'stall' }] })
    const played = await play(request(), deps(wire.url), {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === 'text') stop.abort()
      },
    })
    expect(played.outcome.status).toBe('stopped')
    expect(played.events.at(-1)).toMatchObject({ type: 'text' })
    expect(wire.calls('risk')).toHaveLength(0)
  })
})

describe('money', () => {
  test.each(['user', 'total'] as const)(
    'a spent budget (%s) is told before any call is made',
    async (scope) => {
      wire.script({})
      const budget = { reserve: async () => ({ ok: false, scope }) as const }
      const { outcome } = await play(request(), deps(wire.url, { budget }))
      expect(outcome).toMatchObject({ status: 'failed', failure: { code: 'budget_spent', retryable: false } })
      expect(wire.received).toHaveLength(0)
    },
  )

  test('what a failed turn cost is settled as well', async () => {
    wire.script({ persona: [{ say: ['거기까지. '], ending: 'max_tokens' }] })
    const budget = openBudget()
    await play(request(), deps(wire.url, { budget }))
    expect(budget.settled).toHaveLength(1)
    expect(budget.settled[0]).toBeGreaterThan(0)
  })

  test('the reservation is never below what a turn costs', async () => {
    wire.script({})
    let reserved = 0
    let settled = 0
    const budget = {
      async reserve(estimateUsd: number) {
        reserved = estimateUsd
        return {
          ok: true as const,
          async settle(actualUsd: number) {
            settled = actualUsd
          },
        }
      },
    }
    await play(request(), deps(wire.url, { budget }))
    expect(settled).toBeGreaterThan(0)
    expect(reserved).toBeGreaterThan(settled)
  })
})

test('a market without a single price gets an honest ending, not an answer', async () => {
  wire.script({})
  const empty = { snapshotAt: sheet().snapshotAt, source: 'replay', facts: new Map() } as const
  const played = await play(request({ facts: empty }), deps(wire.url))
  expect(played.outcome).toMatchObject({
    status: 'failed',
    failure: { code: 'stale_market', retryable: true },
  })
  expect(played.text).toBe('')
})

test('a stream may be silent, but not for long, and never for ever', async () => {
  wire.script({ persona: [{ say: ['한마디. '], ending: 'stall' }] })
  const patient = createClaude({ apiKey: 'test', baseUrl: wire.url, stallMs: 60_000, streamMs: 300 })
  const { outcome } = await play(request(), deps(wire.url, { claude: patient }))
  expect(outcome).toMatchObject({ failure: { code: 'interrupted' } })
})
