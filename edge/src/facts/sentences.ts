/** Where sentences and clauses begin and end around a figure. */

const sentenceEnd = /[!?\n。…]|\.(?=\s|$)|(?<=[가-힣])\.(?=[가-힣A-Z])/
const clauseEnd = /[!?\n。…;:]|[.,](?=\s|$)|(?<=[가-힣])\.|(?<=[가-힣])[,](?=\S)|[—–]| - /

/** A clause that goes on after its verb: 7%지만, 올랐고, ", while …". What comes then is another's. */
const connective =
  /지만(?=[\s,])|(?<=[가-힣])(?:으나|는데|은데|인데|으며|면서|었고|았고|였고|랐고|렸고|졌고|났고|했고|됐고|이고|니까|으니|라서|아서|어서)(?=[\s,])|(?<=[%러점네])(?:며|고|니|라)(?=[\s,])|\s(?=(?:but|while|whereas|though|although|yet|so|because)\s)/
const everySentenceEnd = new RegExp(sentenceEnd.source, 'g')
const everyClauseEnd = new RegExp(clauseEnd.source, 'g')

/** What follows the last boundary in `text`. */
function tail(text: string, boundary: RegExp): string {
  let start = 0
  for (const match of text.matchAll(boundary)) start = match.index + match[0].length
  return text.slice(start)
}

function headOf(text: string, boundary: RegExp): string {
  const match = boundary.exec(text)
  return match === null ? text : text.slice(0, match.index)
}

export const sentenceBefore = (before: string) => tail(before, everySentenceEnd)
export const clauseBefore = (before: string) => tail(before, everyClauseEnd)
export function clauseAfter(after: string): string {
  const clause = headOf(after, clauseEnd)
  const match = connective.exec(clause)
  return match === null ? clause : clause.slice(0, match.index + match[0].length)
}
export const sentenceAfter = (after: string) => headOf(after, sentenceEnd)
/** Index just past the end of the first sentence in `text`, if it is over. */
export function endOfSentence(text: string): number | undefined {
  const match = /[!?\n。…]|\.(?=\s)/.exec(text)
  return match === null ? undefined : match.index + match[0].length
}

/** The last sentence of `text` that is over. */
export function lastSentence(text: string): string {
  const sentences = text.trimEnd().match(/[^.!?\n…]+[.!?…]*/g)
  return sentences?.at(-1) ?? ''
}
