/** Halves, doubles and thirds. */
import type { Quantity } from '../quantities/quantity.ts'
import type { Passing } from './passing.ts'
import { clauseFrom, leadUp, marketMove, money, sayOrThink } from './words.ts'

const change =
  /줄|떨|하락|빠|잃|날|토막|깎|내려|내렸|올|늘|됐|되었|될|된|뛰|불어|넣|팔|사|챙|정리|fall|fell|drop|lost|lose|down|cut|gone|wip|off|rose|gain|up|grow|grew|more|less|in\b|sell|sold|buy|put|keep/i

/** A question to the reader about what has not happened: "what would you do at half that price?" */
function isThought(before: string, after: string): boolean {
  const lead = leadUp(before, 80)
  const rest = /^[^.!?\n]*[.!?]?/.exec(after)?.[0] ?? ''
  return (
    (/^(?:이|가|으로)?\s?(?:나도|나면|난다면|난다 해도|되어도|된다면|되면|되더라도|줄어도|떨어져도|떨어진다면|돼도)/.test(
      after,
    ) &&
      /(?:는가|을까|겠는가|겠나|텐가|나)\?/.test(rest)) ||
    (/\b(?:would|could|can) you\b|\byou (?:would|could)\b/i.test(`${lead} ${rest}`) &&
      !/\b(?:will|is going to)\b/i.test(`${lead} ${rest}`))
  )
}

/** What the halving does is its definition, not a figure. */
const ofTheHalving = /\bhalving\b|반감기/i

/** Halves and doubles are figures where they measure money; elsewhere they are a way of speaking. */
export function partOf(quantity: Quantity, before: string, after: string): Passing | undefined {
  const written = quantity.text
  const clause = clauseFrom(after)
  if (/^halving$/i.test(written)) return 'name'
  if (
    /^(?:half|halves|halved|절반|반)$/i.test(written) &&
    ofTheHalving.test(leadUp(before, 64)) &&
    !/price|가격|값|시세/i.test(clause)
  )
    return 'idiom'
  if (/ties$/i.test(written)) return /\b(?:low|mid|high|lower|upper)[- ]$/i.test(before) ? undefined : 'idiom'
  if (
    /^half$/i.test(written) &&
    /^\s(?:an?\s)?(?:dollar|bitcoin|coin|million|billion|trillion|percent|cent|ether)/i.test(after)
  )
    return undefined
  if (/^half$/i.test(written) && /^\s(?:of\s)?(?:your|it\b|its|my|that money|what you)/i.test(after))
    return undefined
  if (/^(?:half|절반|반\s?토막|반값)$/i.test(written) && isThought(before, after)) return 'idiom'
  if (/분의|반\s?토막|반값|곱절|갑절|달러|불|센트/.test(written)) return undefined
  const lead = leadUp(before, 48)
  if (
    /^(?:an?\s)?(?:third|quarter|fifth|tenth)$/i.test(written) &&
    !/^\s?(?:of|off|lower|higher|less|more|down|up)/i.test(after) &&
    !/\b(?:by|up|down|off|gained|lost|rose|fell|another|over|about|nearly|almost)\s$/i.test(before)
  )
    return 'idiom'
  if (/^(?:two|three|both)[- ]halves$/i.test(written) && !money.test(`${lead} ${clause}`)) return 'idiom'
  if (/^(?:doubl|tripl|trebl|quadrupl|halv)/i.test(written)) {
    if (
      /\b(?:it|this|that|they|could|will|may|might|would|can|has|have|had|to|'ll|you)\s(?:\w+ly\s)?$/i.test(
        before,
      )
    )
      return undefined
    const sentence = `${lead} ${clause}`
    if (!money.test(sentence) && !marketMove.test(sentence)) return 'idiom'
  }
  if (/[가-힣]/.test(written)) {
    if (/시작이\s?$/.test(lead) || /두려움|욕심|인내|운/.test(lead)) return 'idiom'
    return money.test(`${lead} ${clause}`) ||
      (/^(?:으로|이나|가까이)?\s?/.test(clause) && change.test(clause))
      ? undefined
      : 'idiom'
  }
  if (
    /^doubl(?:e|ing)$/i.test(written) &&
    /^[\s-]?(?:check|down|edged|standard|bottom|top|take|sure)/i.test(clause)
  )
    return 'idiom'
  if (
    /^twice$/i.test(written) &&
    (sayOrThink.test(`${lead} ${clause}`) || !money.test(`${lead}${clause}`)) &&
    !/as (?:much|high|big|large)/i.test(clause)
  )
    return 'idiom'
  if (
    /^half$/i.test(written) &&
    /^[\s-]?(?:the battle|hearted|baked|truth|asleep|way|full|empty|the (?:story|truth|fun|job|work)|life|-)/i.test(
      clause,
    )
  )
    return 'idiom'
  if (/^half$/i.test(written) && !money.test(`${lead} ${clause}`) && !/\b(?:in|by|of its)\s$/i.test(lead))
    return 'idiom'
  return undefined
}
