/** Numbers within names: ERC-20, 웹3.0, the 50-day line, S&P 500, a help line. */
import { measuresIn, speaksOfIndex } from '../measures.ts'
import { subjectsIn } from '../subjects.ts'
import type { Passing } from './passing.ts'

/** Numbers to call in distress; only beside words of calling. */
const helpLines = /^(?:109|110|112|119|129|1388|1393|1577|0199|988|911|999|741741|116|123)$/
const callsFor = /전화|상담|연락|걸어|문자|번으로|\b(?:call|text|dial|phone|reach|hotline|lifeline)\b/i

/** A small number glued to the word before it belongs to that word, unless the word is a coin, a measure or a particle. */
const gluedTo = /(?:[A-Za-z]{1,12}-?|[가-힣]{1,8})$/
const particle =
  /(?:은|는|이|가|을|를|에|로|도|만|와|과|의|약|총|각|단|딱|쯤|근|한|더|또|무려|현재|지금|오늘|어제|가격|시세|값)$/
/** After a unit or a number the next number is one of its own. */
const measureWord =
  /(?:달러|원|불|퍼센트|포인트|점|배|만|천|억|조|USDT?|from|to|at|up|down|about|near|by|low|mid|high|early|late|upper|lower)-?$/i

function isGlued(digits: string, before: string, after: string): boolean {
  const word = gluedTo.exec(before)?.[0] ?? ''
  if (
    word === '' ||
    !/^\d{1,3}(?:\.\d)?$/.test(digits) ||
    /^\s?(?:달러|불|%|퍼센트|USD|포인트|점|k\b|[,.]\d)/i.test(after)
  )
    return false
  const isAsset = subjectsIn(word).length > 0 || measuresIn(word).length > 0
  return !isAsset && !particle.test(word) && !measureWord.test(word)
}

const series =
  /(?:layer|레이어|level|레벨|phase|stage|part|chapter|page|tier|버전|version|v|web|웹|defi|디파이|ethereum|이더리움|windows|iphone|아이폰|갤럭시|galaxy|gpt|claude|formula|apollo|아폴로|티어|시즌|season|episode|룰|rule)[\s-]?$/i
const indices =
  /(?:S&P|SPX|나스닥|Nasdaq|코스피|KOSPI|코스닥|Russell|Dow|포춘|Fortune|FTSE|니케이|Nikkei|STOXX|CAC|다우)\s?-?$/i

export function nameAround(
  written: string,
  digits: string,
  before: string,
  after: string,
): Passing | undefined {
  if (isGlued(digits, before, after)) return 'name'
  // A name and its version: 비트코인 2.0, Web 3.0.
  if (
    /^\d\.0$/.test(written) &&
    /\p{L}\s?$/u.test(before) &&
    !/^\s?(?:%|퍼센트|달러|배|x\b|percent|USD)/i.test(after)
  )
    return 'name'
  if (series.test(before) && /^\d{1,2}(?:\.\d)?$/.test(written)) return 'name'
  if (
    /\b(?:day|night|page|chapter|verse|room|route|highway|area|apartment|flight|bus|catch|fahrenheit|studio|hotel|agent)\s$/i.test(
      before,
    ) &&
    /^[\d,]+$/.test(written)
  )
    return 'name'
  if (indices.test(before) && /^(?:40|50|100|200|225|500|600|30|1000|2000)$/.test(written)) return 'name'
  // The scale of the index: 62 out of 100, 100점 만점.
  if (
    /^100(?:\s?점)?$/.test(written) &&
    speaksOfIndex(before) &&
    (/(?:out of|\/|of|to|에서)\s?$/i.test(before) || /^\s?(?:점\s?)?만점/.test(after))
  )
    return 'name'
  if (/^[2345]$/.test(written) && /^(?:FA|D|G|차원|차\s)/.test(after)) return 'name'
  if (helpLines.test(digits) && callsFor.test(`${before.slice(-40)} ${after.slice(0, 24)}`)) return 'name'
  if (/^80$/.test(written) && /^\/20\s?(?:rule|principle|법칙|원칙|의 법칙)/i.test(after)) return 'name'
  if (/^20$/.test(written) && /80\/$/.test(before)) return 'name'
  if (/^63$/.test(written) && /^빌딩/.test(after)) return 'name'
  if (/^1$/.test(written) && /^inch/i.test(after)) return 'name'
  if (/^24\s?$/.test(written) && /^\/7/.test(after)) return 'name'
  if (/^7\s?$/.test(written) && /24\/$/.test(before)) return 'name'
  if (/^(?:7|8)$/.test(written) && (/^\s?전\s?8기/.test(after) || /7전\s?$/.test(before))) return 'name'
  if (/^401$/.test(written) && /^\(?k/i.test(after)) return 'name'
  if (/^\d{2,3}\s?-?\s?(?:일|days?)$/i.test(written) || /^\d{2,3}\s?-?\s?주$/.test(written)) {
    if (
      /^\s?(?:선|이동\s?평균|이평|평균선)|^[\s-]?(?:simple |exponential )?(?:moving|MA\b|EMA\b|SMA\b|line)/i.test(
        after,
      )
    )
      return 'name'
  }
  if (/^\d{1,3}\s?-?\s?(?:분|시간|일|주|월)$/.test(written) && /^\s?봉/.test(after)) return 'name'
  if (/^\d{1,3}$/.test(written) && /^(?:일선|DMA|MA)/.test(after)) return 'name'
  if (/^(?:50|200)$/.test(written) && /MA\s?$/.test(before)) return 'name'
  if (/RSI\s?\($/.test(before) && /^\)/.test(after)) return 'name'
  if (
    /^100\s?(?:%|퍼센트)$/.test(written) &&
    /^\s?(?:확실|확신|보장|안전|장담|certain|sure|guarantee|safe)/i.test(after)
  )
    return 'idiom'
  return undefined
}
