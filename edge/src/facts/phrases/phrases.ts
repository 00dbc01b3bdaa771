/**
 * What a mentor must not say in any words: direct orders, promises and certainty, advice to use leverage. A word
 * that could belong to such a phrase opens it; the sentence is judged when it is over, because "사세요" may go on
 * as "사세요라고 말하지 않네".
 */
import { withoutCitations } from './cited.ts'
import { commandsEnglish } from './english-imperatives.ts'
import { leverage as englishLeverage } from './english-leverage.ts'
import { mentionedEnglish } from './english-mentions.ts'
import { opensEnglish } from './english-openings.ts'
import { ordersEnglish } from './english-orders.ts'
import {
  sayWhatComes as comesEnglish,
  promises as englishPromises,
  isSureEnglish,
} from './english-promises.ts'
import { foretellsEnglish, urgesEnglish } from './english-tone.ts'
import { isCertainKorean } from './korean-certainty.ts'
import { isDefinition } from './korean-definitions.ts'
import { leverage as koreanLeverage } from './korean-leverage.ts'
import { mentionedKorean } from './korean-mentions.ts'
import { koreanOpenings } from './korean-openings.ts'
import { orders as koreanOrders } from './korean-orders.ts'
import { sayWhatComes as comesKorean, isSureKorean, promises as koreanPromises } from './korean-promises.ts'
import { foretellsKorean, urgesKorean } from './korean-tone.ts'
import { breaks } from './rule.ts'
import { withoutSpacing } from './spelled.ts'

export type PhraseKind = 'order' | 'promise' | 'leverage'
const kinds = ['order', 'promise', 'leverage'] as const

const koreanRules = { order: koreanOrders, promise: koreanPromises, leverage: koreanLeverage } as const
const englishRules = { promise: englishPromises, leverage: englishLeverage } as const

const korean = new Set(koreanOpenings)
const koreanBeginnings = new Set(
  koreanOpenings.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))),
)
const longestKorean = Math.max(...koreanOpenings.map((word) => word.length))

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
  return /[a-z']/i.test(first) ? opensEnglish(before, text, final) : 'none'
}

const longestWord = 32

/**
 * Whether `text` begins with the last word of its sentence, which in Korean tells whether something is asked for;
 * `open`: more text is needed to tell. So the sentence is judged before its last word is shown, whatever opened it.
 */
export function lastWord(before: string, text: string, final: boolean): 'open' | 'yes' | 'none' {
  if (/[\p{L}\p{N}]$/u.test(before)) return 'none'
  const word = /^[\p{L}'-]+/u.exec(text)?.[0] ?? ''
  if (word === '') return 'none'
  const rest = text.slice(word.length)
  if (rest === '') return final ? 'yes' : word.length < longestWord ? 'open' : 'none'
  if (/^[*_`"'”’)]*$/.test(rest)) return final ? 'yes' : 'open'
  if (/^[*_`"'”’)]*\.$/.test(rest)) return final ? 'yes' : 'open'
  return /^[*_`"'”’)]*(?:[!?\n…~]|\.\s)/.test(rest) ? 'yes' : 'none'
}

/** The kind of forbidden phrase that `sentence` contains, if it does. */
export function judgeSentence(sentence: string): PhraseKind | undefined {
  const text = withoutCitations(withoutSpacing(sentence).replace(/[*_`]/g, ''))
  const lower = text.toLowerCase()
  const isKorean = /[가-힣]/.test(text)
  if (isKorean && isDefinition(text)) return undefined
  const broken = kinds.find(
    (kind) =>
      (isKorean && breaks(koreanRules[kind], text)) ||
      (kind === 'order' ? ordersEnglish(lower) : breaks(englishRules[kind], lower)),
  )
  if (broken !== undefined) return broken
  if (isKorean ? urgesKorean(text) : urgesEnglish(text) || commandsEnglish(text)) return 'order'
  const foretold = isKorean ? foretellsKorean(text) || isCertainKorean(text) : foretellsEnglish(text)
  if (foretold) return 'promise'
  return isKorean ? mentionedKorean(text) : mentionedEnglish(lower)
}

/** Whether a sentence only says that something is certain. */
export const isCertainty = (sentence: string) => isSureKorean(sentence) || isSureEnglish(sentence)
const foretells = (sentence: string) => comesKorean(sentence) || comesEnglish(sentence)

/** Whether two sentences in a row promise together what neither does alone. */
export const promisesTogether = (first: string, second: string) =>
  (foretells(first) && isCertainty(second)) || (isCertainty(first) && foretells(second))
