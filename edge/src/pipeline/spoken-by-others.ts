/**
 * Words of models other than the persona that a reader sees as well: titles, Risk's remarks, a signal's reason. They
 * pass the same gate, and what does not pass is replaced, not mended.
 */
import type { Locale } from '@sage/db/vocabulary'
import type { MessagePart } from '../contract/message.ts'
import type { RiskIssue } from '../contract/turn-event.ts'
import { createGate } from '../facts/gate.ts'
import { coinsIn } from './coins.ts'
import type { Verdict } from './manager.ts'
import type { SignalCandidate } from './risk.ts'
import type { Scene } from './scene.ts'
import { saidByUser } from './speech.ts'

const longestTitle = 60

/** `text` as the gate lets it pass, on one line; `undefined` if it holds anything of it. */
export function gated(scene: Scene, language: Locale, text: string): string | undefined {
  const gate = createGate({
    facts: scene.request.facts.facts,
    locale: language,
    saidByUser: saidByUser(scene.request),
    now: scene.deps.now(),
  })
  const outputs = [...gate.push(text), ...gate.end()]
  if (outputs.some((output) => output.type === 'held')) return undefined
  return oneLine(outputs.map((output) => (output.type === 'held' ? '' : output.text)).join(''))
}

/** Manager's title, or else the question's own beginning. */
export function titleFor(scene: Scene, verdict: Verdict): string {
  const title = verdict.title === undefined ? '' : (gated(scene, verdict.language, verdict.title) ?? '')
  return cut(title === '' ? oneLine(scene.request.question) : title, longestTitle)
}

/** Risk's findings without any remark that the gate would hold. */
export function issuesForReader(scene: Scene, language: Locale, issues: readonly RiskIssue[]): RiskIssue[] {
  return issues.map(({ kind, detail }) => ({ kind, detail: gated(scene, language, detail) ?? '' }))
}

/** Risk's reason for a signal, or else the sentence of the answer that speaks of the coin. */
export function reasoningFor(
  scene: Scene,
  language: Locale,
  candidate: SignalCandidate,
  parts: readonly MessagePart[],
): string {
  const reasoning = gated(scene, language, candidate.reasoning)
  if (reasoning) return reasoning
  const sentences = parts
    .map(({ text }) => text)
    .join('')
    .split(/(?<=[.!?。]["'”’)]?)\s+/)
  return sentences.find((sentence) => coinsIn(sentence).includes(candidate.symbol)) ?? sentences[0] ?? ''
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** Cuts between whole characters, never within a surrogate pair or a Hangul syllable. */
function cut(text: string, length: number): string {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}
