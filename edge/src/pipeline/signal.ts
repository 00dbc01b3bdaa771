/** Whether the trade that Risk read out of an answer may become a signal: rules, not a model's opinion. */
import type { CoinSymbol, Confidence, TradeSide } from '@sage/db/vocabulary'
import { FactId } from '../contract/fact.ts'
import type { MessagePart } from '../contract/message.ts'
import { plainText } from '../contract/transcript.ts'
import type { FactSheet } from '../facts/fact-sheet.ts'
import { coinsIn } from './coins.ts'
import type { SignalCandidate } from './risk.ts'
import { modeOf, type Route } from './routing.ts'

export type Admission =
  | {
      readonly status: 'admitted'
      readonly symbol: CoinSymbol
      readonly action: TradeSide
      readonly confidence: Confidence
      readonly factIds: readonly FactId[]
    }
  | {
      readonly status: 'withheld'
      readonly reason:
        | 'injection'
        | 'wrong_mode'
        | 'coin_not_discussed'
        | 'stale_price'
        | 'no_lean_in_text'
        | 'no_facts'
    }

/** Admits `candidate` only if the answer discusses its coin, leans its way, and rests on fresh figures. */
export function admitSignal(
  candidate: SignalCandidate,
  route: Route,
  parts: readonly MessagePart[],
  sheet: FactSheet,
): Admission {
  const text = plainText(parts)
  if (modeOf(route.intent) !== 'mentor') return { status: 'withheld', reason: 'wrong_mode' }
  if (!discusses(candidate.symbol, text, parts)) return { status: 'withheld', reason: 'coin_not_discussed' }

  const factIds = candidate.factIds.flatMap((id) => {
    const parsed = FactId.safeParse(id)
    return parsed.success && sheet.facts.has(parsed.data) ? [parsed.data] : []
  })
  if (factIds.length === 0) return { status: 'withheld', reason: 'no_facts' }
  const cited = parts.flatMap((part) => (part.type === 'fact' ? [part.id] : []))
  const price = sheet.facts.get(`${candidate.symbol}.price`)
  const aboutCoin = cited.filter((id) => id.startsWith(`${candidate.symbol}.`))
  const isStale = [...factIds, ...aboutCoin].some((id) => sheet.facts.get(id)?.stale === true)
  if (!price || price.stale || isStale) return { status: 'withheld', reason: 'stale_price' }

  if (!leans[candidate.action].test(text)) return { status: 'withheld', reason: 'no_lean_in_text' }
  const confidence = lower(candidate.confidence, supportedConfidence(text, factIds.length))
  return { status: 'admitted', symbol: candidate.symbol, action: candidate.action, confidence, factIds }
}

function discusses(symbol: CoinSymbol, text: string, parts: readonly MessagePart[]): boolean {
  if (coinsIn(text).includes(symbol)) return true
  return parts.some((part) => part.type === 'fact' && part.id.startsWith(`${symbol}.`))
}

/** Words without which a text leans to neither side. */
export const leans: Readonly<Record<TradeSide, RegExp>> = {
  buy: /매수|사\s?(?:모|두|볼|들|는\s*것|기)|살\s*만|담(?:아|는|기|을)|모아|모으|들어가|비중을?\s*(?:조금\s*)?(?:늘|키|높)|\b(?:buy|buying|accumulat\w*|add(?:ing)?|dollar-cost|enter(?:ing)?|build(?:ing)?\s+(?:a\s+)?position)\b/i,
  sell: /매도|팔(?!로)|파는|덜어|줄이|줄여|익절|이익을?\s*(?:조금\s*)?(?:실현|챙)|현금화|정리|비중을?\s*(?:조금\s*)?(?:줄|낮|덜)|\b(?:sell|selling|trim\w*|reduc\w*|tak(?:e|ing)\s+(?:some\s+)?profits?|lighten\w*|exit\w*)\b/i,
}

const firm = /분명|뚜렷|탄탄|강하게|충분히|확고|clear(?:ly)?|strong(?:ly)?|firm(?:ly)?|solid/i
const hedges =
  /수도|수\s*있|듯|조심|천천히|조금씩|만약|라면|다면|모르|might|could|may\b|perhaps|\bif\b|careful|small|slowly|maybe/gi

/** How much confidence a text can carry: firm words and several facts for `high`, hedge upon hedge only for `low`. */
export function supportedConfidence(text: string, facts: number): Confidence {
  const hedged = text.match(hedges)?.length ?? 0
  if (firm.test(text)) return hedged <= 2 && facts >= 2 ? 'high' : 'medium'
  return hedged >= 4 ? 'low' : 'medium'
}

const order: readonly Confidence[] = ['low', 'medium', 'high']

function lower(one: Confidence, other: Confidence): Confidence {
  return order.indexOf(one) <= order.indexOf(other) ? one : other
}
