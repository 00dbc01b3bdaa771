/**
 * Where a question belongs, guessed from its words. Persona starts on this guess while Manager still thinks, and the
 * guess stands if Manager does not answer.
 */
import type { CoinSymbol, Intent, Locale } from '@sage/db/vocabulary'
import { coinsIn } from './coins.ts'
import type { PriorMessage } from './turn.ts'

export interface Route {
  readonly intent: Intent
  readonly symbols: readonly CoinSymbol[]
  /** The language to answer in. */
  readonly language: Locale
}

/** How the persona behaves; most intents share one behaviour. */
export type Mode = 'mentor' | 'distress' | 'unlawful' | 'off_topic'

export function modeOf(intent: Intent): Mode {
  switch (intent) {
    case 'market_data':
    case 'advice':
    case 'portfolio':
    case 'general':
      return 'mentor'
    case 'distress':
    case 'unlawful':
    case 'off_topic':
      return intent
  }
}

/** Whether an answer begun for `guess` would be the wrong one for `verdict`. */
export function differsWhereItMatters(guess: Route, verdict: Route): boolean {
  return modeOf(guess.intent) !== modeOf(verdict.intent) || guess.language !== verdict.language
}

const distress =
  /전\s*재산|다\s*잃|모두\s*잃|(?:돈|재산|집).{0,12}(?:날렸|날려|잃었)|죽고\s*싶|죽어\s*버|자살|극단적|살기\s*싫|살고\s*싶지|파산|빚더미|도박\s*중독|끊을\s*수가?\s*없|lost\s+(?:everything|it\s+all|my\s+(?:life\s+)?savings|all\s+my)|suicid|kill\s+myself|want\s+to\s+die|end\s+my\s+life|end\s+it\s+all|can'?t\s+go\s+on|bankrupt|gambling\s+addict|in\s+despair/i
const unlawful =
  /자금\s*세탁|돈\s*세탁|탈세|세금.{0,8}(?:안\s*내|피하|숨기)|시세\s*조종|작전\s*세력.{0,10}(?:하|만들)|내부자\s*(?:정보|거래)|해킹(?:하|해|법)|훔치|사기\s*(?:치|칠)|펌프\s*앤|launder|evad(?:e|ing)\s+tax|tax\s+evasion|hide\s+(?:it|them|my\s+\w+)?\s*from\s+(?:the\s+)?(?:irs|tax)|pump[\s-]*(?:and|&|n)[\s-]*dump|insider\s+(?:trad|info)|manipulat\w*\s+(?:the\s+)?(?:price|market)|hack\s+(?:into|a|an|someone)|steal\s+\w+|rug\s*pull\s+(?:people|them|investors)|ponzi\s+scheme\s+(?:of|to)/i
const portfolio =
  /포트폴리오|내\s*(?:수익|손익|잔고|자산|보유|평단|성적|코인)|수익률|담은|담아\s*둔|벤치마크|내가\s*(?:산|판|담)|my\s+(?:portfolio|holdings?|returns?|profits?|p&?l|positions?|performance|trades?|coins?|bag)|how\s+am\s+i\s+doing|benchmark/i
const advice =
  /살까|사도|사야|팔까|팔아|파는|매수|매도|들어가|담을까|존버|물타|물렸|손절|익절|어떻게\s*(?:해|할)|어때|어떨까|괜찮|전망|추천|투자|(?:should|shall|can|could|would)\s+i\b|buy|sell|hold\b|worth|invest|entry|exit|recommend|outlook|good\s+time|what\s+do\s+you\s+think|take\s+profit|cut\s+(?:my\s+)?loss|accumulat/i
const marketData =
  /얼마|가격|시세|현재가|지금|오늘|어제|고점|저점|최고|최저|거래량|변동|올랐|내렸|떨어|상승|하락|급등|급락|공포|탐욕|이동\s*평균|시장|price|how\s+much|quote|trading\s+at|volume|high|low|change|market|today|fear|greed|moving\s+average|volatil|drop|rise|rising|fell|crash|pump/i
const general =
  /코인|암호|가상\s*자산|블록\s*체인|비트|지갑|스테이킹|반감기|거래소|분할|장기|가치|차트|디파이|월렛|버핏|알려|뭐야|무엇|뭔가|설명|차이|crypto|coin|token|blockchain|wallet|stak|halving|exchange|defi|nft|dca|dollar[\s-]*cost|long[\s-]*term|value|diversif|risk|explain|what\s+(?:is|are)|how\s+do(?:es)?|buffett|mentor|hello|hi\b|안녕|고마|thank/i

/**
 * Sorts a question by its words. `history` (oldest first) lends its coins to a question that names none ("그럼
 * 전망은?"); a question without letters is answered in `locale`.
 */
export function guessRoute(question: string, history: readonly PriorMessage[], locale: Locale): Route {
  const symbols = coinsIn(question)
  const language = languageOf(question) ?? locale
  const intent = guessIntent(question, symbols.length > 0 || history.length > 0)
  if (symbols.length > 0) return { intent, symbols, language }
  const earlier = history.findLast((message) => coinsIn(message.text).length > 0)
  return { intent, symbols: earlier ? coinsIn(earlier.text) : [], language }
}

function guessIntent(question: string, hasTopic: boolean): Intent {
  if (distress.test(question)) return 'distress'
  if (unlawful.test(question)) return 'unlawful'
  if (portfolio.test(question)) return 'portfolio'
  if (hasTopic && advice.test(question)) return 'advice'
  if (marketData.test(question) && (hasTopic || /시장|코인|market|crypto|공포|fear/i.test(question)))
    return 'market_data'
  if (advice.test(question) || general.test(question)) return 'general'
  // Manager knows better; until then a stray question is answered as the mentor would.
  return hasTopic ? 'market_data' : 'general'
}

/** Korean as soon as there is Hangul: Korean questions are full of Latin tickers, English ones never of Hangul. */
export function languageOf(text: string): Locale | undefined {
  if (/[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/.test(text)) return 'ko'
  const words = text.replace(/\b(?:btc|eth|sol|bnb|doge|xrp|usdt?)\b/gi, '')
  return /[a-z]{2,}/i.test(words) ? 'en' : undefined
}
