/**
 * Reads a prompt as a model would: the facts that it gives, the question, what was said before. Knows no more of the
 * asker than the text shows: fact lines look like `BTC.price = 67250.12 USDT (binance, …)`, the user's words stand in
 * `<question>`, and a turn that quotes a refusal asks for a continuation.
 */
import { type MessagesRequest, textOf } from './request.ts'
import { type Language, languageOf } from './understand.ts'

export interface FactLine {
  readonly id: string
  readonly value: number
  /** As written in the prompt. */
  readonly digits: string
  readonly unit: string
  readonly isStale: boolean
}

export interface Reading {
  readonly system: string
  readonly facts: ReadonlyMap<string, FactLine>
  readonly question: string
  /** The user's questions before this one, oldest first. */
  readonly earlier: readonly string[]
  /** The last user turn asks to go on after something was refused. */
  readonly isContinuation: boolean
  /** The last user turn asks for a better answer after a review. */
  readonly isRevision: boolean
  /** What the last turn holds besides facts and question, e.g. a text to judge. */
  readonly rest: string
  readonly language: Language
}

const factLine =
  /^[\s\-*]*([A-Z]+\.[a-zA-Z0-9]+|market\.\w+|portfolio\.[\w.]+|event\.\w+)\s*[=:]\s*([+-]?[\d,]*\.?\d+)\s*([^\s(]*)\s*(\([^)\n]*\))?(.*)$/gm

export function readPrompt(request: MessagesRequest): Reading {
  const system = textOf(request.system ?? [])
  const turns = request.messages.map(({ role, content }) => ({ role, text: textOf(content) }))
  const userTurns = turns.filter(({ role }) => role === 'user').map(({ text }) => text)
  const last = userTurns.at(-1) ?? ''
  const asking = userTurns.findLastIndex((text) => inside(text, 'question') !== undefined)
  const isContinuation =
    inside(last, 'refused') !== undefined ||
    inside(last, 'shown') !== undefined ||
    (asking >= 0 && asking < userTurns.length - 1 && inside(last, 'question') === undefined)
  const asked = userTurns[asking]
  const question = asked === undefined ? plain(last) : questionOf(asked)
  const before = userTurns.slice(0, asked === undefined ? -1 : asking)
  return {
    system,
    facts: readFacts([system, ...userTurns]),
    question,
    earlier: before.map(questionOf).filter((text) => text !== ''),
    isContinuation,
    isRevision: inside(last, 'answer') !== undefined && inside(last, 'issues') !== undefined,
    rest: inside(last, 'answer') ?? plain(without(without(last, 'question'), 'facts')),
    language: languageFor(question, system),
  }
}

/** Text inside the last pair of the tag, entities decoded; undefined where there is none. */
export function inside(text: string, tag: string): string | undefined {
  const found = [...text.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, 'g'))].at(-1)?.[1]
  return found === undefined ? undefined : decode(found.trim())
}

/** Facts stand between `<facts>` tags; only a prompt without such tags is searched as a whole. */
function readFacts(texts: readonly string[]): Map<string, FactLine> {
  const tagged = texts.map((text) => inside(text, 'facts')).filter((text) => text !== undefined)
  const sources = tagged.length > 0 ? tagged : texts.map((text) => without(text, 'question'))
  const facts = new Map<string, FactLine>()
  for (const source of sources) {
    for (const [, id = '', digits = '', unit = '', origin = '', after = ''] of source.matchAll(factLine)) {
      const value = Number(digits.replaceAll(',', ''))
      const isStale = /\bstale\b/i.test(origin + after)
      facts.set(id, { id, value, digits: digits.replaceAll(',', ''), unit, isStale })
    }
  }
  return facts
}

function questionOf(turn: string): string {
  return inside(turn, 'question') ?? plain(without(turn, 'facts'))
}

/** The language that the system prompt orders; else that of the question; tickers alone leave it to the reader's. */
function languageFor(question: string, system: string): Language {
  const order = /answer in (korean|english)/i.exec(system)?.[1]
  if (order !== undefined) return order.toLowerCase() === 'korean' ? 'ko' : 'en'
  if (/[가-힣ㄱ-ㅎㅏ-ㅣ]/.test(question)) return 'ko'
  const words = question.match(/[a-z]{2,}/gi) ?? []
  const isOnlyTickers = words.every((word) => /^(btc|eth|sol|bnb|doge|xrp|usdt)$/i.test(word))
  if (!isOnlyTickers) return 'en'
  if (/(language|locale|reader)[^.\n]{0,30}\b(ko|korean)\b|한국어로/i.test(system)) return 'ko'
  if (/(language|locale|reader)[^.\n]{0,30}\b(en|english)\b/i.test(system)) return 'en'
  return languageOf(system)
}

function without(text: string, tag: string): string {
  return text.replaceAll(new RegExp(`<${tag}(?:\\s[^>]*)?>[\\s\\S]*?</${tag}>`, 'g'), ' ')
}

function plain(text: string): string {
  return decode(text.replaceAll(/<\/?[a-z_]+(?:\s[^>]*)?>/gi, ' ')).trim()
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
