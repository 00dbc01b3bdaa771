/** Numbers of lists, rules and steps. */
import type { Passing } from './passing.ts'

/** ①, ❶ and their like stand for list numbers. */
export const isCircled = (look: string) => /^[①-⑳❶-❿➀-➓]$/u.test(look)
export const isListed = (value: number, before: string) =>
  /(?:^|\n)\s*$/.test(before) || value === 1 || new RegExp(`(?:^|\\s)${value - 1}[\\s.)]`).test(before)

export function ordinalAround(value: number, before: string, after: string): Passing | undefined {
  const opensLine = /(?:^|\n)[\s>*_#-]*\(?$/.test(before)
  const follows = value > 1 && new RegExp(`(?:^|[^\\d.,])${value - 1}[.)](?!\\d)`).test(before.slice(-600))
  const inline = /(?:^|[\s:;,.(])\(?$/.test(before) && (value === 1 || follows)
  if (opensLine || inline) {
    const mark = opensLine || follows || value === 1 ? /^[.)](?=\s|\*|$)/ : /^\)(?=\s|$)/
    if (mark.test(after) && (opensLine ? value === 1 || follows : /^\)/.test(after) || follows))
      return 'ordinal'
  }
  if (
    /(?:\bno\.?\s?|\bnumber\s|#\s?|\brule\s(?:no\.?\s|number\s|#)?|\bstep\s|\blesson\s|\bprinciple\s|\bpoint\s|\bpart\s|\bquestion\s|\bmistake\s|\bgate\s|\bday\s|\bround\s|\bplan\s|\bchapter\s|\b(?:figure|table|act|volume|book|item|exhibit|box|clause|law|tip|reason|option|scenario|case|phase|week|month|hour|try|attempt|war|type|class|grade|door|floor|room|seat|channel|exercise|habit|guideline|idea|verse|psalm|appendix|section|article)\s|(?<![가-힣])제\s?|원칙\s|규칙\s|단계\s|교훈\s|질문\s|조건\s)$/i.test(
      before,
    )
  )
    return 'ordinal'
  if (
    /^\s?(?:번째|째(?=[가-힣\s,]|$)|번(?=\s?(?:원칙|규칙|은|이|을|,|\.|$))|단계|순위|차적|차(?=[\s로는]|$)|호(?=[\s는가를의선실기점차]|$)|부(?=[\s는의]|$)|편(?=[\s은의]|$)|장(?=[\s은의에]|$))|^(?:st|nd|rd|th)\b/i.test(
      after,
    )
  )
    return 'ordinal'
  return undefined
}
