/** The whole stack under users and faults for a while, and what came of it. */
import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from '../failure.ts'
import type { PartName, Stack } from '../stack.ts'
import { createRandom, hashText } from '../stand-ins/random.ts'
import { calmMentor, control, disturb } from './disturb.ts'
import { groupMemoryMb, growths, type MemorySample } from './memory.ts'
import { chatter, listener, type Reckoning, trader, watcher } from './people.ts'
import type { SoakResult } from './report.ts'
import { faultSchedule } from './schedule.ts'
import type { Disturbance, Sample } from './tally.ts'
import type { World } from './visitor.ts'

export interface SoakOptions {
  readonly minutes: number
  readonly seed: number
  /** Of each kind; one listens to alerts. */
  readonly users: number
}

/** After a part is back: connections are made anew, a lease is taken, the hub tries again after 8 s at most. */
const recoveryMs = 15_000
const memoryEveryMs = 5000
const watched: readonly PartName[] = ['ingest', 'edge', 'postgres', 'valkey']

export async function soak(
  stack: Stack,
  { minutes, seed, users }: SoakOptions,
  say: (line: string) => void,
): Promise<SoakResult> {
  const { web, demoLogin, standIns } = stack.ready
  if (demoLogin === undefined || standIns.claude === undefined || standIns.binance === undefined) {
    throw new Failure('A soak needs the stand-ins: run it without keys of the real world.')
  }
  await control(standIns.claude, calmMentor)
  const startedMs = performance.now()
  const samples: Sample[] = []
  const disturbances: Disturbance[] = []
  const memory: MemorySample[] = []
  const crashes: string[] = []
  const ending = new AbortController()
  const note = (sample: Sample) => samples.push({ ...sample, atMs: sample.atMs - startedMs })
  const world: World = { web, demoLogin, note, over: ending.signal }
  stack.crashed.then(({ message }) => crashes.push(`crash: ${message}`))

  const move = (symbol: string, percent: string) =>
    control(standIns.binance, { path: { [symbol]: [['+0s', percent]] } })
  const random = (name: string) => createRandom(hashText(`${seed} ${name}`))
  const of = (name: string, live: (each: string) => Promise<Reckoning>) =>
    Array.from({ length: users }, (_, index) => live(`${name} ${index}`))
  const people = [
    ...of('chatter', (each) => chatter(world, random(each))),
    ...of('watcher', () => watcher(world)),
    ...of('trader', (each) => trader(world, random(each))),
    listener(world, random('listener'), move),
  ]
  // Whoever fails by himself is told of at the end.
  for (const person of people) person.catch(() => {})
  const weighing = setInterval(() => {
    for (const part of watched) {
      const pid = stack.pid(part)
      const mb = pid === undefined ? undefined : groupMemoryMb(pid)
      if (pid !== undefined && mb) memory.push({ part, pid, atMs: performance.now() - startedMs, mb })
    }
  }, memoryEveryMs)

  const totalMs = minutes * 60_000
  const faults = faultSchedule(seed, totalMs)
  const nowMs = () => performance.now() - startedMs
  try {
    for (const { kind, atMs, forMs } of faults) {
      await delay(Math.max(0, atMs - nowMs()))
      if (nowMs() > totalMs) break
      const fromMs = nowMs()
      say(`${(fromMs / 1000).toFixed(0).padStart(5)} s  ${kind}`)
      // Open until it is known when it was mended: what fails meanwhile is excused.
      await disturb(stack, kind, forMs)
      disturbances.push({ kind, fromMs, untilMs: nowMs() + recoveryMs })
    }
    await delay(Math.max(0, totalMs - nowMs()))
  } finally {
    ending.abort()
    clearInterval(weighing)
  }
  say('      users come to their ends')
  const reckonings = await Promise.allSettled(people)
  const losses: string[] = []
  for (const reckoning of reckonings) {
    if (reckoning.status === 'rejected') crashes.push(`a user could not go on: ${String(reckoning.reason)}`)
    else losses.push(...(await reckoning.value()))
  }
  return { seed, minutes, faults, disturbances, samples, growths: growths(memory), losses, crashes }
}
