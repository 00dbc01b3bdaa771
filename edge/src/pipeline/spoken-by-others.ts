/**
 * Words of models other than the persona that a reader sees as well: titles, Risk's remarks, a signal's reason. They
 * pass the same gate, and what does not pass is replaced, not mended.
 */
import type { Locale } from '@sage/db/vocabulary'
import type { MessagePart } from '../contract/message.ts'
import { plainText } from '../contract/transcript.ts'
import type { RiskIssue } from '../contract/turn-event.ts'
import { createGate } from '../facts/gate.ts'
import { coinsIn } from './coins.ts'
import { createGuard } from './guard.ts'
import type { Verdict } from './manager.ts'
import type { SignalCandidate } from './risk.ts'
import type { Scene } from './scene.ts'
import { saidByUser } from './speech.ts'

const longestTitle = 60
/** For a chat that begins with nothing that could be its title. */
const plainTitle = { ko: '월렛 버핏과의 대화', en: 'A talk with Wallet Buffett' } as const

/** `text` as gate and guard let it pass, on one line; `undefined` if they hold anything of it. */
export function gated(scene: Scene, language: Locale, text: string): string | undefined {
  const gate = createGate({
    facts: scene.request.facts.facts,
    locale: language,
    saidByUser: saidByUser(scene),
  })
  const outputs = [...gate.push(text), ...gate.end()]
  if (outputs.some((output) => output.type === 'held')) return undefined
  const passed = outputs.map((output) => (output.type === 'held' ? '' : output.text)).join('')
  const guard = createGuard('', scene.attacks)
  return guard.push(passed).held ? undefined : oneLine(passed)
}

/** Manager's title, or else the question's own beginning, or else a plain one: the first that may be shown. */
export function titleFor(scene: Scene, { language, title }: Verdict): string {
  const wanted = scene.attacks.length > 0 ? [] : [title ?? '', scene.request.question]
  for (const text of wanted) {
    const passed = gated(scene, language, text)
    if (passed) return cut(passed, longestTitle)
  }
  return plainTitle[language]
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
  const sentences = plainText(parts).split(/(?<=[.!?。]["'”’)]?)\s+/)
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
