/** What a chat's object works with, made from the Worker's bindings. */
import { waitUntil } from 'cloudflare:workers'
import type { Mentor } from '@sage/db/vocabulary'
import type { Reserved, TurnAdmission } from '../account/desk.ts'
import { type Bindings, deskOf, marketHub } from '../bindings.ts'
import { claudeOf } from '../claude/from-settings.ts'
import { database } from '../db/index.ts'
import { readSettings } from '../env.ts'
import { faultReporter } from '../faults.ts'
import { logger } from '../log.ts'
import type { Budget, PipelineDeps } from '../pipeline/deps.ts'
import { runPipeline } from '../pipeline/pipeline.ts'
import { measureTo } from '../points.ts'
import { withPortfolio } from '../portfolio/mentor-facts.ts'
import { shadowPortfolios } from '../portfolio/shadow.ts'
import type { MentorProfile } from '../services.ts'
import type { ChatArchive } from './archive.ts'
import { databaseArchive } from './database-archive.ts'
import type { RoomName } from './room-store.ts'
import type { TurnDeps } from './turn.ts'

export interface RoomDeps extends TurnDeps {
  readonly mentor: Mentor
  readonly archive: ChatArchive
  readonly desk: {
    beginTurn(turnId: string): Promise<TurnAdmission>
    resumeTurn(turnId: string): Promise<{ readonly profile: MentorProfile }>
    endTurn(turnId: string): Promise<void>
  }
}

/** `requestId`: of the request that is being answered. */
export function roomDeps(env: Bindings, name: RoomName, requestId: () => string | undefined): RoomDeps {
  const settings = readSettings(env)
  const log = logger(settings.LOG_LEVEL)
  const desk = deskOf(env, name.userId)
  const now = () => new Date()
  const pipeline: PipelineDeps = {
    claude: claudeOf(settings, log),
    brief: {
      get: (state) => marketHub(env).brief(state),
      put: (brief) => marketHub(env).putBrief(brief),
      claim: (state) => marketHub(env).claimBrief(state),
    },
    budget: budgetOf(desk),
    now,
  }
  const hub = marketHub(env)
  const portfolios = shadowPortfolios(name.userId, {
    asOwner: database(settings, { role: 'user', userId: name.userId }, { requestId }),
    asService: database(settings, { role: 'service' }, { requestId }),
    market: { prices: () => hub.prices(), stream: () => hub.stream() },
    now,
  })
  return {
    mentor: settings.MENTOR,
    archive: databaseArchive(name, {
      asOwner: database(settings, { role: 'user', userId: name.userId }, { requestId }),
      asService: database(settings, { role: 'service' }, { requestId }),
      log,
    }),
    desk: {
      beginTurn: (turnId) => desk.beginTurn(turnId),
      resumeTurn: (turnId) => desk.resumeTurn(turnId),
      endTurn: (turnId) => desk.endTurn(turnId),
    },
    factSheet: () => withPortfolio(hub.factSheet(), portfolios.summary()),
    answer: (request, emit, signal) => runPipeline(request, pipeline, emit, signal),
    log,
    reportFault: faultReporter({ log, settings, keepAlive: waitUntil }),
    measure: measureTo(env.METRICS),
    requestId,
    now,
  }
}

function budgetOf(desk: {
  reserve(usd: number): Promise<Reserved>
  settle(id: string, usd: number): Promise<void>
}): Budget {
  return {
    async reserve(estimateUsd) {
      const reserved = await desk.reserve(estimateUsd)
      if (!reserved.ok) return reserved
      return { ok: true, settle: (actualUsd) => desk.settle(reserved.id, actualUsd) }
    },
  }
}
