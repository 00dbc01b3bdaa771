/**
 * A new version of the Worker takes over step by step, and the old one takes everything back if the new one fails more
 * often. Decisions only; what they are carried out with is `RolloutDeps`.
 */

export interface Traffic {
  readonly requests: number
  /** Answers of 5xx. */
  readonly failed: number
}

export interface VersionTraffic {
  readonly fresh: Traffic
  readonly before: Traffic
}

export type Verdict = 'well' | 'unknown' | 'worse'

/** Fewer say nothing of a share. */
const fewestRequests = 100
const fewestFailures = 5
/** Below it nobody goes back, however good the old version was. */
const harmlessShare = 0.01
const timesWorse = 3

/** Whether the new version may go on, of what both have answered since it began. */
export function judge({ fresh, before }: VersionTraffic): Verdict {
  const share = ({ requests, failed }: Traffic) => (requests === 0 ? 0 : failed / requests)
  const limit = Math.max(harmlessShare, share(before) * timesWorse)
  if (fresh.failed >= fewestFailures && share(fresh) > limit) return 'worse'
  return fresh.requests >= fewestRequests ? 'well' : 'unknown'
}

export interface RolloutDeps {
  /** Puts `share` percent of all traffic on the new version, the rest on the old one. */
  split(share: number): Promise<void>
  /** Since the last split. */
  traffic(): Promise<VersionTraffic>
  wait(ms: number): Promise<void>
  say(line: string): void
}

/** Percent of the traffic that the new version gets, and for how long at least. */
export const steps = [5, 25, 50, 100] as const
export const lookEveryMs = 30_000
export const looksPerStep = 4
/** At night nobody comes: then time alone has to do. */
const mostLooks = 10

/** `rolled back`: the old version has everything again. */
export async function rollOut(deps: RolloutDeps): Promise<'done' | 'rolled back'> {
  for (const share of steps) {
    await deps.split(share)
    deps.say(`${share} % of the traffic is on the new version`)
    let verdict: Verdict = 'unknown'
    for (let look = 1; look <= mostLooks && (look <= looksPerStep || verdict === 'unknown'); look += 1) {
      await deps.wait(lookEveryMs)
      const traffic = await deps.traffic().catch((cause: unknown) => {
        deps.say(`figures are not to be had: ${cause instanceof Error ? cause.message : String(cause)}`)
        return undefined
      })
      if (traffic === undefined) continue
      verdict = judge(traffic)
      const { fresh, before } = traffic
      deps.say(
        `  new ${fresh.failed}/${fresh.requests} failed, old ${before.failed}/${before.requests}: ${verdict}`,
      )
      if (verdict !== 'worse') continue
      await deps.split(0)
      deps.say('The old version has everything again.')
      return 'rolled back'
    }
    if (verdict === 'unknown') deps.say(`  too few requests to tell; going on after ${mostLooks} looks`)
  }
  return 'done'
}
