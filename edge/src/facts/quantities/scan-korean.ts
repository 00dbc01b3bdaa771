/** Quantities spelled in Korean: 육만 오천 달러, 두 배, 절반, 십만을 넘었네. */
import { Decimal } from 'decimal.js'
import { speaksOfIndex } from '../measures.ts'
import { hanja, nativeWords, readNative, readSino, sino } from './korean.ts'
import { measured, type Quantity, type Scan, withUnit } from './quantity.ts'
import type { Reading } from './reading.ts'
import { mayContinue } from './units.ts'

const wordCharacter = /[\p{L}\p{N}]/u
const numberWord = new RegExp(`^[${sino}${hanja}]`)

const sinoRun = new RegExp(`^[${sino}${hanja}]+(?: [${sino}]+)*(?: ?점 ?[${sino}]+(?: [${sino}])*)?`)
const sinoUnit =
  /^ ?(?:달러|딸라|USDT|USD|불(?=$|[^가-힣]|이|을|은|에|로|까|선|대|도|쯤|정)|퍼센트|프로(?!그|젝|토|필|세|모|페|덕|듀|비)|원(?=$|[^가-힣]|이|을|은|에|으|대|선|짜|어치)|포인트|배(?=$|[^가-힣]|로|가|를|나|까|는|의|이|쯤|정|씩|넘)|점(?=$|[^가-힣]|으|이|을|은|대)|분의|센트|분(?=\s|$|간|이나|을|만|동|도|쯤|에|안|뒤|후|여)|비트코인|BTC|ETH|이더리움|솔라나)/i
