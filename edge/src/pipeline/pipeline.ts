/**
 * One turn, from question to outcome. Manager and Persona run side by side: no word is shown before Manager's
 * verdict, and the first word waits for the slower of the two instead of for both.
 */
import type { MessagePart } from '../contract/message.ts'
import { plainText } from '../contract/transcript.ts'
import { makeMissingBrief, storedBrief } from './analyst.ts'
import { estimateUsd } from './budget.ts'
import type { PipelineDeps } from './deps.ts'
import { budgetSpent, failure, failureFrom, helplines, mentorAway, rejected } from './endings.ts'
import { type Managing, manage } from './manager.ts'
import { type Ask, openSpeech, type Tries } from './persona.ts'
import { judge, type RiskOutput } from './risk.ts'
import { differsWhereItMatters, guessRoute, modeOf, type Route } from './routing.ts'
import { openScene, type Scene } from './scene.ts'
import { admitSignal } from './signal.ts'
import { speak } from './speech.ts'
import { issuesForReader, reasoningFor, titleFor } from './spoken-by-others.ts'
import { missingStaleNote } from './stale.ts'
import type { Emit, TurnFailure, TurnOutcome, TurnRequest } from './turn.ts'

/**
 * Answers `request`, telling `emit` what happens in order. Every expected ending is returned, none thrown; `signal`
 * stops the turn, and its upstream calls with it.
 */
export async function runPipeline(
  request: TurnRequest,
  deps: PipelineDeps,
  emit: Emit,
  signal: AbortSignal,
): Promise<TurnOutcome> {
  const scene = openScene(request, deps, emit, signal)
  const reservation = await deps.budget.reserve(estimateUsd(request))
  if (!reservation.ok)
    return {
      status: 'failed',
      failure: budgetSpent(reservation.scope, request.locale),
      report: scene.ledger.report(),
    }
  try {
    const failed = await answer(scene)
    const report = scene.ledger.report()
    if (signal.aborted) return { status: 'stopped', report }
    return failed ? { status: 'failed', failure: failed, report } : { status: 'done', report }
  } finally {
    // A reservation that cannot be settled lapses as spent; the answer stands.
    await reservation.settle(scene.ledger.costUsd()).catch(() => undefined)
  }
}

async function answer(scene: Scene): Promise<TurnFailure | undefined> {
  const { request } = scene
  const guess = guessRoute(request.question, request.history, request.locale)
  const finishManager = await scene.start('manager')
  const finishPersona = await scene.start('persona')
  await scene.emit({
    type: 'facts',
    snapshotAt: request.facts.snapshotAt,
    facts: [...request.facts.facts.values()],
  })

  const managing = manage(scene, guess, finishManager)
  const brief = await storedBrief(scene)
  const tries: Tries = { retries: 0 }
  const guessed: Ask = { route: guess, brief, occasion: { type: 'answer' } }
  const opening = openSpeech(scene, guessed, tries)
  const beside = Promise.all([brief ? undefined : makeMissingBrief(scene), titleWhenKnown(scene, managing)])

  try {
    const route = await managing.decided
    scene.ledger.intent(route.intent)
    if (isMarketGone(scene, route)) {
      await opening.cancel()
      await finishPersona('failed')
      return failure('stale_market', route.language)
    }
    const ask: Ask = { ...guessed, route }
    const isWrong = differsWhereItMatters(guess, route)
    if (isWrong) await opening.cancel()
    const spoken = await speak(scene, ask, isWrong ? openSpeech(scene, ask, tries) : opening, tries)
    await finishPersona(spoken.status === 'spoken' ? 'done' : 'failed')
    if (spoken.status === 'failed') {
      const isAway = spoken.parts.length === 0 && !/refused|too_long|aborted/.test(spoken.failure.code)
      if (isAway) await showAll(scene, mentorAway(await managing.complete, request.facts))
      await showHelp(scene, route)
      return failureFrom(spoken.failure, route.language, spoken.parts.length > 0)
    }
    await showHelp(scene, route)
    await review(scene, ask, spoken.parts, tries)
    return undefined
  } finally {
    await beside
  }
}

/** The chat's title comes when Manager has written it; the answer does not wait for it. */
async function titleWhenKnown(scene: Scene, managing: Managing): Promise<void> {
  const verdict = await managing.complete
  if (scene.request.needsTitle) await scene.emit({ type: 'title', title: titleFor(scene, verdict) })
}

