/** Carries out what a schedule says, on a running stack. */
import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from '../failure.ts'
import type { PartName, Stack } from '../stack.ts'
import type { FaultKind } from './schedule.ts'

/** Sets a stand-in's behaviour. */
export async function control(url: string | undefined, patch: object): Promise<void> {
  const response = await fetch(`${url}/__control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(patch),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Failure(`A stand-in refused: ${await response.text()}`)
}

export const calmMentor = { reset: true, latencyMs: 60, tokensPerSecond: 150 }

/** Breaks it, waits for `forMs`, and resolves when it has been mended. */
export async function disturb(stack: Stack, kind: FaultKind, forMs: number): Promise<void> {
  const { standIns } = stack.ready
  const killed = async (part: PartName, signal: NodeJS.Signals) => {
    await stack.kill(part, signal)
    await delay(forMs)
    await bringBack(stack, part)
  }
  const mentor = async (patch: object) => {
    await control(standIns.claude, { ...calmMentor, ...patch })
    await delay(forMs)
    await control(standIns.claude, calmMentor)
  }
  switch (kind) {
    case 'ingest killed':
      return killed('ingest', 'SIGKILL')
    case 'ingest restarted':
      return stack.restart('ingest')
    case 'edge killed':
      return killed('edge', 'SIGKILL')
    case 'valkey killed':
      return killed('valkey', 'SIGKILL')
    case 'postgres killed':
      return killed('postgres', 'SIGKILL')
    case 'claude slow':
      return mentor({ latencyMs: { medianMs: 1500, p95Ms: 4000 }, tokensPerSecond: 25 })
    case 'claude overloaded':
      return mentor({ faults: [{ kind: 'overloaded', match: { modelClass: 'smart' } }] })
    case 'binance cut':
      return control(standIns.binance, { cut: true })
    case 'both feeds mute':
      for (const mute of [true, false]) {
        for (const venue of [standIns.binance, standIns.gate]) await control(venue, { mute })
        if (mute) await delay(forMs)
      }
  }
}

const attempts = 60

/** PostgreSQL refuses to start until the last process of the killed server has gone. */
async function bringBack(stack: Stack, part: PartName): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await stack.restart(part)
    } catch (error) {
      if (attempt === attempts) throw error
      await delay(250)
    }
  }
}
