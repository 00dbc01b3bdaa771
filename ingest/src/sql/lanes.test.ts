import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Admission, Lanes } from './lanes.ts'

const limits = { perCaller: 2, waitingPerCaller: 2, waitMs: 1000 }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function leave(admission: Admission): void {
  if (admission.status === 'refused') throw new Error(admission.cause)
  admission.leave()
}

/** Notes what becomes of a call. */
function entering(lanes: Lanes, caller: string) {
  const call: { admission?: Admission } = {}
  void lanes.enter(caller).then((admission) => {
    call.admission = admission
  })
  return call
}
const settle = () => vi.advanceTimersByTimeAsync(0)

it('a caller who has filled his lane holds up no other', async () => {
  const lanes = new Lanes(limits)
  for (let call = 0; call < 4; call += 1) entering(lanes, 'mallory')
  expect(await lanes.enter('alice')).toMatchObject({ status: 'admitted' })
})

it('calls wait until one before them has left, and come in order', async () => {
  const lanes = new Lanes(limits)
  const first = await lanes.enter('alice')
  const second = await lanes.enter('alice')
  const third = entering(lanes, 'alice')
  const fourth = entering(lanes, 'alice')
  await settle()
  expect(third.admission).toBeUndefined()
  leave(second)
  await settle()
  expect(third.admission).toMatchObject({ status: 'admitted' })
  expect(fourth.admission).toBeUndefined()
  leave(first)
  await settle()
  expect(fourth.admission).toMatchObject({ status: 'admitted' })
})

it('a call that waits too long, or comes when too many wait, is refused', async () => {
  const lanes = new Lanes(limits)
  for (let call = 0; call < 2; call += 1) await lanes.enter('alice')
  const waiting = [entering(lanes, 'alice'), entering(lanes, 'alice')]
  expect(await lanes.enter('alice')).toMatchObject({ status: 'refused' })
  await vi.advanceTimersByTimeAsync(limits.waitMs)
  for (const { admission } of waiting) expect(admission).toMatchObject({ status: 'refused' })
})

it('a call that gave up takes no place, and nobody who has left is remembered', async () => {
  const lanes = new Lanes(limits)
  const running = [await lanes.enter('alice'), await lanes.enter('alice')]
  entering(lanes, 'alice')
  await vi.advanceTimersByTimeAsync(limits.waitMs)
  running.forEach(leave)
  expect(lanes.size).toBe(0)
  for (let call = 0; call < 2; call += 1) expect((await lanes.enter('alice')).status).toBe('admitted')
})