const bareParticle =
  /^(?:(?:을|를|이|가|은|는|에|에서|까지|선|대|으로|로|도|의|쯤|정도|이나|부터|간다|갑|돌파)(?:[^가-힣]|$|[가-힣]{0,2}(?:[^가-힣]|$))|[.,!?~)'"’”]|\s|$)/
/** Ordinary words that are spelled like numbers: 오만 (arrogance), 이만, 만일, 천만에, 일조 … */
const notNumbers =
  /^(?:영점|오만|이만|사만|백만장자|천만다행|천만에|만만|구구|십분|일천|백|천|만|[일이사오구공]조|이사|사이|사오|오이|구이|조사|일조|공사|일공|사조|공조|이조|오일|사일|이일|일일|이천|오천|억|구만리)/
const priceVerb =
  /^(?:을|를|은|는|이|가|에|까지|도|선|대|으로|로)?\s?(?:넘|돌파|도달|간다|갈|찍|뚫|회복|터치|밑|아래|위[로에]|근처|붕괴|깨|올라|오르|올랐|내려|내리|내렸|떨어|머물|이르)/

export function scanSino(text: string, before: string, final: boolean): Scan {
  const midWord = isMidWord(text, before)
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
    // 사이 비트코인, 이 비트코인: coins are counted with a scale, or in native words.
    if (/^ ?(?:비트코인|이더리움|솔라나)/.test(rest) && !/[십백천만억점]/.test(written)) continue
    if (written === '영' && /^ ?점/.test(rest)) continue
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
  const told = scanSaid(text, run, before, final)
  if (told !== 'none') return told
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

/** How a sentence ends on a bare number, as a reading of an index does. */
const copula =
  /^(?:일세|이네|이라|이었|이야|입니|이다|이니|인데|이고|이며|이지|일 |까지|으로|에서|였|로\s|라네|네[.!\s]|다[.!]|[.,!?]|$)/
const digitsOneByOne = /^[영공일이삼사오육륙칠팔구]{4,}/
const repeated = /^(?:삼삼오오|구구)/
const tenths = /^([일이삼사오육칠팔구])\s?할(?=[이은을의로][\s.,]|은?\s?(?:이상|넘)|이네|일세|,)/

/** Numbers that are figures without a unit: of an index, spelled digit by digit, in tenths. */
function scanSaid(text: string, run: string, before: string, final: boolean): Scan {
  const share = tenths.exec(text)
  if (share !== null) {
    const read = readSino(share[1] ?? '')
    const value = read?.value.mul(10) ?? new Decimal(0)
    return measured(text, share[0].length, { value, place: new Decimal(10) }, 'percent')
  }
  if (!final && /^[일이삼사오육칠팔구]\s?(?:할[이은을의로일]?\s?)?$/.test(text)) return 'open'
  const digits = digitsOneByOne.exec(run)
  if (digits !== null && !repeated.test(run)) return bare(digits[0])
  if (!speaksOfIndex(before) || run.length < 2) return 'none'
  for (let end = run.length; end > 1; end -= 1) {
    const rest = text.slice(end)
    const read = readSino(run.slice(0, end))
    const isIndex = read?.value.gt(1) === true && read.value.lte(100)
    if (isIndex && copula.test(rest)) {
      return !final && rest.length < 2 ? 'open' : bare(run.slice(0, end))
    }
  }
  return 'none'
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
  /^\s?(?:배(?=$|[^가-힣]|로|가|를|나|까|는|의|이|쯤|정|씩|넘|도|만)|곱절|갑절|토막|퍼센트|프로(?!그|젝|토|필|세|모|페|덕|듀|비)|달러|불(?=$|[^가-힣]|이|을|은|에|로)|포인트|자릿수|자리\s?수|자리(?=에서|로\s|까지|\s(?:가격|숫자))|분의|개(?!월|인|념|발)|건(?![강설물조전너축반드])|번(?:의\s|\s(?:넘게|이상|남짓|가까이|정도)\s)?(?:거래|매매)|비트코인|이더리움|솔라나|BTC|ETH)/i
/** 마친 거래가 여섯 번: a count of the reader's trades. */
const speaksOfTrades =
  /(?:거래|매매|청산)[가-힣]{0,2}\s(?:총\s|모두\s|딱\s)?$|\S\s?(?:번|회)의?\s(?:거래\s)?(?:중에?서?|가운데)\s$/
const tradeCounter = /^\s?(?:번|회|차례)(?![째])/
const halves =
  /^(?:절반|반\s?토막|반값|반의\s?반|곱절|갑절|반으로|반이나|반\s?가까이|반\s?(?:달러|불(?![가-힣])|센트)|반(?=\s?(?:만|도|을|이)?\s?(?:줄|떨|날|잃|빠|깎)))/

/** Whether the text goes on with a word. A number in Chinese characters needs no space before it. */
const isMidWord = (text: string, before: string) =>
  wordCharacter.test(before.at(-1) ?? '') && !hanja.includes(text[0] ?? '')

export function scanKorean(text: string, before: string, final: boolean): Scan {
  const first = text[0] ?? ''
  const midWord = isMidWord(text, before)
  if (`${sino}`.includes(first)) {
    const scan = scanSino(text, before, final)
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
  const among = amongMany.exec(text)
  if (among !== null) {
    return measured(text, among[0].length, { value: new Decimal('0.5'), place: new Decimal('0.1') }, 'other')
  }
  if (!final && amongOpen.test(text)) return 'open'
  if (!final && speaksOfIndex(before) && /^(?:을|를|선|선을|에|까|까지)\s?[가-힣]?$/.test(rest)) return 'open'
  if (speaksOfIndex(before) && isNativeReading(found.reading, rest)) {
    return !final && rest.length < 2 ? 'open' : bareNative(text, found)
  }
  const counts = speaksOfTrades.test(before) ? tradeCounter : nativeClaim
  if (!counts.test(rest) && !nativeClaim.test(rest)) {
    const open =
      !final &&
      (mayContinue(rest) ||
        /^\s?번(?:의?\s?|\s(?:넘|넘게|이|이상|남|남짓|가|가까|가까이|정|정도)\s?)$/.test(rest) ||
        /^\s?번(?:의\s|\s(?:넘게|이상|남짓|가까이|정도)\s)?[거매]$/.test(rest) ||
        /^\s?$/.test(rest) ||
        nativeWords.some((word) => word.startsWith(rest.trimStart())))
    return open ? 'open' : 'none'
  }
  const trades = /^\s?(?:번|회|차례)/.exec(rest)
  if (trades !== null) return measured(text, found.length + trades[0].length, found.reading, 'trades')
  const digits = /^\s?(?:자릿수|자리\s?수|자리)/.exec(rest)
  if (digits !== null) return measured(text, found.length + digits[0].length, found.reading, 'other')
  return withUnit(text, found.length, { readings: [found.reading], sign: 0, form: 'words' }, '', final)
}

/** 열에 아홉, 열 명 가운데 일곱. */
const amongMany =
  /^(?:열|백|스물|다섯|여섯|여덟|네|넷)\s?(?:(?:명|사람|개|번)\s?)?(?:에|중에?서?|가운데)\s?(?:하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|아흔아홉|아흔)(?![가-힣]*째)/
const amongOpen =
  /^(?:열|백|스물|다섯|여섯|여덟|네|넷)\s?(?:(?:명|사람|개|번)?\s?(?:에|중에?서?|가운데|가운|가)?\s?(?:하|일|여|다|아|아흔)?)?$/

function isNativeReading({ value }: Reading, rest: string): boolean {
  if (
    value.gte(11) &&
    /^(?:을|를|선을|에|까지)\s(?:넘|웃돌|밑돌|돌파|찍|회복|다다|이르|이른|근접|육박|향|올|내려)/.test(rest)
  )
    return true
  return copula.test(rest) && value.gt(1) && (value.gte(11) || /^(?:일세|이네|이었|이라네|입니다)/.test(rest))
}

function bareNative(text: string, found: { readonly length: number; readonly reading: Reading }): Quantity {
  return { ...measured(text, found.length, found.reading, 'none') }
}
