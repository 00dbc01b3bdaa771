/** How fast the model answers: a fixed or a seeded log-normal wait for the first token, then a steady stream. */
import { createRandom, hashText, normal, type Random } from '../random.ts'
import type { ModelClass } from './request.ts'
import type { Settings } from './settings.ts'

export interface Timing {
  readonly firstTokenMs: number
  /** 0: all at once. */
  readonly msPerToken: number
}

/** Thinking before the answer delays it by about this much. */
const thinkingMs = 900
/** The 95th percentile of a normal distribution, in standard deviations. */
const p95Deviations = 1.645

/** Draws timings in turn; the n-th request of a class is as fast in every run with the same seed. */
export function createPace(settings: () => Settings) {
  let seed = ''
  let randoms: Readonly<Record<ModelClass, Random>> | undefined
  return (modelClass: ModelClass, thinks: boolean): Timing => {
    const current = settings()
    if (!randoms || seed !== current.seed) {
      seed = current.seed
      randoms = {
        fast: createRandom(hashText(`${seed}/pace/fast`)),
        smart: createRandom(hashText(`${seed}/pace/smart`)),
      }
    }
    const { latencyMs, tokensPerSecond } = current.pace[modelClass]
    const waitMs =
      typeof latencyMs === 'number'
        ? latencyMs
        : logNormal(latencyMs.medianMs, latencyMs.p95Ms, normal(randoms[modelClass]))
    return {
      firstTokenMs: waitMs + (thinks && waitMs > 0 ? thinkingMs : 0),
      msPerToken: tokensPerSecond === 0 ? 0 : 1000 / tokensPerSecond,
    }
  }
}

function logNormal(medianMs: number, p95Ms: number, deviations: number): number {
  if (medianMs === 0) return 0
  return medianMs * Math.exp((Math.log(Math.max(p95Ms, medianMs) / medianMs) / p95Deviations) * deviations)
}
