/** Spans of time: harmless, unless a market did something for as long. */
import type { Passing } from './passing.ts'
import { clauseFrom, leadUp, marketMove } from './words.ts'

/** What one does with one's own time. */
const daily =
  /^[을를은]?\s?(?:자|걷|쉬|일하|공부|기다|생각|읽|운동|산책|명상|동안\s?(?:쉬|자|걷|기다)|of (?:sleep|rest|walking|reading)|to (?:think|sleep|breathe))/
/** How long it is until something that is due. */
const remaining = /남았|남은|앞으로|앞두|\baway\b|\bleft\b|to go\b|remaining|\buntil\b|\bin$/i
const scheduled =
  /반감기|업그레이드|발표|회의|만기|상장|승인|halving|upgrade|FOMC|meeting|expiry|listing|approval|launch/i
/** How long something of the market is said to take. */
const typical = /\b(?:average|averages|typically|usually|lasts?|lasted|on average)\b|평균|보통|대개|지속/i
const cycle = /bear|bull|cycle|market|correction|recover|약세장|강세장|하락장|상승장|사이클|주기|회복|조정/i

const standardFrame =
  /^(?:1\s?-?(?:시간|일|주|주일|개월|달|년|h(?:our)?|d(?:ay)?|w(?:eek)?|month|y(?:ear)?)|24\s?-?(?:시간|h(?:ours?)?)|60\s?-?(?:분|min(?:ute)?s?)|7\s?-?(?:일|d(?:ays?)?)|30\s?-?(?:일|d(?:ays?)?)|365\s?-?(?:일|days?)|50\s?-?(?:일|d(?:ays?)?)|200\s?-?(?:일|d(?:ays?)?)|52\s?-?(?:주|w(?:eeks?)?)|12\s?-?(?:개월|months?)|(?:one|twenty[- ]four|seven|thirty|two hundred|fifty|fifty-two)[\s-](?:hours?|days?|weeks?|months?|years?))$/i

export function span(written: string, before: string, after: string): Passing | undefined {
  if (standardFrame.test(written.trim()) && !/^\s?(?:연속|straight|in a row|consecutive)/i.test(after))
    return 'time_frame'
  if (daily.test(after)) return 'time_frame'
  const clause = clauseFrom(after)
  const lead = leadUp(before, 40)
  const minutes = /(?:분|시간|min(?:ute)?s?|hours?|hrs?)$/i.test(written.trim())
  const sentence = `${lead} ${clause}`
  const claim =
    (typical.test(sentence) && cycle.test(sentence)) ||
    (remaining.test(sentence) && scheduled.test(sentence)) ||
    /\b(?:worst|best|biggest|largest|lowest|highest|longest|first time)\b/i.test(lead) ||
    (minutes && marketMove.test(lead)) ||
    marketMove.test(clause) ||
    (/(?:지난|최근|for the (?:last|past)|over the (?:last|past)|past|last)\s?$/i.test(lead) &&
      marketMove.test(`${lead} ${clause}`))
  return claim ? undefined : 'time_frame'
}
