/** What a notification says, in both languages. Figures are rendered as everywhere else. */
import type { Locale } from '@sage/db/vocabulary'
import type { MarketEvent, RuleFiring } from '@sage/ingest/contract'
import type { AlertCause } from '../contract/alert.ts'
import type { Fact } from '../contract/fact.ts'
import { renderFact } from '../facts/render.ts'

export interface Words {
  readonly title: string
  readonly body: string
}

export function wordsOf(cause: Exclude<AlertCause, { type: 'digest' }>, locale: Locale): Words {
  switch (cause.type) {
    case 'market_event':
      return cause.event.kind === 'move' ? moveWords(cause.event, locale) : moodWords(cause.event, locale)
    case 'rule_fired':
      return ruleWords(cause.firing, locale)
  }
}

export function testWords(locale: Locale): Words {
  return locale === 'ko'
    ? { title: '시험 알림', body: '이 기기로 알림이 잘 도착하네. 시장이 출렁이면 여기로 알려 주겠네.' }
    : {
        title: 'Test notification',
        body: 'Notifications reach this device. When the market lurches, I will tell you here.',
      }
}

export function digestTitle(locale: Locale): string {
  return locale === 'ko' ? '오늘 아침의 시장' : 'The market this morning'
}

function moveWords(event: MarketEvent, locale: Locale): Words {
  const { symbol = 'BTC', changePercent = '0', price, referencePrice, minutes } = event
  const isDown = event.direction === 'down'
  const change = percent(changePercent, locale)
  const prices = price !== undefined && referencePrice !== undefined ? { price, referencePrice } : undefined
  if (locale === 'ko') {
    const time = minutes === undefined ? '' : `${spanKo(minutes)} 사이 `
    const way = isDown ? '내렸네' : '올랐네'
    return {
      title: `${symbol} ${isDown ? '급락' : '급등'} ${change}`,
      body: prices
        ? `${time}${usdt(prices.referencePrice, locale)}에서 ${usdt(prices.price, locale)}까지 ${way}. 무슨 일인지 함께 보세.`
        : `${time}크게 ${way}. 무슨 일인지 함께 보세.`,
    }
  }
  const time = minutes === undefined ? '' : ` in ${spanEn(minutes)}`
  const way = isDown ? 'down' : 'up'
  return {
    title: `${symbol} ${isDown ? 'drops' : 'jumps'} ${change}`,
    body: prices
      ? `From ${usdt(prices.referencePrice, locale)} ${way} to ${usdt(prices.price, locale)}${time}. Let us look at it together.`
      : `A sharp move ${way}${time}. Let us look at it together.`,
  }
}

function moodWords({ value, previousValue, direction }: MarketEvent, locale: Locale): Words {
  const now = value === undefined ? '' : String(value)
  const name = value === undefined ? '' : bandOf(value)[locale]
  const before = previousValue === undefined ? undefined : String(previousValue)
  if (locale === 'ko') {
    const from = before === undefined ? '' : `어제 ${before}에서 `
    return {
      title: `공포·탐욕 지수 ${now} · ${name}`,
      body: `${from}${now}까지 ${direction === 'down' ? '내려왔네' : '올라왔네'}. 이럴수록 차분히 살펴보세.`,
    }
  }
  const from = before === undefined ? '' : ` from ${before} yesterday`
  return {
    title: `Fear & Greed at ${now} · ${name}`,
    body: `It has ${direction === 'down' ? 'fallen' : 'risen'}${from} to ${now}. All the more reason to look calmly.`,
  }
}

function ruleWords(firing: RuleFiring, locale: Locale): Words {
  const { kind, symbol = 'BTC', threshold, price, value, changePercent } = firing
  const isKorean = locale === 'ko'
  const now =
    price === undefined ? '' : isKorean ? `지금 ${usdt(price, locale)}일세. ` : `Now ${usdt(price, locale)}. `
  const close = isKorean ? '자네가 정해 둔 알림이네.' : 'An alert that you have set.'
  const body = `${now}${close}`
  const change = percent(changePercent ?? threshold, locale)
  switch (kind) {
    case 'price_above':
    case 'price_below': {
      const limit = usdt(threshold, locale)
      const isUp = kind === 'price_above'
      if (isKorean) return { title: `${symbol} ${limit} ${isUp ? '이상' : '이하'} 도달`, body }
      return { title: `${symbol} ${isUp ? 'at or above' : 'at or below'} ${limit}`, body }
    }
    case 'change_1h':
    case 'change_24h': {
      const hours = kind === 'change_1h' ? 1 : 24
      return {
        title: isKorean ? `${symbol} ${hours}시간 변동 ${change}` : `${symbol} ${change} in ${hours} h`,
        body,
      }
    }
    case 'fear_greed_above':
    case 'fear_greed_below': {
      const isUp = kind === 'fear_greed_above'
      const reading = value === undefined ? '' : isKorean ? `지금 ${value}일세. ` : `Now ${value}. `
      return {
        title: isKorean
          ? `공포·탐욕 지수 ${threshold} ${isUp ? '이상' : '이하'}`
          : `Fear & Greed ${isUp ? 'at or above' : 'at or below'} ${threshold}`,
        body: `${reading}${close}`,
      }
    }
    case 'position_change':
      return {
        title: isKorean ? `담아 둔 ${symbol} ${change}` : `Your ${symbol} position ${change}`,
        body,
      }
  }
}

/** By number, as alternative.me's own page draws them; copies of the names disagree. */
const bands = [
  { below: 25, ko: '극단적 공포', en: 'extreme fear' },
  { below: 46, ko: '공포', en: 'fear' },
  { below: 55, ko: '중립', en: 'neutral' },
  { below: 76, ko: '탐욕', en: 'greed' },
] as const

function bandOf(value: number): Readonly<Record<Locale, string>> {
  return bands.find(({ below }) => value < below) ?? { ko: '극단적 탐욕', en: 'extreme greed' }
}

const fact = (id: Fact['id'], value: string, unit: Fact['unit']): Fact => ({
  id,
  value,
  unit,
  at: '',
  venue: 'sage',
})

function percent(value: string, locale: Locale): string {
  return renderFact(fact('event.change', value, '%'), locale)
}

export function usdt(value: string, locale: Locale): string {
  return renderFact(fact('event.price', value, 'USDT'), locale)
}

function spanKo(minutes: number): string {
  return minutes < 1 ? '1분도 안 되는' : `${minutes}분`
}

function spanEn(minutes: number): string {
  if (minutes < 1) return 'less than a minute'
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
