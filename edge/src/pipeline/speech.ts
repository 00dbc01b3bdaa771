/**
 * From the persona's stream to the reader, through the gate. Only what the gate lets pass is ever emitted; what it
 * holds is asked for once more without it, and the second time the sentence is ended honestly.
 */
import type { Locale } from '@sage/db/vocabulary'
import type { StreamEnd } from '../claude/client.ts'
import type { ClaudeFailure } from '../claude/failure.ts'
import { pause } from '../claude/waiting.ts'
import type { MessagePart } from '../contract/message.ts'
import { plainText } from '../contract/transcript.ts'
import type { RiskIssue } from '../contract/turn-event.ts'
import { createGate, type Gate, type GateOutput, type HeldReason } from '../facts/gate.ts'
import { createGuard, type GuardReason } from './guard.ts'
import { type Ask, type Opening, openSpeech, type Tries } from './persona.ts'
import { createRepeatStripper } from './repeat.ts'
import type { Scene } from './scene.ts'

export type Spoken =
  | { readonly status: 'spoken'; readonly parts: readonly MessagePart[] }
  /** `parts` are on the reader's screen. */
  | { readonly status: 'failed'; readonly failure: ClaudeFailure; readonly parts: readonly MessagePart[] }

/** What the user has said in this chat: figures in it may be repeated, unless they came with an attack. */
export function saidByUser({ request, attacks }: Scene): string[] {
  const earlier = request.history.filter(({ role }) => role === 'user').map(({ text }) => text)
  return [...earlier, request.question].filter((text) => !attacks.includes(text))
}

/** Shows what `opening` says. Failures are retried, with a `restart` if something had been shown. */
export async function speak(scene: Scene, ask: Ask, opening: Opening, tries: Tries): Promise<Spoken> {
  let parts: MessagePart[] = []
  let refused = false
  let current = opening
  const show = async (part: MessagePart) => {
    parts.push(part)
    await scene.emit(part)
  }
  for (;;) {
    const end = await relay(scene, ask.route.language, current, plainText(parts), refused, show)
    if (end.status === 'ended') return { status: 'spoken', parts }
    if (end.status === 'held') {
      await scene.emit({ type: 'held', reason: end.reason })
      await current.cancel()
      if (refused) {
        await show({ type: 'text', text: lastWords(end.reason, ask.route.language, plainText(parts)) })
        return { status: 'spoken', parts }
      }
      refused = true
      const occasion = {
        type: 'go_on',
        shown: plainText(parts),
        refused: end.span,
        reason: end.reason,
      } as const
      current = openSpeech(scene, { ...ask, occasion }, tries)
      continue
    }
    const delayMs = scene.deps.claude.retryDelayMs(end.failure, tries.retries)
    if (delayMs === undefined) return { status: 'failed', failure: end.failure, parts }
    tries.retries += 1
    if (!(await pause(delayMs, scene.signal)))
      return { status: 'failed', failure: { code: 'aborted' }, parts }
    if (parts.length > 0) await scene.emit({ type: 'restart', reason: end.failure.code })
    parts = []
    refused = false
    current = openSpeech(scene, ask, tries)
  }
}

/** Figures that were written out although they are facts: shown as references, and counted. */
function repairs(gate: Gate): RiskIssue[] {
  return gate.decisions
    .filter(({ decision }) => decision === 'fact')
    .map(({ text, fact }) => ({ kind: 'repaired', detail: `${text} -> ${fact}` }))
}

interface Refusal {
  readonly reason: HeldReason | GuardReason
  readonly span: string
}

type RelayEnd = StreamEnd | ({ readonly status: 'held' } & Refusal)

async function relay(
  scene: Scene,
  language: Locale,
  opening: Opening,
  shown: string,
  goesOn: boolean,
  show: (part: MessagePart) => Promise<void>,
): Promise<RelayEnd> {
  const opened = await opening.opened
  if (opened.status === 'failed') return opened
  const gate = createGate({
    facts: scene.request.facts.facts,
    locale: language,
    saidByUser: saidByUser(scene),
    attacks: scene.attacks,
    ...(shown !== '' && { shown }),
  })
  const guard = createGuard(scene.request.question, scene.attacks)
  const stripper = createRepeatStripper(goesOn ? shown : '')

  /** Shows outputs in order; returns the one that was held, if any. */
  const pass = async (outputs: readonly GateOutput[]) => {
    for (const output of outputs) {
      if (output.type === 'held') {
        await write(guard.flush())
        return output
      }
      if (output.type === 'fact') {
        await write(guard.flush())
        for (const part of stripper.push(output)) await show(part)
        continue
      }
      const guarded = guard.push(output.text)
      await write(guarded.text)
      if (guarded.held) return guarded.held
    }
    return undefined
  }
  const write = async (text: string) => {
    if (text === '') return
    for (const part of stripper.push({ type: 'text', text })) await show(part)
  }

  let chunk = opened.first
  for (;;) {
    const held = await pass(gate.push(chunk))
    if (held) return await holdBack(held)
    const step = await opened.rest.next()
    if (!step.done) {
      chunk = step.value
      continue
    }
    if (step.value.status === 'failed') return step.value
    const heldAtEnd = await pass(gate.end())
    if (heldAtEnd) return await holdBack(heldAtEnd)
    await write(guard.flush())
    for (const part of stripper.end()) await show(part)
    scene.ledger.review('gate', 'approve', repairs(gate))
    return step.value
  }

  async function holdBack(held: Refusal): Promise<RelayEnd> {
    for (const part of stripper.end()) await show(part)
    scene.ledger.review('gate', 'revise', [...repairs(gate), { kind: held.reason, detail: held.span }])
    return { status: 'held', reason: held.reason, span: held.span }
  }
}

const honest = {
  figure: { ko: '그 숫자는 내게 없네.', en: 'that is a figure I do not have.' },
  other: { ko: '그 이상은 내가 말할 수 없네.', en: 'more than that I cannot honestly say.' },
} as const

/** Ends an answer whose next words were refused twice; a broken sentence trails off first. */
function lastWords(reason: Refusal['reason'], language: Locale, shown: string): string {
  const isFigure = reason === 'ungrounded_figure' || reason === 'unknown_reference'
  const sentence = honest[isFigure ? 'figure' : 'other'][language]
  const capital = sentence.replace(/^[a-z]/, (first) => first.toUpperCase())
  if (shown.trim() === '') return capital
  const isWhole = /[.!?…]["'”’)]?\s*$/.test(shown)
  if (isWhole) return /\s$/.test(shown) ? capital : ` ${capital}`
  return `… ${sentence}`
}
