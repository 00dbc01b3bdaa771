/**
 * Characters as a reader perceives them. A figure written in full-width, Arabic-Indic or mathematical digits,
 * or with invisible characters inside, looks like a figure; so it is folded into plain ASCII before the gate
 * reads it. Hangul written as single letters is composed.
 */

/** One character: what the gate reads, and what a reader sees. `text` is empty for what only decorates. */
export interface Folded {
  readonly text: string
  readonly raw: string
}

const digit = /^\p{Nd}$/u
const invisible = /^(?:[\p{Cf}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5)$/u
const combining = /^[\p{Mn}\p{Me}]$/u
const pictograph = /^\p{Extended_Pictographic}$/u
const jamo = /^[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]$/u
/** Printing variants (full-width, mathematical, super- and subscript, Roman numerals, fractions, circled). */
const compatibility =
  /^[\p{N}\uff01-\uffee\u{1d400}-\u{1d7ff}\u2070-\u209f\u2100-\u214f\u24b6-\u24e9\u3000\u{1f100}-\u{1f189}]$/u

const look: Readonly<Record<string, string>> = {
  '\u2212': '-',
  '\u2010': '-',
  '\u2011': '-',
  '\ufe63': '-',
  '\u00a0': ' ',
  '\u2002': ' ',
  '\u2003': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u200a': ' ',
  '\u202f': ' ',
  '\u066b': '.',
  '\u066c': ',',
  '\u066a': '%',
  '\u2044': '/',
  '\u2019': "'",
  '\u02bc': "'",
}

/** Letters of other alphabets that look Latin, as they are used to disguise words. */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  ԁ: 'd',
  ո: 'n',
  υ: 'u',
  ν: 'v',
  ο: 'o',
  α: 'a',
  Β: 'B',
  Ε: 'E',
  Τ: 'T',
  Η: 'H',
  Ο: 'O',
  В: 'B',
  Т: 'T',
  Е: 'E',
  Н: 'H',
  О: 'O',
  С: 'C',
}

/** The value of a digit of any script, from its distance to the zero of its run of ten. */
function digitValue(character: string): string {
  const code = character.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && digit.test(String.fromCodePoint(zero - 1))) zero -= 1
  // The mathematical digits are five runs of ten without a gap, the first starting at U+1D7CE.
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10)
  return String(code - zero)
}

/**
 * Folds one code point; `previous` is the folded text before it. Conjoining jamo never come here.
 * ASCII and Hangul, nearly everything, take the first line.
 */
function foldOne(character: string, previous: string): Folded {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x7f || (code >= 0xac00 && code <= 0xd7a3)) return { text: character, raw: character }
  if (invisible.test(character)) {
    return { text: '', raw: pictograph.test(previous) ? character : '' }
  }
  if (combining.test(character)) return { text: '', raw: /\d$/.test(previous) ? '' : character }
  const plain = look[character] ?? lookalikes[character]
  if (plain !== undefined) return { text: plain, raw: plain === ' ' ? character : plain }
  if (digit.test(character)) {
    const value = digitValue(character)
    return { text: value, raw: value }
  }
  if (compatibility.test(character)) {
    const normal = character.normalize('NFKC').replaceAll('\u2044', '/')
    return { text: normal, raw: character }
  }
  return { text: character, raw: character }
}

export interface Fold {
  /** Folds one code point; a jamo waits for its syllable to be complete. */
  push(character: string): readonly Folded[]
  end(): readonly Folded[]
}

export function createFold(): Fold {
  let syllable = ''
  let previous = ''
  function compose(): Folded[] {
    const composed = syllable.normalize('NFC')
    syllable = ''
    return composed === '' ? [] : Array.from(composed, (text) => ({ text, raw: text }))
  }
  return {
    push(character) {
      if (jamo.test(character) && !invisible.test(character)) {
        syllable += character
        return []
      }
      const folded = foldOne(character, previous)
      if (character.length > 0) previous = character
      return syllable === '' ? [folded] : [...compose(), folded]
    },
    end: compose,
  }
}

/** Folds a whole text, for what was said before the stream began. */
export function foldText(text: string): string {
  const fold = createFold()
  const folded = Array.from(text.normalize('NFC'), (character) => fold.push(character)).flat()
  return [...folded, ...fold.end()].map((one) => one.text).join('')
}
