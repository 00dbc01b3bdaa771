/** Analyst: what stands out in the market, once per market state, for everybody. */
import * as z from 'zod'
import { FactId } from '../contract/fact.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import { type Brief, BriefItem, isCurrent, marketState } from './brief.ts'
import { briefTokens, estimateBriefUsd } from './budget.ts'
import type { PipelineDeps } from './deps.ts'
import { factLines, systemBlocks, tag } from './prompt-text.ts'
import { analystPrompt } from './prompts/analyst.ts'
import type { Scene } from './scene.ts'
import type { AgentCall } from './turn.ts'

export const AnalystOutput = z.object({ items: z.array(BriefItem) })
export type AnalystOutput = z.infer<typeof AnalystOutput>

const deadlineMs = 8_000
const mostItems = 8
/** The store is a neighbour; if it does not answer at once the turn goes on without a brief. */
const storeDeadlineMs = 250

/** The current brief, if the store has one. */
export async function storedBrief(scene: Scene): Promise<Brief | undefined> {
  const { deps, request } = scene
  const state = marketState(request.facts)
  const brief = await within(storeDeadlineMs, deps.brief.get(state))
  if (!brief || !isCurrent(brief, state)) return undefined
  scene.ledger.stage('analyst', 0)
  await scene.emit({ type: 'stage', agent: 'analyst', status: 'done', ms: 0 })
  return brief
}

/**
 * Makes the missing brief beside the answer, for every question after this one: waiting for it would cost the
 * reader two seconds, and the persona has the facts themselves.
 */
export async function makeMissingBrief(scene: Scene): Promise<void> {
  const { deps, request, ledger, signal } = scene
  const state = marketState(request.facts)
  if (Object.keys(state.prices).length === 0) return
  if (deps.brief.claim && !(await within(storeDeadlineMs, deps.brief.claim(state)))) return
  const finish = await scene.start('analyst')
  const brief = await makeBrief(deps, request.facts, signal, ledger.record)
  await finish(brief ? 'done' : 'failed')
}

/** Makes and stores the brief of `sheet`'s market; `undefined` if Claude could not. */
export async function makeBrief(
  deps: Pick<PipelineDeps, 'claude' | 'brief'>,
  sheet: FactSheet,
  signal: AbortSignal,
  record: (call: AgentCall) => void,
): Promise<Brief | undefined> {
  // The brief is shared, so nothing of one user's portfolio or alert may enter it.
  const facts = [...sheet.facts.values()].filter(({ id }) => !/^(portfolio|event)\./.test(id))
  const result = await deps.claude.structured({
    agent: 'analyst',
    model: 'fast',
    schema: AnalystOutput,
    maxTokens: briefTokens,
    deadlineMs,
    signal,
    record,
    prompt: {
      system: systemBlocks(analystPrompt),
      messages: [{ role: 'user', content: tag('facts', factLines(facts)) }],
    },
  })
  if (result.status === 'failed') return undefined
  const items = result.output.items
    .map((item) => ({ ...item, factIds: item.factIds.filter((id) => FactId.safeParse(id).success) }))
    .filter((item) => item.factIds.length > 0)
    .slice(0, mostItems)
  const brief: Brief = { state: marketState(sheet), items }
  await within(storeDeadlineMs, deps.brief.put(brief))
  return brief
}

/** The day's money of the whole house, in USD. */
export interface HouseMoney {
  /** Whether there was so much left; then it is taken. */
  take(usd: number): Promise<boolean>
  giveBack(usd: number): Promise<void>
}

/**
 * Makes the brief of `sheet` before anybody needs it, at the expense of the house: `undefined` if its money is spent
 * or Claude could not.
 */
export async function makeSharedBrief(
  sheet: FactSheet,
  deps: Pick<PipelineDeps, 'claude' | 'brief'> & { readonly money: HouseMoney },
): Promise<Brief | undefined> {
  const estimatedUsd = estimateBriefUsd(sheet)
  if (!(await deps.money.take(estimatedUsd))) return undefined
  let spentUsd = 0
  // Nobody waits, so nobody stops it: the deadline does.
  const brief = await makeBrief(deps, sheet, new AbortController().signal, ({ costUsd }) => {
    spentUsd += costUsd
  })
  if (spentUsd < estimatedUsd) await deps.money.giveBack(estimatedUsd - spentUsd)
  return brief
}

/** What `promise` gives within `ms`; `undefined` if it is late or fails: a brief is welcome, never necessary. */
async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, late])
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
