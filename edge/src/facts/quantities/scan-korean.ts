/** Quantities spelled in Korean: 육만 오천 달러, 두 배, 절반, 십만을 넘었네. */
import { Decimal } from 'decimal.js'
import { hanja, nativeWords, readNative, readSino, sino } from './korean.ts'
import { measured, type Quantity, type Scan, withUnit } from './quantity.ts'
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
  /^(?:오만|이만|사만|백만장자|천만다행|천만에|만만|구구|십분|일천|백|천|만|[일이사오구공]조|이사|사이|사오|오이|구이|조사|일조|공사|일공|사조|공조|이조|오일|사일|이일|일일|이천|오천|억|구만리)/
const priceVerb =
  /^(?:을|를|은|는|이|가|에|까지|도|선|대|으로|로)?\s?(?:넘|돌파|도달|간다|갈|찍|뚫|회복|터치|밑|아래|위[로에]|근처|붕괴|깨|올라|오르|올랐|내려|내리|내렸|떨어|머물|이르)/

export function scanSino(text: string, final: boolean, midWord: boolean): Scan {
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

export function scanKorean(text: string, previous: string, final: boolean): Scan {
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
