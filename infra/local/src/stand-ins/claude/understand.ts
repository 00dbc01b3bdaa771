/** What a question is about, by the words in it: coins, purpose, horizon and language, in Korean and in English. */
import { type Coin, coins } from '../market-model.ts'

export type Purpose =
  | 'market_data'
  | 'advice'
  | 'portfolio'
  | 'general'
  | 'distress'
  | 'unlawful'
  | 'off_topic'

export type Language = 'ko' | 'en'

const names: Readonly<Record<Coin, RegExp>> = {
  BTC: /\bbtc\b|\bxbt\b|\bbitcoin|비트(?!코인\s*캐시)|빗코|대장\s*코인/i,
  ETH: /\beth\b|\bether(eum)?\b|이더/i,
  SOL: /\bsol\b|\bsolana\b|솔라나|쏠라나|(?<![가-힣])솔(?=[은는이가을를도\s?,.!]|$)/i,
  BNB: /\bbnb\b|\bbinance coin\b|바이낸스\s*코인|비앤비|비엔비/i,
  DOGE: /\bdoge(coin)?\b|도지/i,
  XRP: /\bxrp\b|\bripple\b|리플/i,
}

/** The coins named, in the order in which the text names them. */
export function coinsIn(text: string): Coin[] {
  return coins
    .map((coin) => ({ coin, at: text.search(names[coin]) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at)
    .map(({ coin }) => coin)
}

const distress =
  /전\s*재산|다\s*(잃었|날렸|날려)|빚\s*(때문|을?\s*졌|에\s*쫓)|도박\s*중독|우울|죽고\s*싶|자살|살기\s*싫|끝내고\s*싶|파산했|빚더미|절망|잠을?\s*못\s*자|lost everything|life savings|kill myself|suicid|want to die|end it all|can'?t go on|hopeless/i
const unlawful =
  /탈세|세금\s*(을|를)?\s*(안|피|회피|숨)|자금\s*세탁|돈\s*세탁|시세\s*조종|작전\s*세력|내부자|해킹|훔치|launder|evade tax|tax evasion|pump[- ]and[- ]dump|insider|manipulate the (price|market)|steal|hack (into|someone)|phish/i
const portfolio =
  /포트폴리오|수익률|내\s*(잔고|자산|투자|성적|코인|보유|계좌)|담아\s*둔|담은\s*(것|거|코인)|얼마나?\s*(벌|잃|손해)|portfolio|my (holdings|positions|returns?|performance|trades|account|balance)|how am i doing|am i up|am i down/i
const advice =
  /사도|살까|사야|사는|사면|매수|매도|팔까|팔아|팔면|팔고|들어가|들어갈|물타|익절|손절|존버|담을까|담아|홀드|투자해|투자할|비중|갈아타|추천|전망|오를까|내릴까|떨어질까|반등|buy|sell|hold|invest|should i|worth it|take profit|cut (my )?loss|dip|outlook|predict|forecast|will (it|btc|eth|bitcoin|ether\w*|sol\w*|doge\w*|xrp) (go|rise|fall|drop)|allocat|recommend/i
const marketData =
  /얼마|시세|가격|어때|어떤가|어떻|상황|오늘|지금|시장|공포|탐욕|거래량|변동|고점|저점|올랐|내렸|떨어졌|왜|비교|price|how('s| is| are| much)|what('s| is) (up|happening|going on)|market|fear|greed|volume|volatil|today|right now|high|low|moved|doing|compare/i
const lesson =
  /뭐야|뭐예요|뭔가요|무엇|뜻|의미|설명|알려\s*줘|가르쳐|개념|차이|어떻게\s*(읽|보|쓰)|what (is|are|does)|explain|meaning|mean|define|teach|how do(es)? .* work|difference between/i
const concept =
  /이동\s*평균|이평|분할\s*매수|적립식|RSI|MACD|변동성이?\s*(뭐|란|무엇)|시가\s*총액|반감기|스테이킹|지갑|블록체인|스테이블|디파이|낙폭|MDD|복리|안전\s*마진|가치\s*투자|moving average|dollar[- ]cost|\bdca\b|halving|staking|wallet|blockchain|stablecoin|defi|drawdown|compound|margin of safety|value invest|market cap|volatility (mean|is)|fear (and|&) greed index/i
const crypto =
  /코인|암호|가상\s*자산|크립토|투자|시장|비트|crypto|coin|token|invest|market|trading|chart|차트|돈|money|자네|버핏|buffett/i
const memory =
  /아까|방금|전에|이전|내가\s*(뭐|무엇|뭘)|뭐라고\s*(했|물|그랬)|what did i (ask|say)|earlier|previous(ly)?|before\?|remember/i

/** Assets that people ask about and that are not among the six. */
const otherCoins =
  /\b(ada|avax|pepe|shib|trx|dot|matic|pol|link|ltc|bch|atom|apt|sui|ton|luna|arb|op|near|hype|usdc|usdt)\b|cardano|avalanche|polkadot|chainlink|litecoin|shiba|tron\b|에이다|카르다노|아발란체|페페|시바|트론|폴카닷|체인링크|라이트코인|루나|수이|앱토스|비트코인\s*캐시/i
const otherAssets =
  /삼성전자|테슬라|엔비디아|애플\s*주식|주식|부동산|아파트|금값|나스닥|코스피|\b(tesla|nvidia|apple stock|s&p|nasdaq|stocks?|real estate|gold|bonds?)\b/i

/** Whether the question is about a coin or an asset that the mentor does not follow, and none that he does. */
export function isAboutStranger(question: string): boolean {
  return coinsIn(question).length === 0 && (otherCoins.test(question) || otherAssets.test(question))
}

/** "비트코인이 뭐야?", "what is Solana?": about the coin itself, not its price. */
export function asksWhatItIs(question: string): boolean {
  return (
    coinsIn(question).length === 1 &&
    /(이|가|은|는|란|이란)?\s*(뭐야|뭐예요|뭔가요|뭐지|무엇인가|무엇이야|뭔데)|무슨\s*코인|설명해|^what('s| is| are) (a |an |the )?\w+( coin)?\??$|explain \w+\??$|tell me about/i.test(
      question.trim(),
    )
  )
}

export function asksToSell(question: string): boolean {
  return /팔까|팔아|팔면|팔고|매도|익절|손절|\bsell|take profit|cut (my )?loss|\bexit\b/i.test(question)
}

export function isThanks(question: string): boolean {
  return /^(고마|감사|땡큐|thank|thx)/i.test(question.trim())
}

export function isAboutMentor(question: string): boolean {
  return /(너|넌|당신|자네|그쪽|버핏).{0,6}(누구|이름|뭐\s*하는|소개)|who are you|your name|introduce yourself|what can you do|뭘\s*할\s*수|무엇을\s*할\s*수/i.test(
    question,
  )
}

export function isAboutMemory(question: string): boolean {
  return (
    memory.test(question) && /했|물|말|ask|say|said|tell|told|question|질문|remember|기억/i.test(question)
  )
}

export function isConcept(question: string): boolean {
  return concept.test(question) && (lesson.test(question) || coinsIn(question).length === 0)
}

/** `earlier` are the user's questions before this one: a short follow-up keeps their purpose. */
export function purposeOf(question: string, earlier: readonly string[] = []): Purpose {
  if (distress.test(question)) return 'distress'
  if (unlawful.test(question)) return 'unlawful'
  if (isAboutMemory(question)) return 'general'
  if (isThanks(question) || isAboutMentor(question) || asksWhatItIs(question)) return 'general'
  if (lesson.test(question) && isConcept(question)) return 'general'
  if (portfolio.test(question)) return 'portfolio'
  if (isConcept(question)) return 'general'
  if (isAboutStranger(question)) return otherCoins.test(question) ? 'general' : 'off_topic'
  if (advice.test(question)) return 'advice'
  const named = coinsIn(question).length > 0
  const previous = earlier.at(-1)
  if (named && previous !== undefined && isFollowUp(question)) return purposeOf(previous)
  if (named || (marketData.test(question) && crypto.test(question))) return 'market_data'
  if (isFollowUp(question) && previous !== undefined) return purposeOf(previous)
  if (/공포|탐욕|fear|greed|시장|시세|market|떨어졌|올랐|내렸|급등|급락|폭락|crash|pump|dump/i.test(question))
    return 'market_data'
  if (crypto.test(question) || isGreeting(question)) return 'general'
  return 'off_topic'
}

/** "그럼 ETH는?", "and SOL?": a question that only makes sense after another one. */
export function isFollowUp(question: string): boolean {
  return /^(그럼|그러면|그렇다면|그래서|그건|또|and|what about|how about|then|ok|so)\b|^(그럼|그러면|그렇다면|그래서|그건)|(는|은|도)\?$/i.test(
    question.trim(),
  )
}

export function isGreeting(question: string): boolean {
  return /^(안녕|반가|하이|처음\s*뵙|고마|감사|hi\b|hello|hey\b|good (morning|evening|afternoon)|thank)/i.test(
    question.trim(),
  )
}

/** Korean as soon as there is Hangul; otherwise English. */
export function languageOf(text: string): Language {
  return /[가-힣ㄱ-ㅎㅏ-ㅣ]/.test(text) ? 'ko' : 'en'
}

const horizons: readonly (readonly [RegExp, string])[] = [
  [/한\s*시간|1\s*시간|지금|방금|단타|last hour|right now|1h\b/i, '1h'],
  [/오늘|하루|24\s*시간|today|24\s*h|a day|daily/i, '24h'],
  [/이번\s*주|일주일|7\s*일|주간|this week|weekly|7\s*d/i, '7d'],
  [/한\s*달|이번\s*달|30\s*일|월간|month|30\s*d/i, '30d'],
  [/올해|일\s*년|1\s*년|장기|길게|오래|year|long[- ]term|1y\b/i, '1y'],
]

/** The range the question is about, if it says. */
export function horizonOf(question: string): string | undefined {
  return horizons.find(([words]) => words.test(question))?.[1]
}
