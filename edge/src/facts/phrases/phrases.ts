/**
 * What a mentor must not say in any words: direct orders, promises and certainty, advice to use leverage. A word
 * that could belong to such a phrase opens it; the sentence is judged when it is over, because "사세요" may go on
 * as "사세요라고 말하지 않네".
 */
import { englishOpenings, englishOpeningsAfter, englishRules } from './english.ts'
import { koreanOpenings, koreanRules } from './korean.ts'
import { breaks } from './rule.ts'

export type PhraseKind = 'order' | 'promise' | 'leverage'
const kinds = ['order', 'promise', 'leverage'] as const

const beginningsOf = (words: readonly string[]) =>
  new Set(words.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))))

const korean = new Set(koreanOpenings)
const koreanBeginnings = beginningsOf(koreanOpenings)
const longestKorean = Math.max(...koreanOpenings.map((word) => word.length))
const english = new Set(englishOpenings)
const englishBeginnings = beginningsOf([...englishOpenings, ...englishOpeningsAfter.keys()])

/** Whether `text` begins with a word that opens a phrase; `open`: more text is needed to tell. */
export function opensPhrase(before: string, text: string, final: boolean): 'open' | 'yes' | 'none' {
  const first = text[0] ?? ''
  if (koreanBeginnings.has(first)) {
    const compact = text.slice(0, longestKorean * 2).replace(/[\s*_`~]/g, '')
    for (let length = Math.min(longestKorean, compact.length); length > 0; length -= 1) {
      if (korean.has(compact.slice(0, length))) return 'yes'
    }
    return !final && koreanBeginnings.has(compact) ? 'open' : 'none'
  }
  if (!/[a-z]/i.test(first) || /[\p{L}\p{N}]$/u.test(before)) return 'none'
  const word = /^[a-z]+(?:['-][a-z]*)?/i.exec(text)?.[0].toLowerCase() ?? ''
  if (word.length === text.length && !final) return englishBeginnings.has(word) ? 'open' : 'none'
  const stem = word.split('-')[0] ?? ''
  if (english.has(word) || english.has(stem)) return 'yes'
  return englishOpeningsAfter.get(stem)?.test(before) === true ? 'yes' : 'none'
}

/** The kind of forbidden phrase that `sentence` contains, if it does. */
export function judgeSentence(sentence: string): PhraseKind | undefined {
  const text = sentence.replace(/[*_`]/g, '')
  const isKorean = /[가-힣]/.test(text)
  return kinds.find(
    (kind) => (isKorean && breaks(koreanRules[kind], text)) || breaks(englishRules[kind], text),
  )
}
