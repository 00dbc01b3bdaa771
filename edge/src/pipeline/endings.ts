/** What a reader is told when a turn does not end as it should, in the reader's language. */
import { type CoinSymbol, coinSymbols, type Locale } from '@sage/db/vocabulary'
import type { ClaudeFailure } from '../claude/failure.ts'
import type { FactId } from '../contract/fact.ts'
import type { MessagePart } from '../contract/message.ts'
import type { FailureCode } from '../contract/turn-event.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import { renderFact } from '../facts/render.ts'
import type { Route } from './routing.ts'
import type { TurnFailure } from './turn.ts'

type Sentences = Readonly<Record<Locale, string>>

const sentences: Readonly<Record<FailureCode, Sentences>> = {
  mentor_unavailable: {
    ko: '지금은 멘토를 부를 수 없네. 잠시 뒤 다시 물어 주게.',
    en: 'The mentor cannot be reached right now. Please ask again in a moment.',
  },
  overloaded: {
    ko: '지금 묻는 사람이 너무 많네. 잠시 뒤 다시 물어 주게.',
    en: 'Too many people are asking right now. Please ask again in a moment.',
  },
  rate_limited: {
    ko: '잠깐 숨을 고르고 있네. 조금 뒤 다시 물어 주게.',
    en: 'The mentor is catching his breath. Please ask again shortly.',
  },
  budget_spent: {
    ko: '오늘 나눌 수 있는 이야기는 다 했네. 내일 다시 이야기하세.',
    en: 'That is all the conversation today has room for. Let us talk again tomorrow.',
  },
  refused: {
    ko: '이 물음에는 답할 수 없네. 다르게 물어 주겠나.',
    en: 'This is a question the mentor cannot answer. Perhaps ask it another way.',
  },
  too_long: {
    ko: '이야기가 너무 길어졌네. 짧게 나누어 물어 주게.',
    en: 'This grew too long. Please ask in smaller pieces.',
  },
  region_unsupported: {
    ko: '지금 연결된 지역에서는 멘토를 부를 수 없네. 잠시 뒤 다시 물어 주게.',
    en: 'The mentor cannot be reached from the region this connection left from. Please try again in a moment.',
  },
  interrupted: {
    ko: '답이 도중에 끊겼네. 다시 물어 주게.',
    en: 'The answer was cut off. Please ask again.',
  },
  stale_market: {
    ko: '지금은 시세가 들어오지 않아 그 이야기를 할 수 없네. 시세가 돌아오면 다시 물어 주게.',
    en: 'No prices are arriving right now, so this has to wait. Please ask again once they are back.',
  },
  internal: {
    ko: '우리 쪽에 문제가 생겼네. 다시 물어 주게.',
    en: 'Something went wrong on our side. Please ask again.',
  },
}

const houseBudget: Sentences = {
  ko: '오늘은 찾는 이가 많아 멘토가 일찍 자리를 떴네. 내일 다시 와 주게.',
  en: 'So many came today that the mentor had to leave early. Please come back tomorrow.',
}

