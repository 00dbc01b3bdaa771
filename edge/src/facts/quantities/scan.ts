/** Finds the quantity, if any, that a text begins with. */
import { Decimal } from 'decimal.js'
import { englishNumberWords, readEnglish } from './english.ts'
import { hanja, nativeWords, readNative, readSino, sino } from './korean.ts'
import type { Reading } from './reading.ts'
import { mayContinue, readUnit, type Unit } from './units.ts'

export interface Quantity {
  /** As written, and how many characters of the text that is. */
  readonly text: string
  readonly length: number
  /** What it may mean; 43.250 is 43.25 or 43,250. Empty if it cannot be read. */
  readonly readings: readonly Reading[]
  readonly sign: -1 | 0 | 1
  readonly unit: Unit
  readonly form: 'digits' | 'words'
  /** A fraction of something: a third of, 3분의 1, half. */
  readonly part?: boolean
}

/** `open`: more text is needed; `none`: the text begins with no quantity. */
export type Scan = Quantity | 'open' | 'none'

/** Markup that may split a number without a reader seeing it. */
const markup = '(?:[*_`\\\\{}|]|~~)*'
const numeral = new RegExp(`^\\d+(?:${markup}(?:[.,'_]${markup})?\\d+| \\d{3}(?!\\d))*`)
const head = /^([+-]?)\s?((?:US)?[$₩€£¥]?)\s?([+-]?)(?=\d)/
const numeric = /^[\d.,'_*`\\{}|~ ]*$/
const wordCharacter = /[\p{L}\p{N}]/u
const numberWord = new RegExp(`^[${sino}${hanja}]`)

/**
 * Scans the start of `text`, with `before` shown just ahead of it. `final`: no more text will come.
 */
export function scanQuantity(before: string, text: string, final: boolean): Scan {
  const first = text[0] ?? ''
  const previous = before.at(-1) ?? ''
  if (/\d/.test(first)) return scanDigits(text, 0, '', 0, final)
  if ('+-$₩€£¥'.includes(first) || (first === 'U' && /^US?\$?/.test(text))) {
    return scanPrefixed(text, previous, final)
  }
  if (hanja.includes(first)) return scanSino(text, final, false)
  if (/[가-힣]/.test(first)) return scanKorean(text, previous, final)
  if (/[a-z]/i.test(first) && !/[\p{L}\p{N}'&]/u.test(previous)) return scanEnglish(text, final)
  return 'none'
}

function scanPrefixed(text: string, previous: string, final: boolean): Scan {
  const match = head.exec(text)
  if (match === null) {
    const undecided = !final && /^(?:[+-]?\s?(?:US?)?[$₩€£¥]?\s?[+-]?)$/.test(text) && text.length < 5
    return undecided ? 'open' : 'none'
  }
  const [prefix, before = '', currency = '', after = ''] = match
  // After a figure or a word a hyphen joins or spans: 3-5 %, ERC-20.
  if (before === '-' && wordCharacter.test(previous)) return 'none'
  const mark = before + after
  const sign = mark.includes('-') ? -1 : mark.includes('+') ? 1 : 0
  return scanDigits(text, prefix.length, currency, sign, final)
}

function scanDigits(text: string, start: number, currency: string, sign: -1 | 0 | 1, final: boolean): Scan {
  const body = text.slice(start)
  if (!final && numeric.test(body)) return 'open'
  const match = numeral.exec(body)
  if (match === null) return 'none'
  const written = match[0]
  const korean = scaledKorean(body, written.length, final)
  if (korean === 'open') return 'open'
  const scaled = korean ?? scaledEnglish(body, written.length)
  const plain = readNumeral(written.replace(/[*_`\\{}|~]/g, ''))
  const readings = scaled?.readings ?? plain
  const numberLength = scaled?.length ?? written.length
  return withUnit(text, start + numberLength, { readings, sign, form: 'digits' }, currency, final)
}

/** Thousands with comma, space or apostrophe; a decimal point; the European way round as a second reading. */
function readNumeral(text: string): Reading[] {
  const compact = text.replace(/[ ']/g, '')
  if (/^\d+(\.\d+)?$/.test(compact)) {
    const readings = [reading(compact)]
    if (/^\d{1,3}\.\d{3}$/.test(compact)) readings.push(reading(compact.replace('.', '')))
    return readings
  }
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)) return [reading(compact.replaceAll(',', ''))]
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(compact)) {
    return [reading(compact.replaceAll('.', '').replace(',', '.'))]
  }
  if (/^\d{1,4}(,\d{4})+$/.test(compact)) return [reading(compact.replaceAll(',', ''))]
  if (/^\d+,\d+$/.test(compact)) return [reading(compact.replace(',', '.'))]
  return []
}

function reading(text: string): Reading {
  const value = new Decimal(text)
  const decimals = text.split('.')[1]?.length ?? 0
  return { value, place: new Decimal(10).pow(-decimals) }
}

interface Scaled {
  readonly readings: readonly Reading[]
  readonly length: number
}

const koreanScale = new RegExp(
  `^${markup}\\s?${markup}((?:십(?!분)|백(?!서)|천(?!천|장|국)|만(?!약|큼|일|들|나|화|족|성|기)|억(?!지|제|눌)|조(?!정|금|심|건|언|사|차))+)`,
)
const koreanNext = new RegExp(
  `^${markup}\\s?${markup}(\\d[\\d,]*(?:\\.\\d+)?|[일이삼사오육칠팔구](?=\\s?[십백천만억조]))`,
)

/** 4만 3천, 6만5천, 1억 2,000만, 4만 3,250달러: `length` counts from the start of `body`. */
function scaledKorean(body: string, numeralLength: number, final: boolean): Scaled | 'open' | undefined {
  let end = numeralLength
  let scale = koreanScale.exec(body.slice(end))
  if (scale === null) return undefined
  while (scale !== null) {
    end += scale[0].length
    const rest = body.slice(end)
    if (!final && (rest === '' || /^\s?(?:[\d,.]*|[일이삼사오육칠팔구]\s?)$/.test(rest))) return 'open'
    const next = koreanNext.exec(rest)
    if (next === null) break
    const afterNext = rest.slice(next[0].length)
    const following = koreanScale.exec(afterNext)
    const spaced = /^\s/.test(rest)
    if (!final && following === null && mayContinue(afterNext)) return 'open'
    // A number after a space belongs to the same figure only if it goes on with a smaller place or a unit.
    if (spaced && following === null && !/^\s?(?:달러|불|원|USD)/i.test(afterNext)) break
    if (spaced && following !== null && !isSmaller(following[1] ?? '', scale[1] ?? '')) break
    end += next[0].length
    scale = following
  }
  const read = readSino(body.slice(0, end).replace(/[*_`\\{}|~]/g, ''))
  return { readings: read === undefined ? [] : [read], length: end }
}

const order = '십백천만억조'
function isSmaller(next: string, last: string): boolean {
  const weight = (scale: string) => order.indexOf(scale.at(-1) ?? '')
  return weight(next) < weight(last)
}

const englishScales: readonly (readonly [RegExp, string])[] = [
  [/^(?:\s?-?\s?(?:thousand|grand)\b|k(?![a-z]))/i, '1e3'],
  [/^(?:\s?-?\s?million\b|mn(?![a-z])|mm(?![a-z])|m(?![a-z]))/i, '1e6'],
  [/^(?:\s?-?\s?billion\b|bn(?![a-z])|b(?![a-z]))/i, '1e9'],
  [/^(?:\s?-?\s?trillion\b|tn(?![a-z])|t(?![a-z]))/i, '1e12'],
  [/^\s?-?\s?hundred\b/i, '100'],
  [/^\s?dozen\b/i, '12'],
]

function scaledEnglish(body: string, numeralLength: number): Scaled | undefined {
  const marks = new RegExp(`^${markup}`).exec(body.slice(numeralLength))?.[0].length ?? 0
  let end = numeralLength + marks
  let factor: Decimal | undefined
  for (let again = true; again; ) {
    again = false
    for (const [pattern, value] of englishScales) {
      const match = pattern.exec(body.slice(end))
      if (match === null) continue
      end += match[0].length
      factor = (factor ?? new Decimal(1)).mul(value)
      again = true
      break
    }
  }
  if (factor === undefined) return undefined
  const by = factor
  const plain = readNumeral(body.slice(0, numeralLength).replace(/[*_`\\{}|~]/g, ''))
  return {
    readings: plain.map(({ value, place }) => ({ value: value.mul(by), place: place.mul(by) })),
    length: end,
  }
}

/** 1~2주, 3-5 years: the unit of a span belongs to both of its ends. It stays in the text for the second. */
const spanTo = /^\s?[~–-]\s?\d[\d.,]*\s?/
function rangeUnit(rest: string): { readonly unit: Unit; readonly length: number } | undefined {
  const second = spanTo.exec(rest)?.[0]
  const found = second === undefined ? undefined : readUnit(rest.slice(second.length))
  return found?.unit === 'duration' ? { unit: 'duration', length: -1 } : undefined
}

const spanIsOpen = (rest: string) => {
  const second = spanTo.exec(rest)?.[0]
  return second === undefined ? /^\s?[~–-]\s?$/.test(rest) : mayContinue(rest.slice(second.length))
}

const beforeUnit = new RegExp(`^${markup}[)"'”’]?\\+?-?\\s?${markup}`)

/** Adds the unit that follows a number ending at `end`, unless more text may still bring one. */
function withUnit(
  text: string,
  end: number,
  number: Pick<Quantity, 'readings' | 'sign' | 'form'>,
  currency: string,
  final: boolean,
): Scan {
  const rest = text.slice(end)
  const fraction = /^\s?분의\s?(\d+|[일이삼사오육칠팔구])/.exec(rest)
  if (fraction !== null)
    return {
      ...number,
      text: text.slice(0, end + fraction[0].length),
      length: end + fraction[0].length,
      unit: 'times',
      part: true,
    }
  if (!final && (mayContinue(rest) || spanIsOpen(rest))) return 'open'
  const gap = beforeUnit.exec(rest)?.[0] ?? ''
  const found = readUnit(rest.slice(gap.length)) ?? rangeUnit(rest)
  const signUnit: Unit = currency === '' ? 'none' : currency.includes('$') ? 'usd' : 'otherMoney'
  const length = found === undefined || found.length < 0 ? end : end + gap.length + found.length
  const unit = signUnit === 'none' ? (found?.unit ?? 'none') : signUnit
  if (unit === 'cents')
    return { ...number, ...inDollars(number.readings), text: text.slice(0, length), length }
  return { ...number, text: text.slice(0, length), length, unit }
}

function inDollars(readings: readonly Reading[]): Pick<Quantity, 'readings' | 'unit'> {
  return {
    readings: readings.map(({ value, place }) => ({ value: value.div(100), place: place.div(100) })),
    unit: 'usd',
  }
}

const sinoRun = new RegExp(`^[${sino}${hanja}]+(?: [${sino}]+)*(?: ?점 ?[${sino}]+(?: [${sino}])*)?`)
const sinoUnit =
  /^ ?(?:달러|딸라|USDT|USD|불(?=$|[^가-힣]|이|을|은|에|로|까|선|대|도|쯤|정)|퍼센트|프로(?!그|젝|토|필|세|모|페|덕|듀|비)|원(?=$|[^가-힣]|이|을|은|에|으|대|선|짜|어치)|포인트|배(?=$|[^가-힣]|로|가|를|나|까|는|의|이|쯤|정|씩|넘)|점(?=$|[^가-힣]|으|이|을|은|대)|분의|센트|분(?=\s|$|간|이나|을|만|동|도|쯤|에|안|뒤|후|여)|비트코인|BTC|ETH|이더리움|솔라나)/i
const bareParticle =
  /^(?:(?:을|를|이|가|은|는|에|에서|까지|선|대|으로|로|도|의|쯤|정도|이나|부터|간다|갑|돌파)(?:[^가-힣]|$|[가-힣]{0,2}(?:[^가-힣]|$))|[.,!?~)'"’”]|\s|$)/
/** Ordinary words that are spelled like numbers: 오만 (arrogance), 이만, 만일, 천만에, 일조 … */
const notNumbers =
  /^(?:오만|이만|사만|백만장자|천만다행|천만에|만만|구구|십분|일천|백|천|만|[일이사오구공]조|이사|사이|사오|오이|구이|조사|일조|공사|일공|사조|공조|이조|오일|사일|이일|일일|이천|오천|억|구만리)/
const priceVerb =
  /^(?:을|를|은|는|이|가|에|까지|도|선|대|으로|로)?\s?(?:넘|돌파|도달|간다|갈|찍|뚫|회복|터치|밑|아래|위[로에]|근처|붕괴|깨|올라|오르|올랐|내려|내리|내렸|떨어|머물|이르)/

function scanSino(text: string, final: boolean, midWord: boolean): Scan {
  const run = sinoRun.exec(text)?.[0]
  if (run === undefined) return 'none'
  const open = !final && (run.length === text.length || mayContinue(text.slice(run.length)))
  if (open || (!final && /^ ?점 ?$/.test(text.slice(run.length)))) return 'open'
  // The longest run that is followed by a unit: 이 in "이 사실" is not, 오 in "오 퍼센트" is.
  for (let end = run.length; end > 0; end -= 1) {
    const written = run.slice(0, end).trimEnd()
    if (!numberWord.test(written) || written.length === 0) continue
    const rest = text.slice(written.length)
    if (!sinoUnit.test(rest)) continue
    // "이 달러", "이 점", "이 배" point at something; only a percentage is counted this way.
    if (written === '이' && !/^ ?(?:퍼센트|프로)/.test(rest) && rest.startsWith(' ')) continue
    if (midWord && !/^ ?(?:달러|퍼센트|USDT|USD|딸라)/i.test(rest)) return 'none'
    const read = readSino(written)
    return withUnit(
      text,
      written.length,
      { readings: read === undefined ? [] : [read], sign: 0, form: 'words' },
      '',
      final,
    )
  }
  if (midWord) return 'none'
  const word = run.split(' ')[0] ?? ''
  const rest = text.slice(word.length)
  if (hanja.includes(word[0] ?? '')) return bare(word)
  if (word.length < 2 || !/[십백천만억조]/.test(word)) return 'none'
  // 사십오, 오만 and 이백 are figures only where a price or an index could reach them.
  const needsVerb = !/[천만억조]/.test(word) || (notNumbers.test(word) && word.length <= 2)
  const isFigure = needsVerb ? priceVerb.test(rest) : bareParticle.test(rest)
  if (!final && !isFigure && needsVerb && /^[가-힣]{0,2}\s?[가-힣]?$/.test(rest)) return 'open'
  return isFigure ? bare(word) : 'none'
}

function bare(word: string): Quantity {
  const read = readSino(word)
  return {
    text: word,
    length: word.length,
    readings: read === undefined ? [] : [read],
    sign: 0,
    unit: 'none',
    form: 'words',
  }
}

const nativeStart = new Set(nativeWords.map((word) => word[0]))
const nativeClaim =
  /^\s?(?:배(?=$|[^가-힣]|로|가|를|나|까|는|의|이|쯤|정|씩|넘|도|만)|곱절|갑절|토막|퍼센트|프로(?!그|젝|토|필|세|모|페|덕|듀|비)|달러|불(?=$|[^가-힣]|이|을|은|에|로)|포인트|자릿수|자리\s?수|자리(?=에서|로\s|까지|\s(?:가격|숫자))|분의|개(?!월|인|념|발)|건(?![강설물조전너축반드])|비트코인|이더리움|솔라나|BTC|ETH)/i
const halves =
  /^(?:절반|반\s?토막|반값|반의\s?반|곱절|갑절|반으로|반이나|반\s?가까이|반\s?(?:달러|불(?![가-힣])|센트)|반(?=\s?(?:만|도|을|이)?\s?(?:줄|떨|날|잃|빠|깎)))/

function scanKorean(text: string, previous: string, final: boolean): Scan {
  const first = text[0] ?? ''
  const midWord = wordCharacter.test(previous)
  if (`${sino}`.includes(first)) {
    const scan = scanSino(text, final, midWord)
    if (scan !== 'none') return scan
  }
  if (midWord && !/^(?:절반|반토막)/.test(text)) return 'none'
  if ('절반곱갑'.includes(first)) {
    if (!final && /^(?:절|반|반\s?(?:토|의|가|달|불|센)?|반\s?가까|반(?:만|도|을|이)?\s?|곱|갑)$/.test(text))
      return 'open'
    const half = halves.exec(text)
    if (half === null) return 'none'
    const value = /^[곱갑]/.test(half[0]) ? 2 : 0.5
    return {
      text: half[0],
      length: half[0].length,
      readings: [{ value: new Decimal(value), place: new Decimal('0.1') }],
      sign: 0,
      unit: 'times',
      form: 'words',
      part: true,
    }
  }
  if (!nativeStart.has(first)) return 'none'
  if (!final && nativeWords.some((word) => word.startsWith(text))) return 'open'
  const found = readNative(text)
  if (found === undefined) return 'none'
  const rest = text.slice(found.length)
  if (!nativeClaim.test(rest)) {
    const open =
      !final &&
      (mayContinue(rest) ||
        /^\s?$/.test(rest) ||
        nativeWords.some((word) => word.startsWith(rest.trimStart())))
    return open ? 'open' : 'none'
  }
  const digits = /^\s?(?:자릿수|자리\s?수|자리)/.exec(rest)
  if (digits !== null) return measured(text, found.length + digits[0].length, found.reading, 'other')
  return withUnit(text, found.length, { readings: [found.reading], sign: 0, form: 'words' }, '', final)
}

function measured(text: string, length: number, read: Reading, unit: Unit, part = false): Quantity {
  return { text: text.slice(0, length), length, readings: [read], sign: 0, unit, form: 'words', part }
}

const multiples: readonly (readonly [RegExp, number])[] = [
  [/^(?:twice|doubl(?:e|es|ed|ing)|two-?fold|twofold)\b/i, 2],
  [/^(?:thrice|trebl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|threefold)\b/i, 3],
  [/^(?:quadrupl(?:e|es|ed|ing)|fourfold)\b/i, 4],
  [/^(?:quintupl(?:e|es|ed|ing)|fivefold)\b/i, 5],
  [/^tenfold\b/i, 10],
  [/^(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b/i, 0],
  [/^(?:halv(?:e|es|ed|ing)|half|halves)\b/i, 0.5],
]
const ratio =
  /^(?:one|two|three|four|five|six|seven|eight|nine|ten|ninety)\s(?:in|out of)\s(?:every\s)?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)\b/i
const digitsCount = /^(?:single|double|triple)[- ]digits?\b/i
const portion =
  /^(?:(?:an?|one|two|three|four|five|seven|nine)[- ](?:half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?))\b(?!-)/i
const multipleWords =
  'twenties thirties forties fifties sixties seventies eighties nineties twice double doubles doubled doubling twofold thrice treble trebled triple triples tripled tripling threefold quadruple quadrupled fourfold quintupled fivefold tenfold halve halves halved halving half single-digit double-digit'.split(
    ' ',
  )
const englishStarts = new Set(
  [...englishNumberWords, ...multipleWords, 'a', 'an'].flatMap((word) =>
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

function scanEnglish(text: string, final: boolean): Scan {
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
  const counted = digitsCount.exec(text)
  if (counted !== null)
    return measured(text, counted[0].length, { value: new Decimal(0), place: new Decimal(1) }, 'other')
  const odds = ratio.exec(text)
  if (odds !== null)
    return measured(text, odds[0].length, { value: new Decimal('0.5'), place: new Decimal('0.1') }, 'other')
  const part = portion.exec(text)
  if (part !== null)
    return measured(
      text,
      part[0].length,
      { value: new Decimal('0.5'), place: new Decimal('0.1') },
      'times',
      true,
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
  if (spelled !== undefined) return scanSpelled(text, spelled, final)
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
  if (!final && (more || mayContinue(rest))) return 'open'
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
  return scan.unit === 'none' && !large ? 'none' : scan
}
