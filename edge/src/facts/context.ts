/** What the words around a figure say about it: which coin, which way, over which time, which measure. */
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

/** Every asset named in `text`, in order. */
export function subjectsIn(text: string): readonly Named[] {
  return [...text.matchAll(anySubject)].map((match) => {
    const index = subjectNames.findIndex((_, each) => match.groups?.[`s${each}`] !== undefined)
    return {
      subject: subjectNames[index]?.[0] ?? 'other',
      index: match.index,
      end: match.index + match[0].length,
    }
  })
}

const sentenceEnd = /[!?\n。…]|\.(?=\s|$)|(?<=[가-힣])\.(?=[가-힣A-Z])/
const clauseEnd = /[!?\n。…;:]|[.,](?=\s|$)|(?<=[가-힣])\.|(?<=[가-힣])[,](?=\S)|[—–]| - /

/** What follows the last boundary in `text`. */
function tail(text: string, boundary: RegExp): string {
  let start = 0
  for (const match of text.matchAll(new RegExp(boundary.source, 'g'))) start = match.index + match[0].length
  return text.slice(start)
}

function headOf(text: string, boundary: RegExp): string {
  const match = boundary.exec(text)
  return match === null ? text : text.slice(0, match.index)
}

export const sentenceBefore = (before: string) => tail(before, sentenceEnd)
export const clauseBefore = (before: string) => tail(before, clauseEnd)
export const clauseAfter = (after: string) => headOf(after, clauseEnd)
export const sentenceAfter = (after: string) => headOf(after, sentenceEnd)
/** Whether `after` already holds the end of the clause that a figure stands in. */
export const clauseIsOver = (after: string) => clauseEnd.test(after.length > 0 ? `${after}\u0000` : '')
/** Index just past the end of the first sentence in `text`, if it is over. */
export function endOfSentence(text: string): number | undefined {
  const match = /[!?\n。…]|\.(?=\s)/.exec(text)
  return match === null ? undefined : match.index + match[0].length
}

const up =
  '올랐|올라|오르|오른|오름|상승|급등|폭등|반등|뛰었|뛴|뛰어|치솟|솟|높|위(?=[에로쪽였]|$|\\s)|늘었|늘어|늘어난|증가|이익|이득|수익(?!률)|벌었|불어|불었|회복|플러스|앞섰|앞서|웃돌|상회|강세|오름세|껑충|\\b(?:up|rose|rises?|risen|rising|gain(?:s|ed|ing)?|climb(?:s|ed|ing)?|higher|above|increas(?:e|es|ed|ing)|rall(?:y|ies|ied)|jump(?:s|ed)?|surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|advanc(?:e|es|ed|ing)|profit|earned|ahead|outperform(?:s|ed|ing)?|beat(?:s|ing|en)?|positive|plus|grew|grown|growth|add(?:s|ed)|firm(?:s|ed)|dearer|pricier|recover(?:s|ed|ing)?|rebound(?:s|ed|ing)?)\\b'
const down =
  '내렸|내려|내린|내리|내림|떨어|떨군|하락|급락|폭락|빠졌|빠져|빠진|빠지|밀렸|밀려|밀린|밀리|무너|미끄러|반납|낮|아래|밑|줄었|줄어|줄인|감소|손실|손해|잃|마이너스|뒤처|뒤졌|뒤진|밑돌|하회|추락|낙폭|약세|꺾|조정받|조정을|후퇴|깎|물러|주저앉|까먹|앗아|\\b(?:down|fell|falls?|fallen|falling|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|lower|below|under|decreas(?:e|es|ed|ing)|lost|los(?:e|es|ing)|loss(?:es)?|slid|slides?|slipp?(?:s|ed|ing)?|shed|sheds|plung(?:e|es|ed|ing)|crash(?:es|ed|ing)?|tumbl(?:e|es|ed|ing)|dip(?:s|ped|ping)?|sank|sinks?|behind|underperform(?:s|ed|ing)?|trail(?:s|ed|ing)?|lag(?:s|ged|ging)?|negative|minus|off|drawdown|retreat(?:s|ed|ing)?|pull(?:ed)? back|weaker|retrac(?:e|es|ed)|eas(?:e|es|ed|ing)|soften(?:s|ed)|cool(?:s|ed)|weakened|cheaper|took away|takes away|gave up|gave back|erased|wiped out)\\b'
const direction = new RegExp(`(?<up>${up})|(?<down>${down})`, 'giu')

export type Direction = 1 | -1 | undefined

/**
 * The direction word that belongs to a figure. Korean says it after the figure, English on either side; the
 * nearer one counts, and in Korean the later one. `reach`: how far before the figure a word may end.
 */
