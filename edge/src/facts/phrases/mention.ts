/**
 * The last judge of a sentence, for words that nobody has foreseen. To speak of a deed of trading, of a sure outcome
 * or of debt is harmless only with a sign that nothing is asked, promised or advised by it: a negation, a question, the
 * past, a condition, other people, an explanation, a warning. Without any such sign the sentence is taken for what
 * it most likely is.
 */
export interface Mention {
  readonly of: RegExp
  /** Signs that the sentence only speaks of it. */
  readonly harmless: RegExp
}

type Kind = 'order' | 'promise' | 'leverage'
const kinds: readonly Kind[] = ['leverage', 'order', 'promise']

/** `doubleNegations`: what looks like a negation and urges instead, as in "it is not too late". */
export function bareMention(
  sentence: string,
  mentions: Readonly<Record<Kind, Mention>>,
  doubleNegations: RegExp,
): Kind | undefined {
  const plain = sentence.replace(doubleNegations, ' … ')
  return kinds.find((kind) => mentions[kind].of.test(sentence) && !mentions[kind].harmless.test(plain))
}