export function failure(code: FailureCode, locale: Locale, retryAfterMs?: number): TurnFailure {
  const retryable = code !== 'budget_spent' && code !== 'refused'
  return {
    code,
    message: sentences[code][locale],
    retryable,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

export function budgetSpent(scope: 'user' | 'total', locale: Locale): TurnFailure {
  const spent = failure('budget_spent', locale)
  return scope === 'user' ? spent : { ...spent, message: houseBudget[locale] }
}

/** A crowd thins out in seconds, not at once. */
const overloadedRetryMs = 10_000

/** The turn's failure behind a failed call. `shown`: whether the reader has part of the answer. */
export function failureFrom(cause: ClaudeFailure, locale: Locale, shown: boolean): TurnFailure {
  switch (cause.code) {
    case 'overloaded':
      return failure('overloaded', locale, overloadedRetryMs)
    case 'rate_limited':
      return failure('rate_limited', locale, cause.retryAfterMs ?? overloadedRetryMs)
    case 'spend_cap':
      return budgetSpent('total', locale)
    case 'region_unsupported':
    case 'refused':
    case 'too_long':
      return failure(cause.code, locale)
    case 'truncated':
    case 'stalled':
    case 'unavailable':
    case 'malformed':
    case 'aborted':
      return failure(shown ? 'interrupted' : 'mentor_unavailable', locale)
  }
}

const away: Sentences = {
  ko: '멘토가 잠시 자리를 비웠네. 그동안 물은 숫자만 먼저 보여 주겠네.',
  en: 'The mentor is away for a moment. Meanwhile, here are the figures you asked about.',
}
const awayWithoutFigures: Sentences = {
  ko: '멘토가 잠시 자리를 비웠네.',
  en: 'The mentor is away for a moment.',
}
const late: Sentences = { ko: ' (늦게 들어온 시세일세)', en: ' (arrived late)' }

const labels: Readonly<Record<string, Sentences>> = {
  price: { ko: '현재가', en: 'price' },
  change24h: { ko: '하루 변화', en: 'day change' },
  fearGreed: { ko: '공포·탐욕 지수', en: 'Fear & Greed' },
  value: { ko: '평가액', en: 'value' },
  return: { ko: '수익률', en: 'return' },
}

/** Without the mentor: a sentence that says so, and the figures that the question was about. */
export function mentorAway(route: Route, sheet: FactSheet): MessagePart[] {
  const language = route.language
  const lines = figuresFor(route).flatMap(({ heading, ids }) => {
    const facts = ids.flatMap((id) => sheet.facts.get(id) ?? [])
    if (facts.length === 0) return []
    const figures = facts.flatMap((fact, index): MessagePart[] => {
      const label = labels[fact.id.split('.').at(-1) ?? '']?.[language] ?? ''
      const lead = index === 0 ? `\n${heading}${heading === '' ? '' : ' '}` : ', '
      const rendered: MessagePart = { type: 'fact', id: fact.id, text: renderFact(fact, language) }
      const note: MessagePart[] = fact.stale ? [{ type: 'text', text: late[language] }] : []
      return [{ type: 'text', text: `${lead}${label} ` }, rendered, ...note]
    })
    return figures
  })
  const sentence = lines.length > 0 ? away[language] : awayWithoutFigures[language]
  return [{ type: 'text', text: sentence }, ...lines]
}

function figuresFor(route: Route): { heading: string; ids: FactId[] }[] {
  switch (route.intent) {
    case 'distress':
    case 'unlawful':
    case 'off_topic':
      return []
    case 'portfolio':
      return [{ heading: '', ids: ['portfolio.value', 'portfolio.return'] }, ...coinFigures(route.symbols)]
    case 'market_data':
    case 'advice':
      return [
        ...coinFigures(route.symbols.length > 0 ? route.symbols : coinSymbols),
        { heading: '', ids: ['market.fearGreed'] },
      ]
    case 'general':
      return coinFigures(route.symbols)
  }
}

function coinFigures(symbols: readonly CoinSymbol[]): { heading: string; ids: FactId[] }[] {
  return symbols.map((symbol) => ({
    heading: symbol,
    ids: [`${symbol}.price` as const, `${symbol}.change24h` as const],
  }))
}

/** Stands in for an answer that Risk rejected. */
export const rejected: Sentences = {
  ko: '방금 한 말은 자네에게 하지 말았어야 할 말이라 거두겠네. 이 물음에는 책임 있게 답할 수가 없으니, 다른 각도에서 다시 물어 주게.',
  en: 'I take back what I just said; it should not have been said to you. I cannot answer this one responsibly, so please ask it from another side.',
}

/**
 * Shown under an answer to someone in distress. The numbers are public services': Korea's suicide prevention line,
 * mental health crisis line and Credit Counseling & Recovery Service; the lifeline of the US and Canada.
 */
export const helplines: Sentences = {
  ko: '\n\n혼자 견디지 말게. 자살예방 상담전화 109, 정신건강 위기상담전화 1577-0199는 언제든 받네. 빚이 걱정이라면 신용회복위원회 1600-5500, 투자가 도박처럼 되었다면 도박문제 상담전화 1336에 물어보게.',
  en: '\n\nPlease do not carry this alone. In the US and Canada you can call or text 988 at any hour; elsewhere, your local emergency number or a crisis line will listen. If debt is the worry, a non-profit credit counselor can help you make a plan.',
}