export function directionOf(before: string, after: string, reach = Number.POSITIVE_INFINITY): Direction {
  const ahead = [...after.matchAll(direction)][0]
  const behind = [...before.matchAll(direction)]
    .filter((match) => before.length - match.index - match[0].length <= reach)
    // 비트코인 하락에도 이더리움은 …: a coin named in between takes the figure for itself.
    .filter((match) => subjectsIn(before.slice(match.index)).length === 0)
    .at(-1)
  if (ahead === undefined && behind === undefined) return undefined
  const way = (match: RegExpExecArray | RegExpMatchArray): Direction =>
    match.groups?.up === undefined ? -1 : 1
  if (behind === undefined) return ahead && way(ahead)
  if (ahead === undefined) return way(behind)
  const aheadDistance = ahead.index ?? 0
  const behindDistance = before.length - (behind.index ?? 0) - behind[0].length
  const koreanAhead = /[가-힣]/.test(ahead[0])
  return koreanAhead || aheadDistance < behindDistance ? way(ahead) : way(behind)
}

/** 하루 3.1%, 한 주 8.4% 내렸네: further figures of a list that ends in one verb for all of them. */
const listItem = /^(?:,|\s?그리고|[와과])\s[^\d,.!?]{0,14}[+-]?\d[\d.,]*\s?(?:%|퍼센트)/
const listStart = /^(?:,|\s?그리고|[와과])\s?(?:[^\d,.!?]{0,14}(?:[+-]?\d[\d.,]*\s?)?)?$/
export const startsList = (after: string) => listStart.test(after)
export function afterList(after: string): string {
  const item = listItem.exec(after)
  return item === null ? after : afterList(after.slice(item[0].length))
}

/** The direction word of a figure in its clause, in neither direction beyond the next figure unless in a list. */
export function directionBeside(before: string, after: string): Direction {
  const rest = clauseAfter(afterList(after))
  const own = /\d/.exec(rest)
  const way = directionOf(clauseBefore(before), own === null ? rest : rest.slice(0, own.index))
  if (way !== undefined || !/%[^%.,]{0,24}(?:,|,? and)\s[^%]{0,16}$/i.test(sentenceBefore(before))) return way
  return directionOf(sentenceBefore(before), '')
}

