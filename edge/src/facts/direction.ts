/** Which way a figure is said to go. */
import { clauseAfter, clauseBefore, sentenceBefore } from './sentences.ts'
import { subjectsIn } from './subjects.ts'

const up =
  '올랐|올라|오르|오른|오름|상승|급등|폭등|반등|뛰었|뛴|뛰어|치솟|솟|높|위(?=[에로쪽였]|$|\\s)|늘었|늘어|늘어난|증가|이익|이득|수익(?!률)|벌었|불어|불었|회복|플러스|앞섰|앞서|웃돌|상회|강세|오름세|껑충|비싸|커졌|자랐|자란|\\b(?:up|rose|rises?|risen|rising|gain(?:s|ed|ing)?|climb(?:s|ed|ing)?|higher|above|more than (?=at|yesterday|a\\b|the|last)|increas(?:e|es|ed|ing)|rall(?:y|ies|ied)|jump(?:s|ed)?|surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|advanc(?:e|es|ed|ing)|profit|earned|ahead|outperform(?:s|ed|ing)?|beat(?:s|ing|en)?|positive|plus|grew|grown|growth|add(?:s|ed)|firm(?:s|ed)|dearer|pricier|swelled|swollen|bigger|recover(?:s|ed|ing)?|rebound(?:s|ed|ing)?|in the green|better off|richer)\\b'
const down =
  '내렸|내려|내린|내리|내림|떨어|떨군|하락|급락|폭락|빠졌|빠져|빠진|빠지|밀렸|밀려|밀린|밀리|무너|미끄러|반납|낮|아래|밑|줄었|줄어|줄인|감소|손실|손해|잃|마이너스|뒤처|뒤졌|뒤진|밑돌|하회|추락|낙폭|약세|꺾|조정받|조정을|후퇴|깎|물러|모자라|못\\s?미치|(?<!비)싸(?=[다네졌진지])|저렴|줄어|쪼그라|내려앉|녹|까먹|주저앉|까먹|앗아|날아갔|날아간|증발|사라졌|빨간불|\\b(?:down|fell|falls?|fallen|falling|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|lower|below|beneath|under|less than (?=at|yesterday|a\\b|the|last)|decreas(?:e|es|ed|ing)|lost|los(?:e|es|ing)|loss(?:es)?|slid|slides?|slipp?(?:s|ed|ing)?|shed|sheds|plung(?:e|es|ed|ing)|crash(?:es|ed|ing)?|tumbl(?:e|es|ed|ing)|dip(?:s|ped|ping)?|sank|sinks?|behind|underperform(?:s|ed|ing)?|trail(?:s|ed|ing)?|lag(?:s|ged|ging)?|negative|minus|off|drawdown|retreat(?:s|ed|ing)?|pull(?:ed)? back|weaker|retrac(?:e|es|ed)|eas(?:e|es|ed|ing)|soften(?:s|ed)|cool(?:s|ed)|weakened|cheaper|took away|takes away|g(?:ave|iven?|iving|ives) (?:up|back)|shy of|short of|shr[aiu]nk(?:s|en)?|dwindled|cost (?:you|me|us)|poorer|erased|wiped out|gone|vanished|evaporated|poorer|worse|in the red)\\b'
const direction = new RegExp(`(?<up>[↑▲🔺]|${up})|(?<down>[↓▼🔻]|${down})`, 'giu')

export type Direction = 1 | -1 | undefined

/**
 * The direction word that belongs to a figure. Korean says it after the figure, English on either side; the
 * nearer one counts, and in Korean the later one. `reach`: how far before the figure a word may end.
 */
export function directionOf(before: string, after: string, reach = Number.POSITIVE_INFINITY): Direction {
  const ahead = [...after.matchAll(direction)][0]
  const behind = [...before.matchAll(direction)]
    .filter((match) => before.length - match.index - match[0].length <= reach)
    // 비트코인 하락에도 이더리움은 …: a coin named in between takes the figure for itself.
    .filter((match) => subjectsIn(before.slice(match.index)).length === 0)
    .at(-1)
  if (ahead === undefined && behind === undefined) return undefined
  const way = (match: RegExpExecArray | RegExpMatchArray): Direction =>
    match.groups?.up === undefined ? -1 : 1
  if (behind === undefined) return ahead && way(ahead)
  if (ahead === undefined) return way(behind)
  const aheadDistance = ahead.index ?? 0
  const behindDistance = before.length - (behind.index ?? 0) - behind[0].length
  const koreanAhead = /[가-힣]/.test(ahead[0])
  return koreanAhead || aheadDistance < behindDistance ? way(ahead) : way(behind)
}

/** 하루 3.1%, 한 주 8.4% 내렸네: further figures of a list that ends in one verb for all of them. */
const listItem = /^(?:,|\s?그리고|[와과])\s[^\d,.!?]{0,14}[+-]?\d[\d.,]*\s?(?:%|퍼센트)/
export function afterList(after: string): string {
  const item = listItem.exec(after)
  return item === null ? after : afterList(after.slice(item[0].length))
}

const inherited = /%[^%.,]{0,24}(?:,|,? and)\s[^%]{0,16}$/i

/** The direction word of a figure in its clause, in neither direction beyond the next figure unless in a list. */
export function directionBeside(before: string, after: string): Direction {
  const rest = clauseAfter(afterList(after))
  const own = /\d/.exec(rest)
  return directionOf(clauseBefore(before), own === null ? rest : rest.slice(0, own.index))
}

/** The loss is 13.7%, ether's 20.1%; down a quarter, 25.2% to be exact: the direction that an earlier figure shares. */
export function directionShared(before: string): Direction {
  const sentence = sentenceBefore(before)
  if (!inherited.test(sentence) && !/^\s*$/.test(clauseBefore(before))) return undefined
  const last = [...sentence.matchAll(direction)].at(-1)
  return last === undefined ? undefined : last.groups?.up === undefined ? -1 : 1
}

/** Words that name a size without a direction, beside which the sign is shown with the figure. */
export const isNeutral = (before: string, after: string) =>
  /변동폭|등락|남겨|남았|남은|움직|변화|swing|moved?\b|change of/i.test(
    `${clauseBefore(before)}${clauseAfter(after).slice(0, 16)}`,
  )
