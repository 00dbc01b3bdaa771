/** Which measure, over which time, the words beside a figure name. */

/** Measures that some facts are named by: a figure beside one of them can only be one of these facts. */
const measures: readonly (readonly [string, string])[] = [
  [
    'ma50',
    '(?:50|오십)\\s?-?\\s?(?:일선|일\\s?이동\\s?평균(?:선)?|일\\s?평균|day\\s?(?:simple\\s)?(?:moving\\s)?(?:average|MA)|DMA|d\\s?MA)|MA\\s?50|(?<![\\d.])50-day(?=\\s(?:at|is|near|sits|line|of|around|\\())',
  ],
  [
    'ma200',
    '(?:200|이백)\\s?-?\\s?(?:일선|일\\s?이동\\s?평균(?:선)?|일\\s?평균|day\\s?(?:simple\\s)?(?:moving\\s)?(?:average|MA)|DMA|d\\s?MA)|MA\\s?200|two[- ]hundred[- ]day|(?<![\\d.])200-day(?=\\s(?:at|is|near|sits|line|of|around|\\())',
  ],
  [
    'fromHigh1y',
    "(?:(?:1년|일년|한 해|52주|연중|연간)\\s?(?:중\\s?|내\\s?|새\\s?)?)?(?:고점|최고가|최고점|고가)\\s?(?:대비|보다|에서|에 비해|에 견주)|(?:below|from|off|under|beneath|away from|shy of|short of)\\s(?:its|the|their)?\\s?(?:1-year|one-year|yearly|52-week|year|12-month)?(?:'s)?\\s?(?:high|peak|top)",
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
    "(?:24시간|하루|오늘|당일|일중|장중)\\s?(?:의\\s?|동안의?\\s?|중\\s?)?(?:최고가|고점|고가|최고(?=\\s?(?:\\d|$)))|(?:24-hour|24h|24 hour|day's|daily|today's|intraday|session)\\s(?:high|peak|top)\\b",
  ],
  [
    'low24h',
    "(?:24시간|하루|오늘|당일|일중|장중)\\s?(?:의\\s?|동안의?\\s?|중\\s?)?(?:최저가|저점|저가|최저(?=\\s?(?:\\d|$)))|(?:24-hour|24h|24 hour|day's|daily|today's|intraday|session)\\s(?:low|bottom)\\b",
  ],
  // Of which span is not said.
  ['high', '최고가|고점|고가|최고(?=\\s?(?:\\d|$))|\\b(?:high|peak)(?!er|ly|\\s(?:risk|volat|conv))'],
  ['low', '최저가|저점|저가|최저(?=\\s?(?:\\d|$))|\\blow\\b(?!\\s(?:risk|volat))'],
  ['volatility30d', '변동성|volatilit(?:y|ies)'],
  [
    'volume24h',
    '거래량|거래\\s?대금|거래액|(?:trading\\s)?(?:volume|turnover)|(?:changed|changing|change) hands(?! (?:at|for|around|near))|(?<=\\bof \\w{2,9} )traded|거래되었|거래됐|손바뀜|사고팔',
  ],
  ['fearGreed', '공포|탐욕|심리|지수|fear|greed|sentiment|\\bindex\\b|\\bgauge\\b|\\breading of\\b'],
  ['winRate', '승률|win\\s?rate|winners?|winning|hit rate|\\bwon\\b|이긴|이겼'],
  ['maxDrawdown', '최대\\s?낙폭|최대\\s?하락폭|낙폭|MDD|(?:max(?:imum)?\\s)?drawdown'],
  [
    'benchmark',
    '벤치마크(?:\\s?수익률)?|(?:그냥|단순히|그저|가만히)\\s(?:\\S+\\s)?(?:들고|보유|쥐고)|단순\\s?보유|benchmark(?:\\s?returns?)?|buy[- ]and[- ]hold|hold(?:ing)? (?:only |just )?(?:bitcoin|btc)(?: alone| only| instead)?|(?:just|simply|merely|only) (?:holding|held|hodl\\w*)|HODL',
  ],
  ['excess', '초과\\s?수익률?|초과 성과|excess(?:\\sreturns?)?|alpha|outperform\\w*|underperform\\w*'],
  ['fees', '수수료|fees?'],
  [
    'invested',
    '투자금|투자\\s?원금|원금|투입|시작|invested|put in|principal|cost basis|(?:began|begun|started|start|starting) (?:out )?with',
  ],
  [
    'profit',
    '손익|수익금|수익(?=[은이을도]\\s|\\s(?:약\\s)?\\d)|평가\\s?손익|순이익|손실|이익|gains? of|\\ba gain\\b|profits?|loss(?:es)?\\b|P&L|PnL',
  ],
  ['return', '수익률|returns?\\b'],
  ['own', "지금까지|\\boverall\\b|\\bso far\\b|\\bin total\\b|\\byou(?:'re| are) (?:up|down)\\b"],
  [
    'closedTrades',
    '거래\\s?(?:횟수|건수)|마친 거래|끝낸 거래|청산한 거래|closed trades|completed trades|finished trades',
  ],
  ['value', '평가\\s?금액|평가액|포트폴리오|계좌|잔고|자산 가치|portfolio|holdings|balance|your account'],
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
    '(?:(?<!\\d)1|한|지난)\\s?시간(?! 전)|(?<!\\d)60분|(?<![\\d-])1[- ]?h(?:our)?\\b|(?<!-)\\bhour\\b|hourly|sixty minutes|육십\\s?분',
  ],
  [
    'change24h',
    '24\\s?-?시간|하루|오늘|(?<!\\d)1일|24[- ]?h(?:ours?|rs?)?\\b|today|(?<!trading |rainy |one )\\bday\\b(?! traders?)|daily|yesterday|어제보다|어제\\s?(?:대비|이맘때)|전일|twenty-four hours',
  ],
  [
    'change7d',
    '(?<!\\d)7일|일주일|일주|한\\s?주|(?<![가-힣])주간|이번 주|지난주|지난 주|(?<!\\d)1주|이레|(?<!\\d)7[- ]?d(?:ays?)?\\b|\\bweek\\b|weekly|seven[- ]days?',
  ],
  [
    'change30d',
    '(?<!\\d)30일|한\\s?달|(?<!\\d)1개월|(?<!\\d)1달|월간|이번 달|지난달|지난 달|30[- ]?d(?:ays?)?\\b|(?<!-)\\bmonth\\b|monthly|thirty[- ]days?',
  ],
  [
    'change1y',
    '(?<!\\d)1년|일\\s?년|한\\s?해|연간|지난해|작년|365일|(?<![\\d-])1[- ]?y(?:ear)?\\b|(?<!this )\\byear\\b(?![- ](?:high|low|peak))|yearly|annual(?:ly)?|twelve months|12 months',
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
  ['fearGreedYesterday', '어제|하루 전|전날|밤새|하룻밤|간밤|overnight|yesterday|a day (?:ago|earlier)'],
  [
    'fearGreedWeekAgo',
    '지난\\s?주|일주일 전|한 주 전|7일 전|(?:a )?week (?:ago|earlier)|a week before|last week',
  ],
  ['fearGreed', '오늘|지금|현재|이제|today|now|currently'],
]
const anyTime = new RegExp(times.map(([name, pattern]) => `(?<${name}>${pattern})`).join('|'), 'giu')

/** Which day's index the words of `text` mean, in order. */
export const timesIn = (text: string) => named(anyTime, text)

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

/** Words that make a figure the reader's own, so that facts of the portfolio may be meant. */
export const aboutPortfolio = (text: string) =>
  /포트폴리오|평가\s?(?:금)?액|잔고|수익률|손익|투자금|원금|수수료|승률|낙폭|벤치마크|초과|자네|지금까지|손실을 보|손해를 보|이익을 보|보유|들고 있|가지고 있|담은|담아 ?둔|거래|번 셈|벌었|시작해|\b(?:portfolio|your|you|invested|returns?|fees?|win rate|drawdown|benchmark|holdings?|hold|own|position|trades?|excess|profit)\b/i.test(
    text,
  )
