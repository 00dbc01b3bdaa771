/** What an alert is about, as the other parts need it: its identity, its facts, and what the reader would ask. */
import type { CoinSymbol, Direction, Locale, Timestamp } from '@sage/db/vocabulary'
import type { AlertCause } from '../contract/alert.ts'
import type { EventSummary } from '../facts/own-facts.ts'

/** How long the link of an alert opens its analysis. */
export const linkLifetimeMs = 24 * 60 * 60_000

export function causeId(cause: AlertCause): string {
  switch (cause.type) {
    case 'market_event':
      return cause.event.id
    case 'rule_fired':
      return cause.firing.id
    case 'digest':
      return cause.id
  }
}

export function causeAt(cause: AlertCause): Timestamp {
  switch (cause.type) {
    case 'market_event':
      return cause.event.at
    case 'rule_fired':
      return cause.firing.at
    case 'digest':
      return cause.at
  }
}

export function symbolOf(cause: AlertCause): CoinSymbol | undefined {
  switch (cause.type) {
    case 'market_event':
      return cause.event.symbol
    case 'rule_fired':
      return cause.firing.symbol
    case 'digest':
      return undefined
  }
}

export function directionOf(cause: AlertCause): Direction | undefined {
  switch (cause.type) {
    case 'market_event':
      return cause.event.direction
    case 'rule_fired': {
      const { kind, changePercent } = cause.firing
      if (kind.endsWith('_above')) return 'up'
      if (kind.endsWith('_below')) return 'down'
      if (changePercent === undefined) return undefined
      return changePercent.startsWith('-') ? 'down' : 'up'
    }
    case 'digest':
      return undefined
  }
}

/** The figures of the moment that the mentor may cite; none for what is not about a coin's price. */
export function eventSummary(cause: AlertCause): EventSummary | undefined {
  switch (cause.type) {
    case 'market_event': {
      const { venue, changePercent, price, minutes, at } = cause.event
      return venue === undefined ? undefined : { venue, at, changePercent, price, minutes }
    }
    case 'rule_fired': {
      const { kind, venue, changePercent, price, at } = cause.firing
      if (venue === undefined) return undefined
      // What a position has won is no change of the price.
      return { venue, at, price, changePercent: kind === 'position_change' ? undefined : changePercent }
    }
    case 'digest':
      return undefined
  }
}

const coinNames: Readonly<Record<CoinSymbol, string>> = {
  BTC: '비트코인',
  ETH: '이더리움',
  SOL: '솔라나',
  BNB: '바이낸스코인',
  DOGE: '도지코인',
  XRP: '리플',
}

/**
 * The question that the link asks in the reader's name. It names no figure: what a user says may be repeated, and the
 * figures of the moment are facts.
 */
export function questionOf(cause: AlertCause, locale: Locale): string {
  const symbol = symbolOf(cause)
  const direction = directionOf(cause)
  if (cause.type === 'digest') {
    return locale === 'ko'
      ? '오늘 아침 시장은 어떤가요? 비트코인과 공포·탐욕 지수를 먼저 봐 주세요.'
      : 'How does the market look this morning? Please take Bitcoin and the Fear & Greed index first.'
  }
  if (symbol === undefined) {
    return locale === 'ko'
      ? '공포·탐욕 지수 알림을 받았어요. 지금 시장의 분위기를 어떻게 읽어야 하나요?'
      : 'I got an alert about the Fear & Greed index. How should I read the mood of the market now?'
  }
  if (locale === 'ko') {
    const name = coinNames[symbol]
    if (cause.type === 'rule_fired') return `${name}(${symbol}) 가격 알림을 받았어요. 지금은 어떤가요?`
    const what = direction === 'down' ? '급락' : '급등'
    return `${name}(${symbol}) ${what} 알림을 받았어요. 무슨 일이고 지금은 어떤가요?`
  }
  if (cause.type === 'rule_fired') return `My price alert for ${symbol} went off. What is the situation now?`
  const what = direction === 'down' ? 'drop' : 'rise'
  return `I got an alert about a sudden ${what} of ${symbol}. What happened, and how does it look now?`
}
