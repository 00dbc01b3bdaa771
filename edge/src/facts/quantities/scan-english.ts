/** Quantities spelled in English: sixty-five thousand dollars, twice, a third of, double-digit. */
import { Decimal } from 'decimal.js'
import { speaksOfIndex } from '../measures.ts'
import { endOfSentence } from '../sentences.ts'
import { englishNumberWords, readEnglish } from './english.ts'
import { measured, type Scan, withUnit } from './quantity.ts'
import type { Reading } from './reading.ts'
import { readUnit } from './units.ts'

/** Sixfold, twelvefold, a hundredfold. */
const foldWords =
  'six seven eight nine eleven twelve thirteen fourteen fifteen sixteen twenty thirty forty fifty hundred thousand'
    .split(' ')
    .map((word) => `${word}fold`)
const multiples: readonly (readonly [RegExp, number])[] = [
  ...foldWords.map(
    (word) =>
      [
        new RegExp(`^${word}\\b`, 'i'),
        readEnglish(word.slice(0, -4))?.reading.value.toNumber() ?? 0,
      ] as const,
  ),
  [/^(?:twice|doubl(?:e|es|ed|ing)|two-?fold|twofold)\b/i, 2],
  [/^(?:thrice|trebl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|threefold)\b/i, 3],
  [/^(?:quadrupl(?:e|es|ed|ing)|fourfold)\b/i, 4],
  [/^(?:quintupl(?:e|es|ed|ing)|fivefold)\b/i, 5],
  [/^tenfold\b/i, 10],
  [/^(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b/i, 0],
  [/^(?:halv(?:e|es|ed|ing)|half|halves)\b/i, 0.5],
]
const ratio =
  /^(?:one|two|three|four|five|six|seven|eight|nine|ten|ninety)\s(?:in|out of|to)\s(?:every\s)?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)\b/i
/** Every fourth coin, a ratio of one to twenty. */
const everyNth =
  /^every (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|other) (?:coin|token|investor|trader|holder|wallet|user|account|bitcoin)/i
const digitsCount = /^(?:single|double|triple)[- ]digits?\b/i
const portion =
  /^(?:(?:an?|one|two|three|four|five|seven|nine)[- ](?:half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?))\b(?!-)/i
const denominators = 'half third quarter fifth sixth seventh eighth ninth tenth'.split(' ')
const halves: Readonly<Record<string, string>> = { halve: 'half', fourth: 'quarter' }
/** "Two thirds" is 0.667. */
function shareOf(words: string): Decimal {
  const [count = '', of = ''] = words.toLowerCase().split(/[\s-]+/)
  const name = of.replace(/s$/, '')
  const denominator = denominators.indexOf(halves[name] ?? name) + 2
  return (readEnglish(count)?.reading.value ?? new Decimal(1)).div(denominator)
}
const multipleWords =
  'twenties thirties forties fifties sixties seventies eighties nineties twice double doubles doubled doubling twofold thrice treble trebled triple triples tripled tripling threefold quadruple quadrupled fourfold quintupled fivefold tenfold halve halves halved halving half single-digit double-digit'.split(
    ' ',
  )
const englishStarts = new Set(
  [...englishNumberWords, ...multipleWords, ...foldWords, 'a', 'an', 'every'].flatMap((word) =>
    Array.from(word, (_, index) => word.slice(0, index + 1)),
  ),
)
const portionStarts = new Set(
  [
    ...englishNumberWords,
    'half',
    'dollar',
    'buck',
    'cent',
    'percent',
    'thirds',
    'quarters',
    'fourths',
    'fifths',
    'sixths',
    'eighths',
    'tenths',
    'digits',
  ].flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))),
)