/** Measures that some facts are named by: a figure beside one of them can only be one of these facts. */
const measures: readonly (readonly [string, string])[] = [
  [
    'ma50',
    '(?:50|오십)\\s?-?\\s?(?:일선|일\\s?이동\\s?평균(?:선)?|일\\s?평균|day\\s?(?:simple\\s)?(?:moving\\s)?(?:average|MA)|DMA|d\\s?MA)|MA\\s?50',
  ],
  [
    'ma200',
    '(?:200|이백)\\s?-?\\s?(?:일선|일\\s?이동\\s?평균(?:선)?|일\\s?평균|day\\s?(?:simple\\s)?(?:moving\\s)?(?:average|MA)|DMA|d\\s?MA)|MA\\s?200|two[- ]hundred[- ]day',
  ],
  [
    'fromHigh1y',
    "(?:(?:1년|일년|한 해|52주|연중|연간)\\s?(?:중\\s?|내\\s?|새\\s?)?)?(?:고점|최고가|최고점|고가)\\s?(?:대비|보다|에서|에 비해|에 견주)|(?:below|from|off|under|beneath|away from)\\s(?:its|the|their)?\\s?(?:1-year|one-year|yearly|52-week|year|12-month)?(?:'s)?\\s?(?:high|peak|top)",
  ],
  [
    'fromLow1y',
    "(?:(?:1년|일년|한 해|52주|연중|연간)\\s?(?:중\\s?|내\\s?|새\\s?)?)?(?:저점|최저가|최저점|저가|바닥)\\s?(?:대비|보다|에서|에 비해|에 견주)|(?:above|from|off|over|away from)\\s(?:its|the|their)?\\s?(?:1-year|one-year|yearly|52-week|year|12-month)?(?:'s)?\\s?(?:low|bottom)",
  ],
  [
    'high1y',
    "(?:1년|일년|한 해|52주|연중|연간|올해|12개월)\\s?(?:동안의?\\s?|새\\s?|내\\s?|간의?\\s?|중\\s?)?(?:최고가?|고점|고가|최고점|신고가)|(?:1-year|one-year|yearly|52-week|annual|12-month|year's|year)\\s(?:high|peak|top)",
  ],
  [
    'low1y',
    "(?:1년|일년|한 해|52주|연중|연간|올해|12개월)\\s?(?:동안의?\\s?|새\\s?|내\\s?|간의?\\s?|중\\s?)?(?:최저가?|저점|저가|최저점|신저가|바닥)|(?:1-year|one-year|yearly|52-week|annual|12-month|year's|year)\\s(?:low|bottom)",
  ],
  [
    'high24h',
    "(?:24시간|하루|오늘|당일|일중)?\\s?(?:의\\s?|동안의?\\s?|중\\s?)?(?:최고가|고점|고가)|(?:24-hour|24h|24 hour|day's|daily|today's|intraday|session)?\\s?(?:high|peak)(?!er|ly|\\s(?:risk|volat|conv))",
  ],
  [
    'low24h',
    "(?:24시간|하루|오늘|당일|일중)?\\s?(?:의\\s?|동안의?\\s?|중\\s?)?(?:최저가|저점|저가)|(?:24-hour|24h|24 hour|day's|daily|today's|intraday|session)?\\s?\\blow\\b(?!\\s(?:risk|volat))",
  ],
  ['volatility30d', '변동성|volatilit(?:y|ies)'],
  [
    'volume24h',
    '거래량|거래\\s?대금|거래액|(?:trading\\s)?(?:volume|turnover)|(?<=\\bof \\w{2,9} )(?:changed hands|traded)',
  ],
  ['fearGreed', '공포|탐욕|심리|지수|fear|greed|sentiment|\\bindex\\b|\\breading of\\b'],
  ['winRate', '승률|win\\s?rate|hit rate|\\bwon\\b|이긴|이겼'],
  ['maxDrawdown', '최대\\s?낙폭|최대\\s?하락폭|낙폭|MDD|(?:max(?:imum)?\\s)?drawdown'],
  [
    'benchmark',
    '벤치마크(?:\\s?수익률)?|그냥 (?:들고|보유)|단순 보유|benchmark(?:\\s?returns?)?|buy[- ]and[- ]hold|just holding|simply holding|HODL',
  ],
  ['excess', '초과\\s?수익률?|초과 성과|excess(?:\\sreturns?)?|alpha|outperform\\w*|underperform\\w*'],
  ['fees', '수수료|fees?'],
  ['invested', '투자금|투자\\s?원금|원금|투입|invested|put in|principal|cost basis'],
  ['profit', '손익|수익금|평가\\s?손익|순이익|손실|이익|profits?|loss(?:es)?\\b|P&L|PnL'],
  ['return', '수익률|returns?\\b'],
  ['own', "지금까지|\\boverall\\b|\\bso far\\b|\\bin total\\b|\\byou(?:'re| are) (?:up|down)\\b"],
  [
    'closedTrades',
    '거래\\s?(?:횟수|건수)|마친 거래|끝낸 거래|청산한 거래|closed trades|completed trades|finished trades',
  ],
  ['value', '평가\\s?금액|평가액|포트폴리오|잔고|자산 가치|portfolio|holdings|balance'],
]
/** Measures that Sage has no facts of: no fact can be meant beside one of them. */
const foreignMeasures =
  'RSI|MACD|도미넌스|점유율|dominance|시가\\s?총액|시총|market\\s?cap\\w*|펀딩|funding|목표가|목표|target|지지선|지지대|(?<![가-힣])지지(?=[는가를은을이\\s])|support|저항선?|resistance|손절|stop[- ]?loss|손절가|익절|전망치?|예측|예상|forecast\\w*|predict\\w*|확률|probabilit\\w*|\\bchances?\\b|\\bodds\\b|\\bP/E\\b|해시\\s?레이트|hash\\s?rate|공급량|발행량|supply|금리|interest rate|기준금리|물가|inflation|CPI|사상\\s?최고|역대\\s?최고|all[- ]time|\\bATH\\b|유입|유출|inflows?|outflows?|TVL|APY|APR|이자율|스테이킹|staking|배당|dividend|yield|프리미엄|김프|premium|환율|exchange rate|미결제|open interest|반감기|halving|볼린저|bollinger|스토캐스틱|피보나치|fib\\w*|적정가|fair value|내재\\s?가치|intrinsic|미실현|realized price|MVRV|달러 인덱스|DXY|평단|평균 단가|매수가|진입가|entry price'
const anyMeasure = new RegExp(
  [...measures.map(([name, pattern]) => `(?<${name}>${pattern})`), `(?<foreign>${foreignMeasures})`].join(
    '|',
  ),
  'giu',
)

export interface Measure {
  /** Name of the fact after its dot, or `foreign`. */
  readonly name: string
  readonly index: number
  readonly end: number
}

/** What each match of a pattern of named alternatives is, and where. */
function named(pattern: RegExp, text: string): readonly Measure[] {
  return [...text.matchAll(pattern)].map((match) => {
    const name = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? ''
    return { name, index: match.index, end: match.index + match[0].length }
  })
}

