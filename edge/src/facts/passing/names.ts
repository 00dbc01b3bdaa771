/** Numbers within names: ERC-20, the 50-day line, S&P 500, a help line. */
import type { Passing } from './passing.ts'

/** Numbers to call in distress; only beside words of calling. */
const helpLines = /^(?:109|110|112|119|129|1388|1393|1577|0199|988|911|999|741741|116|123)$/
const callsFor = /전화|상담|연락|걸어|문자|번으로|\b(?:call|text|dial|phone|reach|hotline|lifeline)\b/i

export function nameAround(
  written: string,
  digits: string,
  before: string,
  after: string,
  final: boolean,
): Passing | 'open' | undefined {
  const word = /[\p{L}&-]+$/u.exec(before)?.[0] ?? ''
  if (
    /^(?:Web|ERC-?|BEP-?|EIP-?|BIP-?|SHA-?|COVID-?|L|MA|EMA|SMA|G|Q|DeFi|AES-?|RFC-?|Y|ISO-?|BRC-?|Catch-|TRC-?|SPL-?|Web-|코로나|H)$/i.test(
      word,
    )
  ) {
    if (/^\d{1,3}(?:\.0)?$/.test(digits)) return 'name'
  }
  if (/(?:Web|DeFi|ETH|Ethereum|이더리움|웹|디파이)\s$/i.test(before) && /^[23](?:\.0)?$/.test(written))
    return 'name'
  if (
    /(?:S&P|SPX|나스닥|Nasdaq|코스피|KOSPI|Russell|Dow|포춘|Fortune|FTSE|니케이|Nikkei)\s?-?$/i.test(
      before,
    ) &&
    /^(?:100|200|225|500|30|1000|2000)$/.test(written)
  )
    return 'name'
  if (
    /(?:layer|레이어|level|레벨|phase|stage|part|chapter|page|tier|버전|version|v)[\s-]?$/i.test(before) &&
    /^\d{1,2}(?:\.\d)?$/.test(written)
  )
    return 'name'
  if (/^[2345]$/.test(written) && /^(?:FA|D|G)\b/.test(after)) return 'name'
  if (helpLines.test(digits) && !final && after.length < 16 && !/[.!?\n]/.test(after)) return 'open'
  if (helpLines.test(digits) && callsFor.test(`${before.slice(-40)} ${after.slice(0, 24)}`)) return 'name'
  if (/^80$/.test(written) && !final && /^\/?2?0?\s?\S{0,9}$/.test(after)) return 'open'
  if (/^80$/.test(written) && /^\/20\s?(?:rule|principle|법칙|원칙|의 법칙)/i.test(after)) return 'name'
  if (/^20$/.test(written) && /80\/$/.test(before)) return 'name'
  if (/^1$/.test(written) && /^(?:인분|인칭|등(?![락])|류|급)/.test(after)) return 'name'
  if (/^63$/.test(written) && /^빌딩/.test(after)) return 'name'
  if (/^1$/.test(written) && /^inch/i.test(after)) return 'name'
  if (/^24\s?$/.test(written) && /^\/7/.test(after)) return 'name'
  if (/^7\s?$/.test(written) && /24\/$/.test(before)) return 'name'
  if (/^7$/.test(written) && !final && /^\s?전\s?8?$/.test(after)) return 'open'
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
  if (/^100\s?(?:%|퍼센트)$/.test(written) && !final && after.length < 12 && !/[.!?\n]/.test(after))
    return 'open'
  if (
    /^100\s?(?:%|퍼센트)$/.test(written) &&
    /^\s?(?:확실|확신|보장|안전|장담|certain|sure|guarantee|safe)/i.test(after)
  )
    return 'idiom'
  return undefined
}