export function scanEnglish(text: string, before: string, final: boolean): Scan {
  const word = /^[a-z]+(?:-[a-z]*)?/i.exec(text)?.[0].toLowerCase() ?? ''
  const complete = final || word.length < text.length
  if (!complete)
    return englishStarts.has(word) || englishStarts.has(word.split('-')[0] ?? '') ? 'open' : 'none'
  const lead = word.split('-')[0] ?? ''
  if (!englishStarts.has(lead)) return 'none'
  const second = /^(?:an?|one|two|three|four|five|seven|nine|single|double|triple|half)[\s-]+([a-z]*)$/i.exec(
    text,
  )?.[1]
  if (!final && second !== undefined && (second === '' || portionStarts.has(second.toLowerCase())))
    return 'open'
  if (
    !final &&
    /^(?:one|two|three|four|five|six|seven|eight|nine|ten|ninety)(?:\s(?:i|in|o|ou|out|out o|out of)?(?:\s[a-z]*)?)?$/i.test(
      text,
    ) &&
    /\s(?:in?|o(?:ut?)?(?: o?f?)?)?(?:\s[a-z]*)?$/i.test(text)
  )
    return 'open'
  if (!final && /^every(?:\s[a-z]*){0,2}$/i.test(text)) return 'open'
  const nth = everyNth.exec(text)
  if (nth !== null)
    return measured(text, nth[0].length, { value: new Decimal(0), place: new Decimal(1) }, 'other')
  const counted = digitsCount.exec(text)
  if (counted !== null)
    return measured(text, counted[0].length, { value: new Decimal(0), place: new Decimal(1) }, 'other')
  const odds = ratio.exec(text)
  if (odds !== null && (!/\sto\s/i.test(odds[0]) || /ratio|odds/i.test(before.slice(-60))))
    return measured(text, odds[0].length, { value: new Decimal('0.5'), place: new Decimal('0.1') }, 'other')
  const part = portion.exec(text)
  if (part !== null)
    return measured(
      text,
      part[0].length,
      { value: shareOf(part[0]), place: new Decimal('0.1') },
      'times',
      true,
    )
  if (!final && /^half(?:\s(?:an?(?:\s(?:p[a-z ]*)?)?)?)?$/i.test(text)) return 'open'
  const halfPercent = /^half an?\s(?:percent|per cent)\b/i.exec(text)
  if (halfPercent !== null)
    return measured(
      text,
      halfPercent[0].length,
      { value: new Decimal('0.5'), place: new Decimal('0.1') },
      'percent',
    )
  const single = /^an?\s(dollar|buck|cent|percent)\b/i.exec(text)
  if (single !== null) {
    const unit = readUnit(`${single[1]}s`.replace('percents', 'percent'))?.unit ?? 'usd'
    return measured(
      text,
      single[0].length,
      { value: new Decimal(1), place: new Decimal(1) },
      unit === 'cents' ? 'other' : unit,
    )
  }
  const spelled = readEnglish(text)
  if (spelled !== undefined) return scanSpelled(text, before, spelled, final)
  for (const [pattern, value] of multiples) {
    const match = pattern.exec(text)
    if (match === null) continue
    return measured(
      text,
      match[0].length,
      { value: new Decimal(value), place: new Decimal(1) },
      'times',
      true,
    )
  }
  return 'none'
}

function scanSpelled(
  text: string,
  before: string,
  spelled: { readonly length: number; readonly reading: Reading },
  final: boolean,
): Scan {
  const rest = text.slice(spelled.length)
  if (!final && /^\s?(?:k|mn|bn)$/i.test(rest)) return 'open'
  if (/^\s?(?:k|mn|bn)\b/i.test(rest))
    return { ...measured(text, spelled.length, spelled.reading, 'other'), readings: [] }
  const next = rest.replace(/^[\s-]+/, '').toLowerCase()
  const more =
    next === '' ||
    /^(?:point|and)\s*[a-z]*$/.test(next) ||
    englishNumberWords.some((each) => each.startsWith(next))
  if (!final && (more || (rest.length < 12 && endOfSentence(rest) === undefined))) return 'open'
  const scan = withUnit(
    text,
    spelled.length,
    { readings: [spelled.reading], sign: 0, form: 'words' },
    '',
    final,
  )
  if (scan === 'open' || scan === 'none') return scan
  // A spelled number without a unit is a figure only when it is large: "two reasons" is prose.
  const large =
    spelled.reading.value.gte(100) ||
    /dozen|grand/i.test(spelled.reading.value.eq(12) ? text.slice(0, spelled.length) : '')
  if (scan.unit !== 'none' || large || isDigitByDigit(scan.text)) return scan
  // You won nine of your twelve trades.
  if (/\b(?:won|lost)\s$/i.test(before) && /^\s(?:out )?of\s/i.test(rest)) return scan
  if (/^\s(?:yesterday|today|now|a week ago|last week)\b/i.test(rest)) return scan
  return speaksOfIndex(before) && isReading(spelled.reading, before, rest) ? scan : 'none'
}

/** "six seven two five": at least four digits, one by one. */
const isDigitByDigit = (text: string) => {
  const words = text.split(/[\s-]+/)
  return (
    words.length > 3 &&
    words.every((each) => /^(?:zero|oh?|one|two|three|four|five|six|seven|eight|nine)$/i.test(each))
  )
}

/** Whether a bare number beside an index is its value: "at thirty-five", but not "one of many" or "two sides". */
function isReading({ value }: Reading, before: string, rest: string): boolean {
  if (/^\s(?:years?|people|of\b|percent|times|hundred|words?|parts?|other|more\b)/i.test(rest)) return false
  if (value.gt(100)) return false
  return (
    value.gte(10) ||
    (value.gt(1) && /\b(?:at|reads?|to|is|stands at|from)\s$/i.test(before) && /^(?:[.,!?]|$)/.test(rest))
  )
}
