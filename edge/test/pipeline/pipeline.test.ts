import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PipelineEvent } from '../../src/pipeline/turn.ts'
import { deps, impatientDeps, play, request, sheet, types } from './turns.ts'
import { approval, calmVerdict, startWire, type Wire } from './wire.ts'

let wire: Wire
beforeAll(async () => {
  wire = await startWire()
})
afterAll(() => wire.close())

describe('an ordinary turn', () => {
  test('tells what happens in order, and answers with figures by reference', async () => {
    wire.script({ persona: [{ say: ['비트코인은 {{BTC.', 'price}}', '일세. 길게 ', '보게.'] }] })
    const played = await play(request({ needsTitle: true }), deps(wire.url))
    expect(played.outcome.status).toBe('done')
    expect(played.text).toBe('비트코인은 67,250.12 USDT일세. 길게 보게.')
    expect(played.transcript.parts.find((part) => part.type === 'fact')).toMatchObject({ id: 'BTC.price' })
    expect(played.events.slice(0, 3)).toMatchObject([
      { type: 'stage', agent: 'manager', status: 'started' },
      { type: 'stage', agent: 'persona', status: 'started' },
      { type: 'facts' },
    ])
    const order = types(played)
    expect(order).toContain('title')
    expect(order.at(-1)).toBe('risk')
  })

  test('books every call with its tokens and its cost, and settles the sum', async () => {
    wire.script({})
    const house = deps(wire.url)
    const { outcome } = await play(request(), house)
    const { calls, usage, stages } = outcome.report
    expect(calls.map(({ agent }) => agent).sort()).toEqual(['analyst', 'manager', 'persona', 'risk'])
    expect(calls.every((call) => call.outcome === 'ok' && call.cachedInputTokens === 50)).toBe(true)
    expect(usage.inputTokens).toBe(600)
    expect(usage.costUsd).toBeGreaterThan(0)
    expect(Object.keys(stages).sort()).toEqual(['analyst', 'manager', 'persona', 'risk'])
    expect(house.budget).toMatchObject({ settled: [usage.costUsd] })
  })

  test('sends the last turn as a user, the system cached, and no thinking ahead of the first word', async () => {
    wire.script({})
    await play(
      request({
        history: [
          { role: 'user', text: 'hi' },
          { role: 'assistant', text: 'hello' },
        ],
      }),
      deps(wire.url),
    )
    const [persona] = wire.calls('persona')
    expect(persona?.body.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(persona?.body.system[0]).toMatchObject({ cache_control: { type: 'ephemeral' } })
    expect(persona?.body).toMatchObject({
      thinking: { type: 'between_tools' },
      output_config: { effort: 'low' },
    })
    expect(persona?.prompt).toContain('BTC.price = 67250.12 USDT (binance, 2026-11-24T09:00:00.000Z)')
  })
})

describe('Manager beside Persona', () => {
  test('both are asked before either has answered, and no word is shown before the verdict', async () => {
    let decide = (_: unknown) => {}
    const verdict = new Promise((resolve) => {
      decide = resolve
    })
    wire.script({ manager: [{ json: calmVerdict, after: verdict }] })
    const asked = wire.arrival('persona')
    const seen: PipelineEvent['type'][] = []
    const playing = play(request(), deps(wire.url), { onEvent: ({ type }) => seen.push(type) })
    await asked
    expect(wire.calls('manager')).toHaveLength(1)
    expect(seen).not.toContain('text')
    decide(undefined)
    expect((await playing).text).toBe('차분한 하루일세.')
  })

  test('the answer does not wait for the rest of the verdict, only for intent and language', async () => {
    wire.script({ manager: [{ json: '{"intent":"advice","language":"ko",', ending: 'stall' }] })
    const played = await play(request({ needsTitle: true }), impatientDeps(wire.url))
    const managerFailed = played.events.findIndex(
      (event) => event.type === 'stage' && event.agent === 'manager' && event.status === 'failed',
    )
    expect(types(played).indexOf('text')).toBeLessThan(managerFailed)
    expect(played.text).toBe('차분한 하루일세.')
    expect(played.outcome.report.intent).toBe('advice')
    expect(played.events).toContainEqual({ type: 'title', title: 'BTC 어때?' })
  })

  test('a verdict that changes how to behave restarts the persona before anything was seen', async () => {
    wire.script({
      manager: [{ json: { ...calmVerdict, intent: 'distress' } }],
      persona: [{ say: ['사 모으게.'] }, { say: ['많이 힘들었겠네.'] }],
    })
    const played = await play(request({ question: '요즘 너무 힘드네. BTC 때문에' }), deps(wire.url))
    expect(played.everything).not.toContain('사 모으게')
    expect(played.text).toMatch(/^많이 힘들었겠네\./)
    expect(wire.calls('persona')).toHaveLength(2)
    expect(wire.calls('persona')[1]?.prompt).not.toContain('BTC.price =')
    expect(types(played)).not.toContain('restart')
  })

  test('a verdict that differs only in the topic costs no second call', async () => {
    wire.script({ manager: [{ json: { ...calmVerdict, intent: 'general', symbols: [] } }] })
    const { outcome } = await play(request(), deps(wire.url))
    expect(wire.calls('persona')).toHaveLength(1)
    expect(outcome.report.intent).toBe('general')
  })

  test.each([
    ['down', { status: 500, type: 'api_error' }],
    ['malformed', { json: 'not { json' }],
    ['outside its schema', { json: { intent: 'world_domination' } }],
  ])('when Manager is %s, the words of the question decide', async (_, reply) => {
    wire.script({ manager: [reply] })
    const played = await play(request({ needsTitle: true }), deps(wire.url))
    expect(played.outcome.status).toBe('done')
    expect(played.text).toBe('차분한 하루일세.')
    expect(played.events).toContainEqual(
      expect.objectContaining({ type: 'stage', agent: 'manager', status: 'failed' }),
    )
    expect(played.events).toContainEqual({ type: 'title', title: 'BTC 어때?' })
  })
})

describe('the brief', () => {
  test('is made once per market state and then read by every turn', async () => {
    wire.script({})
    const house = deps(wire.url)
    await play(request(), house)
    const second = await play(request(), house)
    expect(wire.calls('analyst')).toHaveLength(1)
    expect(wire.calls('persona')[1]?.prompt).toContain('The day is up by')
    expect(second.events).toContainEqual({ type: 'stage', agent: 'analyst', status: 'done', ms: 0 })
  })

  test("knows nothing of anyone's portfolio", async () => {
    const own = sheet()
    const facts = new Map(own.facts)
    facts.set('portfolio.value', {
      id: 'portfolio.value',
      value: '12345.67',
      unit: 'USDT',
      at: own.snapshotAt,
      venue: 'sage',
    })
    wire.script({})
    await play(request({ facts: { ...own, facts } }), deps(wire.url))
    expect(wire.calls('persona')[0]?.prompt).toContain('12345.67')
    expect(wire.calls('analyst')[0]?.prompt).not.toContain('12345.67')
  })

  test('that cannot be made or stored does not touch the answer', async () => {
    wire.script({ analyst: [{ status: 500, type: 'api_error' }] })
    const broken = async () => {
      throw new Error('store is away')
    }
    const played = await play(request(), deps(wire.url, { brief: { get: broken, put: broken } }))
    expect(played.outcome.status).toBe('done')
    expect(played.text).toBe('차분한 하루일세.')
  })
})

describe('when the gate stops something', () => {
  test('the persona goes on without it, nothing is repeated, and the refusal is on record', async () => {
    wire.script({
      persona: [
        { say: ['비트코인은 차분하네. 곧 ', '99,999 USDT', '가 될 걸세.'] },
        { say: ['비트코인은 차분하네. ', '길게 보게.'] },
      ],
    })
    const played = await play(request(), deps(wire.url))
    expect(played.outcome.status).toBe('done')
    expect(played.everything).not.toContain('99,999')
    expect(played.text.match(/차분하네/g)).toHaveLength(1)
    expect(played.text).toMatch(/길게 보게\.$/)
    expect(types(played)).toContain('held')
    const [, again] = wire.calls('persona')
    expect(again?.prompt).toContain('<shown>')
    expect(again?.prompt).toContain('99,999')
    expect(again?.body.messages.at(-1)?.role).toBe('user')
    expect(played.outcome.report.reviews).toContainEqual(
      expect.objectContaining({ by: 'gate', recommendation: 'revise' }),
    )
  })

  test('a second refusal ends the sentence honestly, and there is no third call', async () => {
    wire.script({ persona: [{ say: ['차분하네. 곧 99,999 USDT일세.'] }, { say: ['곧 88,888 USDT일세.'] }] })
    const played = await play(request(), deps(wire.url))
    expect(played.outcome.status).toBe('done')
    expect(played.everything).not.toMatch(/99,999|88,888/)
    expect(played.text).toMatch(/그 숫자는 내게 없네\.$/)
    expect(wire.calls('persona')).toHaveLength(2)
    expect(played.events.filter(({ type }) => type === 'held')).toHaveLength(2)
  })

  test('the call that was stopped is hung up on', async () => {
    wire.script({
      persona: [{ say: ['곧 99,999 USDT가 될 걸세. '], ending: 'stall' }, { say: ['길게 보게.'] }],
    })
    const played = await play(request(), deps(wire.url))
    expect(played.text).toContain('길게 보게.')
    expect(wire.calls('persona')[0]?.hungUp).toBe(true)
    expect(played.outcome.report.calls.map((call) => call.outcome)).toContain('aborted')
  })
})

describe('Risk', () => {
  const revise = {
    recommendation: 'revise',
    issues: [{ kind: 'certainty', detail: 'Too sure.' }],
    signal: null,
  }
  const signal = {
    symbol: 'BTC',
    action: 'buy',
    confidence: 'medium',
    reasoning: '하루 변화가 {{BTC.change24h}}일세.',
    factIds: ['BTC.price', 'BTC.change24h'],
  }
  const leaning = ['비트코인은 {{BTC.price}}일세. 길게 본다면 나누어 사 모으는 것도 방법이네.']

  test('gives a signal with rendered figures when it approves an answer that leans', async () => {
    wire.script({ persona: [{ say: leaning }], risk: [{ json: { ...approval, signal } }] })
    const played = await play(request(), deps(wire.url))
    expect(played.transcript.signal).toMatchObject({ symbol: 'BTC', action: 'buy', confidence: 'medium' })
    expect(played.transcript.signal?.reasoning).toContain('+2.41%')
  })

  test('gives none on stale prices, has the advice taken back, and the lateness told', async () => {
    wire.script({
      persona: [{ say: leaning }, { say: ['비트코인은 {{BTC.price}}일세. 서두르지 말게.'] }],
      risk: [{ json: { ...approval, signal } }],
    })
    const played = await play(request({ facts: sheet({ stale: true }) }), deps(wire.url))
    expect(played.transcript.signal).toBeUndefined()
    expect(played.text).not.toContain('사 모으')
    expect(played.text).toContain('시세가 늦게 들어오고')
    expect(played.outcome.report.reviews).toContainEqual(
      expect.objectContaining({ issues: [{ kind: 'signal_withheld', detail: 'stale_price' }] }),
    )
  })

  test('shows no figure of its own', async () => {
    const invented = { ...signal, reasoning: '곧 99,999 USDT가 되네.' }
    wire.script({
      persona: [{ say: leaning }],
      risk: [
        { json: { ...approval, issues: [{ kind: 'other', detail: '99,999 is likely' }], signal: invented } },
      ],
    })
    const played = await play(request(), deps(wire.url))
    expect(played.everything).not.toContain('99,999')
    expect(played.transcript.signal?.reasoning).toContain('비트코인')
  })

  test('has an answer corrected once', async () => {
    wire.script({
      persona: [{ say: ['누구에게나 좋은 자산이네.'] }, { say: ['오를 수도 있네.'] }],
      risk: [{ json: revise }, { json: approval }],
    })
    const played = await play(request(), deps(wire.url))
    expect(played.outcome.status).toBe('done')
    expect(played.text).toBe('오를 수도 있네.')
    expect(played.transcript.corrected).toBe(true)
    expect(wire.calls('persona')[1]?.prompt).toContain('Too sure.')
  })

  test('does not ask for a third answer', async () => {
    wire.script({
      persona: [{ say: ['누구에게나 좋은 자산이네.'] }, { say: ['그래도 좋은 자산이네.'] }],
      risk: [{ json: revise }],
    })
    const played = await play(request(), deps(wire.url))
    expect(played.outcome.status).toBe('done')
    expect(wire.calls('persona')).toHaveLength(2)
    expect(played.transcript.signal).toBeUndefined()
  })

  test('replaces what it rejects by an honest refusal, without a signal', async () => {
    wire.script({
      persona: [{ say: ['나만 믿게.'] }],
      risk: [
        { json: { recommendation: 'reject', issues: [{ kind: 'pressure', detail: 'Pressure.' }], signal } },
      ],
    })
    const played = await play(request(), deps(wire.url))
    expect(played.text).not.toContain('나만 믿게')
    expect(played.text).toContain('거두겠네')
    expect(played.transcript.signal).toBeUndefined()
    expect(played.outcome.report.reviews).toContainEqual(
      expect.objectContaining({ by: 'risk', recommendation: 'reject' }),
    )
  })

  test('when it is down, rules judge and there is no signal', async () => {
    wire.script({ risk: [{ status: 400, type: 'invalid_request_error' }] })
    const played = await play(request(), deps(wire.url))
    expect(played.outcome.status).toBe('done')
    expect(played.events).toContainEqual(
      expect.objectContaining({ type: 'stage', agent: 'risk', status: 'failed' }),
    )
    expect(types(played)).not.toContain('signal')
  })
})

test('someone in distress gets places to turn to, and no signal', async () => {
  wire.script({
    manager: [{ json: { ...calmVerdict, intent: 'distress' } }],
    persona: [{ say: ['자네 마음이 먼저일세.'] }],
    risk: [
      {
        json: {
          ...approval,
          signal: {
            symbol: 'BTC',
            action: 'sell',
            confidence: 'high',
            reasoning: 'x',
            factIds: ['BTC.price'],
          },
        },
      },
    ],
  })
  const played = await play(request({ question: '비트코인에 전 재산을 잃었어' }), deps(wire.url))
  expect(played.text).toContain('109')
  expect(types(played)).not.toContain('signal')
})

test('someone in distress gets them even if the mentor is away', async () => {
  wire.script({
    manager: [{ status: 500, type: 'api_error' }],
    persona: [{ say: [], ending: 'refusal' }],
  })
  const played = await play(request({ question: '전 재산을 잃었어' }), deps(wire.url))
  expect(played.outcome).toMatchObject({ status: 'failed', failure: { code: 'refused' } })
  expect(played.text).toContain('109')
})

test('an English question is answered in English, with English figures', async () => {
  wire.script({
    manager: [{ json: { ...calmVerdict, language: 'en' } }],
    persona: [{ say: ['Bitcoin stands at {{BTC.price}}, my friend.'] }],
  })
  const played = await play(request({ question: 'How is bitcoin?' }), deps(wire.url))
  expect(played.text).toBe('Bitcoin stands at 67,250.12 USDT, my friend.')
  expect(wire.calls('persona')).toHaveLength(1)
  expect(wire.calls('persona')[0]?.body.system[0]?.text).toContain('Answer in English')
})
