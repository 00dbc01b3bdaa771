/** The mentor writes the morning's digest as he answers any question: on facts, through the gate, judged by Risk. */
import { randomUUID } from 'node:crypto'
import type { Locale } from '@sage/db/vocabulary'
import { type Bindings, houseDesk, marketHub } from '../bindings.ts'
import { claudeOf } from '../claude/from-settings.ts'
import { emptyTranscript, foldTranscript, plainText } from '../contract/transcript.ts'
import { readSettings } from '../env.ts'
import { logger } from '../log.ts'
import type { PipelineDeps } from '../pipeline/deps.ts'
import { runPipeline } from '../pipeline/pipeline.ts'
import { questionOf } from './cause.ts'
import type { DigestDeps } from './digest.ts'

const deadlineMs = 120_000

export function digestWriter(env: Bindings): DigestDeps['write'] {
  const settings = readSettings(env)
  const log = logger(settings.LOG_LEVEL)
  const hub = marketHub(env)
  const house = houseDesk(env)
  const deps: PipelineDeps = {
    claude: claudeOf(settings, log),
    brief: {
      get: (state) => hub.brief(state),
      put: (brief) => hub.putBrief(brief),
      claim: (state) => hub.claimBrief(state),
    },
    // The house asks, and the house pays.
    budget: {
      reserve: async (usd) =>
        (await house.take(usd))
          ? { ok: true, settle: (actualUsd) => house.giveBack(usd - actualUsd) }
          : { ok: false, scope: 'total' },
    },
    now: () => new Date(),
  }

  return async (locale: Locale) => {
    let transcript = emptyTranscript
    const id = randomUUID()
    const outcome = await runPipeline(
      {
        turnId: id,
        userId: id,
        locale,
        riskProfile: 'balanced',
        question: questionOf({ type: 'digest', id, at: new Date().toISOString() }, locale),
        history: [],
        needsTitle: false,
        facts: await hub.factSheet(),
      },
      deps,
      (event) => {
        transcript = foldTranscript(transcript, event)
      },
      AbortSignal.timeout(deadlineMs),
    )
    const rejected = outcome.report.reviews.at(-1)?.recommendation === 'reject'
    if (outcome.status !== 'done' || rejected) {
      log('warn', 'digest not written', { locale, status: outcome.status, rejected })
      return undefined
    }
    const cited = new Set(transcript.parts.flatMap((part) => (part.type === 'fact' ? [part.id] : [])))
    return {
      text: plainText(transcript.parts).trim(),
      facts: transcript.facts.filter((fact) => cited.has(fact.id)),
    }
  }
}