/** After the last word: Risk's verdict, one correction at most, and the signal if there is one. */
async function review(scene: Scene, ask: Ask, parts: readonly MessagePart[], tries: Tries): Promise<void> {
  const verdict = await pronounce(scene, ask, parts)
  switch (verdict.recommendation) {
    case 'approve':
      await noteStaleness(scene, ask, parts)
      return await offerSignal(scene, ask, parts, verdict)
    case 'reject':
      return await takeBack(scene, ask)
    case 'revise': {
      const issues = verdict.issues.map(({ kind, detail }) => `${kind}: ${detail}`).join('\n')
      const better: Ask = { ...ask, occasion: { type: 'revise', answer: plainText(parts), issues } }
      const opening = openSpeech(scene, better, tries)
      if ((await opening.opened).status === 'failed') return await takeBack(scene, ask)
      await scene.emit({ type: 'correction', reason: 'revised' })
      const corrected = await speak(scene, better, opening, tries)
      if (corrected.status === 'failed') return await takeBack(scene, ask)
      await showHelp(scene, ask.route)
      const second = await pronounce(scene, ask, corrected.parts)
      if (second.recommendation === 'reject') return await takeBack(scene, ask)
      await noteStaleness(scene, ask, corrected.parts)
      if (second.recommendation === 'approve') await offerSignal(scene, ask, corrected.parts, second)
      return
    }
  }
}

/** Replaces what was shown by an honest refusal. */
async function takeBack(scene: Scene, { route }: Ask): Promise<void> {
  await scene.emit({ type: 'correction', reason: 'rejected' })
  await scene.emit({ type: 'text', text: rejected[route.language] })
  await showHelp(scene, route)
}

/** Someone in distress finds places to turn to under whatever is shown, and does not wait for Risk. */
async function showHelp(scene: Scene, route: Route): Promise<void> {
  if (route.intent === 'distress') await scene.emit({ type: 'text', text: helplines[route.language] })
}

/** Late figures are called late, if the mentor has not done so. */
async function noteStaleness(scene: Scene, ask: Ask, parts: readonly MessagePart[]): Promise<void> {
  const text = missingStaleNote(parts, scene.request.facts, ask.route.language)
  if (text !== undefined) await scene.emit({ type: 'text', text })
}

async function pronounce(scene: Scene, ask: Ask, parts: readonly MessagePart[]): Promise<RiskOutput> {
  const verdict = await judge(scene, ask.route, parts)
  scene.ledger.review('risk', verdict.recommendation, verdict.issues)
  await scene.emit({
    type: 'risk',
    recommendation: verdict.recommendation,
    issues: issuesForReader(scene, ask.route.language, verdict.issues),
  })
  return verdict
}

async function offerSignal(
  scene: Scene,
  ask: Ask,
  parts: readonly MessagePart[],
  verdict: RiskOutput,
): Promise<void> {
  if (!verdict.signal) return
  const admission =
    scene.attacks.length > 0
      ? underAttack
      : admitSignal(verdict.signal, ask.route, parts, scene.request.facts)
  if (admission.status === 'withheld') {
    scene.ledger.review('risk', 'approve', [{ kind: 'signal_withheld', detail: admission.reason }])
    return
  }
  await scene.emit({
    type: 'signal',
    id: crypto.randomUUID(),
    symbol: admission.symbol,
    action: admission.action,
    confidence: admission.confidence,
    reasoning: reasoningFor(scene, ask.route.language, verdict.signal, parts),
    factIds: [...admission.factIds],
  })
}

/** No one may dictate a signal. */
const underAttack = { status: 'withheld', reason: 'injection' } as const

/** Whether the question is about prices while there is not a single one. */
function isMarketGone(scene: Scene, route: Route): boolean {
  if (modeOf(route.intent) !== 'mentor') return false
  if (route.intent !== 'market_data' && route.intent !== 'advice') return false
  return ![...scene.request.facts.facts.keys()].some((id) => id.endsWith('.price'))
}

async function showAll(scene: Scene, parts: readonly MessagePart[]): Promise<void> {
  for (const part of parts) await scene.emit(part)
}