export const measuresIn = (text: string) => named(anyMeasure, text)

const frames: readonly (readonly [string, string])[] = [
  [
    'change1h',
    '(?:(?<!\\d)1|한|지난)\\s?시간(?! 전)|(?<!\\d)60분|(?<![\\d-])1[- ]?h(?:our)?\\b|(?:an|one|last|past) hour\\b|hourly',
  ],
  [
    'change24h',
    '24\\s?-?시간|하루|오늘|24[- ]?h(?:ours?)?\\b|today|(?:last|past|one|a) day\\b|daily|on the day|twenty-four hours',
  ],
  [
    'change7d',
    '(?<!\\d)7일|일주일|한\\s?주|(?<![가-힣])주간|이번 주|지난주|지난 주|(?<!\\d)7[- ]?d(?:ays?)?\\b|(?:last|past|one|a|this|the) week\\b|weekly|seven days',
  ],
  [
    'change30d',
    '(?<!\\d)30일|한\\s?달|1개월|월간|이번 달|지난달|지난 달|30[- ]?d(?:ays?)?\\b|(?:last|past|one|a|this|the) month\\b|monthly|thirty days',
  ],
  [
    'change1y',
    '(?<!\\d)1년|일\\s?년|한\\s?해|연간|지난해|365일|(?<![\\d-])1[- ]?y(?:ear)?\\b|(?:last|past|one|a|the) year\\b|yearly|twelve months|12 months',
  ],
  [
    'none',
    '\\d+\\s?-?(?:시간|일(?!선)|주|개월|년|hours?|days?|weeks?|months?|years?)(?! ?(?:moving|이동|평균|MA))|(?:두|세|석|서너|네|넉|다섯|여섯|반)\\s?(?:시간|주|달|해)|이틀|사흘|나흘|닷새|열흘|보름|(?:two|three|four|five|six|ten) (?:hours|days|weeks|months|years)|올해|this year|분기|quarter',
  ],
]
const anyFrame = new RegExp(frames.map(([name, pattern]) => `(?<${name}>${pattern})`).join('|'), 'giu')

/** The names of the changes that the time spans in `text` stand for, in order; `none` for a span without one. */
export const framesIn = (text: string): readonly string[] => named(anyFrame, text).map(({ name }) => name)

const times: readonly (readonly [string, string])[] = [
  ['fearGreedYesterday', '어제|하루 전|전날|yesterday|a day (?:ago|earlier)'],
  ['fearGreedWeekAgo', '지난\\s?주|일주일 전|한 주 전|7일 전|a week (?:ago|earlier)|last week'],
  ['fearGreed', '오늘|지금|현재|이제|today|now|currently'],
]
const anyTime = new RegExp(times.map(([name, pattern]) => `(?<${name}>${pattern})`).join('|'), 'giu')

/** Which day's index the words of `text` mean, in order. */
export const timesIn = (text: string) => named(anyTime, text)

/** Words that name a size without a direction, beside which the sign is shown with the figure. */
export const isNeutral = (before: string, after: string) =>
  /변동폭|등락|움직|변화|swing|moved?\b|change of/i.test(
    `${clauseBefore(before)}${clauseAfter(after).slice(0, 16)}`,
  )

/** Words that put a figure into the future, of which there are no facts. */
export const isForecast = (text: string) =>
  /내일|모레|다음\s?(?:주|달|해)|내년|연말|조만간|머지않아|tomorrow|next (?:week|month|year)|soon|by (?:spring|summer|autumn|winter|christmas|year)/i.test(
    text,
  )

/** Whether the words up to here speak of the index, so that a bare number is a reading of it. */
export const speaksOfIndex = (before: string) =>
  /(?:지수|공포|탐욕|심리|\bfear\b|\bgreed\b|sentiment|\bindex\b|\bgauge\b|\breading of\b)[^\n]{0,48}$/i.test(
    before.slice(-72),
  )

/** The last sentence of `text` that is over. */
export function lastSentence(text: string): string {
  const sentences = text.trimEnd().match(/[^.!?\n…]+[.!?…]*/g)
  return sentences?.at(-1) ?? ''
}

/** Words that make a figure the reader's own, so that facts of the portfolio may be meant. */
export const aboutPortfolio = (text: string) =>
  /포트폴리오|평가\s?(?:금)?액|잔고|수익률|손익|투자금|원금|수수료|승률|낙폭|벤치마크|초과|자네|지금까지|손실을 보|손해를 보|이익을 보|보유|들고 있|가지고 있|담은|담아 ?둔|거래|\b(?:portfolio|your|you|invested|returns?|fees?|win rate|drawdown|benchmark|holdings?|hold|own|position|trades?|excess|profit)\b/i.test(
    text,
  )
