import { expect, test } from 'vitest'
import type { AlertCause } from '../contract/alert.ts'
import { type AnnounceDeps, announce, chunkSize } from './announce.ts'

const cause: AlertCause = {
  type: 'market_event',
  event: { id: 'e', kind: 'move', direction: 'up', at: '2026-11-28T08:00:00.000Z' },
}

/** People without end, told of by and by; `steps` is what was done, in order. */
function telling(people: number, postToDiscord: AnnounceDeps['postToDiscord']) {
  const steps: string[] = []
  let considered = 0
  const deps: AnnounceDeps = {
    begin: async () => ({ cursor: null, completed: false, begunAt: new Date(0) }),
    async tell() {
      const size = Math.min(chunkSize, people - considered)
      considered += size
      steps.push(`told ${considered}`)
      return { last: `${considered}`, considered: size, notifications: size, deliveries: [`d${considered}`] }
    },
    async advance(_, { cursor, completed }) {
      steps.push(`${completed ? 'completed' : 'at'} ${cursor}`)
    },
    async enqueue(ids) {
      steps.push(`queued ${ids}`)
    },
    postToDiscord,
  }
  return { steps, deps }
}

test('nobody waits for Discord, but nothing is complete before its post is on its way', async () => {
  let posted = () => {}
  const { steps, deps } = telling(
    chunkSize + 1,
    () =>
      new Promise((resolve) => {
        posted = resolve
      }),
  )
  const told = announce(cause, deps)
  const all = [`told ${chunkSize}`, `queued d${chunkSize}`, `at ${chunkSize}`]
  const last = [`told ${chunkSize + 1}`, `queued d${chunkSize + 1}`]
  await expect.poll(() => steps).toEqual([...all, ...last])
  posted()
  expect(await told).toEqual({ notifications: chunkSize + 1, deliveries: 2 })
  expect(steps.at(-1)).toBe(`completed ${chunkSize + 1}`)
})

test('a post that could not be set on its way leaves the telling open, for a sweep to complete', async () => {
  const { steps, deps } = telling(1, () => Promise.reject(new Error('the object is away')))
  await expect(announce(cause, deps)).rejects.toThrow('the object is away')
  expect(steps).toEqual(['told 1', 'queued d1'])
})
