/** A forbidden phrase, and the words that make it harmless where they stand. */
export interface Rule {
  readonly pattern: RegExp
  /** Tested on what follows the phrase in its sentence. */
  readonly excuseAfter?: RegExp
  /** Tested on what precedes it. */
  readonly excuseBefore?: RegExp
  /** Tested on the phrase together with the clause that leads up to it. */
  readonly excuseClause?: RegExp
  /** Tested on the whole sentence. */
  readonly excuseAnywhere?: RegExp
}

const global = new WeakMap<RegExp, RegExp>()

/**
 * The pattern as `matchAll` wants it on text in lower case, compiled once. Without regard to case a pattern takes
 * several times as long to compile, which is what the first sentence of an isolate pays for.
 */
function everywhere(pattern: RegExp): RegExp {
  const known = global.get(pattern)
  if (known !== undefined) return known
  const { source, flags } = pattern
  const compiled = flags.includes('i')
    ? new RegExp(
        source.replace(/(?<!\\)[A-Z]/g, (letter) => letter.toLowerCase()),
        'g',
      )
    : new RegExp(source, `${flags}g`)
  global.set(pattern, compiled)
  return compiled
}

/** What leads up to `index` in its clause. A phrase that opens with punctuation begins a clause of its own. */
function leadOf(sentence: string, index: number): string {
  return /[^.!?;:,—\n]*$/.exec(sentence.slice(0, index))?.[0] ?? ''
}

/** Whether any of `rules` finds its phrase in `sentence` without an excuse. */
export function breaks(rules: readonly Rule[], sentence: string): boolean {
  return rules.some((rule) => {
    for (const match of sentence.matchAll(everywhere(rule.pattern))) {
      const before = sentence.slice(0, match.index)
      const after = sentence.slice(match.index + match[0].length)
      const ownClause = /^\s*[.!?;:,—–\n]/.test(match[0])
      const clause = ownClause ? match[0] : leadOf(sentence, match.index) + match[0]
      const excused =
        rule.excuseAfter?.test(after) ||
        rule.excuseBefore?.test(before) ||
        rule.excuseClause?.test(clause) ||
        rule.excuseAnywhere?.test(sentence)
      if (excused !== true) return true
    }
    return false
  })
}
