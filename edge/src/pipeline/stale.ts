/** No stale price dressed as a live one: what an answer that cites late figures must say, and must not. */
import type { Locale } from '@sage/db/vocabulary'
import type { FactId } from '../contract/fact.ts'
import type { MessagePart } from '../contract/message.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'

/** The figures in `parts` that are older than they should be. */
export function staleCitations(parts: readonly MessagePart[], sheet: FactSheet): FactId[] {
  const cited = parts.flatMap((part) => (part.type === 'fact' ? [part.id] : []))
  return [...new Set(cited)].filter((id) => sheet.facts.get(id)?.stale === true)
}

const saysSo =
  /늦|지연|묵은|오래된|멈춰|멈춘|끊|낡은|\b(?:stale|late|old|delayed|lagging|behind|paused|not\s+live|out\s+of\s+date)\b/i

const note: Readonly<Record<Locale, string>> = {
  ko: ' 다만 지금은 시세가 늦게 들어오고 있으니, 위 숫자를 이 순간의 값으로 여기지는 말게.',
  en: ' Mind that prices are arriving late just now, so do not take these figures for this very moment.',
}

/** The sentence that is missing from an answer with late figures, if it is. */
export function missingStaleNote(
  parts: readonly MessagePart[],
  sheet: FactSheet,
  language: Locale,
): string | undefined {
  if (staleCitations(parts, sheet).length === 0) return undefined
  const prose = parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
  return saysSo.test(prose) ? undefined : note[language]
}
