/** Which assets a text names. */
import type { CoinSymbol } from '@sage/db/vocabulary'

/** `other`: an asset that Sage has no facts of, so that no fact can be meant. */
export type Subject = CoinSymbol | 'other'

const subjectNames: readonly (readonly [Subject, string])[] = [
  [
    'other',
    '비트코인\\s?캐시|bitcoin cash|BCH|ADA|cardano|에이다|카르다노|AVAX|avalanche|아발란체|SHIB|시바이누|polkadot|폴카닷|LTC|litecoin|라이트코인|TRX|트론|chainlink|체인링크|MATIC|polygon|폴리곤|USDC|PEPE|페페|수이|톤코인|이더리움\\s?클래식|ethereum classic|ETC|gold|금값|금 시세|나스닥|nasdaq|코스피|S&P|테슬라|tesla|엔비디아|nvidia|애플|삼성전자|oil|유가|HYPE|알트코인 시총',
  ],
  ['BTC', 'BTC|XBT|bitcoins?|비트코인|비트(?=[는은이가을를의도와,\\s]|$)|비코'],
  ['ETH', 'ETH|ether(?:eum)?|이더리움|이더'],
  ['SOL', 'SOL|solana|솔라나'],
  ['BNB', 'BNB|binance coin|바이낸스\\s?코인|비앤비'],
  ['DOGE', 'DOGE(?:coins?)?|도지(?:코인)?'],
  ['XRP', 'XRP|ripple|리플(?!레)|엑스알피'],
]
const anySubject = new RegExp(
  subjectNames.map(([, names], index) => `(?<s${index}>(?<![A-Za-z])(?:${names})(?![a-z]))`).join('|'),
  'giu',
)

interface Named {
  readonly subject: Subject
  readonly index: number
  readonly end: number
}

/** 그냥 비트코인을 들고 있었다면, "simply holding BTC": the benchmark, not what a figure is about. */
const heldAhead =
  /^[을를만]{0,2}\s?(?:그냥|그저|가만히|단순히)?\s?(?:들고만?\s|쥐고만?\s|보유만?\s?(?:했|하))[^.,]{0,6}(?:있었|있는|뒀|두었|했|하)/
const heldBehind =
  /(?:^\s*holding\s(?=$)|[.;:!?]\s*holding\s(?=$)|\b(?:just|simply|merely|only|plain|by|from|than|to|of|versus|vs\.?)\s(?:having\s)?(?:held|holding|hodling)(?: on to)?|그냥|단순히|그저|가만히)\s$/i

/** Every asset named in `text`, in order. */
export function subjectsIn(text: string): readonly Named[] {
  const named = [...text.matchAll(anySubject)].map((match) => {
    const index = subjectNames.findIndex((_, each) => match.groups?.[`s${each}`] !== undefined)
    return {
      subject: subjectNames[index]?.[0] ?? 'other',
      index: match.index,
      end: match.index + match[0].length,
    }
  })
  return named.filter(
    ({ index, end }) => !heldBehind.test(text.slice(0, index)) && !heldAhead.test(text.slice(end)),
  )
}
