import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { houseDesk } from '../bindings.ts'
import { messagesPerMinute, turnsAtOnce } from './limits.ts'

const newDesk = () => env.DESK.getByName(crypto.randomUUID())
const session = (signedInAtMs = Date.now()) => ({ sid: crypto.randomUUID(), signedInAt: signedInAtMs / 1000 })

test('a session is good until it is signed out, and the others stay', async () => {
  const desk = newDesk()
  const [one, other] = [session(), session()]
  expect(await desk.check(one)).toBe('good')
  await desk.revokeSession(one.sid)
  expect(await desk.check(one)).toBe('revoked')
  expect(await desk.check(other)).toBe('good')
})

test('signing out everywhere ends what was begun before and nothing that begins after', async () => {
  const desk = newDesk()
  const before = session()
  await desk.revokeAll()
  expect(await desk.check(before)).toBe('revoked')
  expect(await desk.check(session(Date.now() + 1))).toBe('good')
})

test('a disabled user has no good session, and an old one does not come back', async () => {
  const desk = newDesk()
  const before = session()
  await desk.setDisabled(true)
  expect(await desk.check(before)).toBe('revoked')
  expect(await desk.check(session(Date.now() + 1))).toBe('revoked')
  await desk.setDisabled(false)
  expect(await desk.check(before)).toBe('revoked')
  expect(await desk.check(session(Date.now() + 1))).toBe('good')
})

test('three answers at once; the fourth waits for one to end', async () => {
  const desk = newDesk()
  const turns = Array.from({ length: turnsAtOnce }, () => crypto.randomUUID())
  for (const turn of turns) expect((await desk.beginTurn(turn)).status).toBe('admitted')
  expect((await desk.beginTurn('one-more')).status).toBe('too_many_turns')
  await desk.endTurn(turns[0] ?? '')
  expect((await desk.beginTurn('one-more')).status).toBe('admitted')
})

test('a turn that is taken up again is never refused', async () => {
  const desk = newDesk()
  for (let turn = 0; turn < turnsAtOnce + 1; turn += 1) {
    expect((await desk.resumeTurn(`turn-${turn}`)).status).toBe('admitted')
  }
})

test('the pace of a minute is kept', async () => {
  const desk = newDesk()
  for (let message = 0; message < messagesPerMinute; message += 1) {
    const turn = crypto.randomUUID()
    expect((await desk.beginTurn(turn)).status).toBe('admitted')
    await desk.endTurn(turn)
  }
  const refused = await desk.beginTurn('one-more')
  expect(refused).toMatchObject({ status: 'rate_limited' })
  expect('retryAfterMs' in refused && refused.retryAfterMs).toBeGreaterThan(0)
})

test('the mentor gets the profile that was last set', async () => {
  const desk = newDesk()
  expect(await desk.resumeTurn('turn')).toMatchObject({ profile: { locale: 'ko', riskProfile: 'balanced' } })
  await desk.setProfile({ locale: 'en', riskProfile: 'conservative' })
  expect(await desk.resumeTurn('turn')).toMatchObject({
    profile: { locale: 'en', riskProfile: 'conservative' },
  })
})

test('a hundred reservations at once do not overrun the allowance of a user', async () => {
  const desk = newDesk()
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => desk.reserve(0.03)))
  const admitted = outcomes.filter(({ ok }) => ok)
  expect(admitted.length * 0.03).toBeLessThanOrEqual(1)
  expect(admitted.length).toBeGreaterThan(20)
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.scope === 'user').length).toBeGreaterThan(0)
})

test('what the house took and did not need is there again, and never more than that', async () => {
  const house = newDesk()
  while (await house.take(0.5));
  await house.giveBack(0.5)
  expect(await house.take(0.5)).toBe(true)
  expect(await house.take(0.5)).toBe(false)
  await house.giveBack(100)
  for (const free of [true, true, true, false]) expect(await house.take(0.5)).toBe(free)
})

test('the allowance of the house ends for all users together', async () => {
  // 1.5 USD a day for the house in these tests' configuration; whatever is left of it is taken first.
  while (await houseDesk(env).take(0.05));
  expect(await newDesk().reserve(0.5)).toEqual({ ok: false, scope: 'total' })
})

test('what an answer did not cost can be spent on the next', async () => {
  const desk = newDesk()
  for (let answer = 0; answer < 30; answer += 1) {
    const reserved = await desk.reserve(0.04)
    if (reserved.ok) await desk.settle(reserved.id, 0.001)
    else expect(reserved).toEqual({ ok: false, scope: 'total' })
  }
})
