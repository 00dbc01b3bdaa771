/** Counts of everyday things: three questions, 5가지, 두 마리 토끼. Counts of a market's things are figures. */
import { speaksOfIndex } from '../measures.ts'
import type { Quantity } from '../quantities/quantity.ts'
import { clauseFrom, leadUp } from './words.ts'

/** Beside these a count claims something that could be wrong. */
export const claimed =
  /연속|내리\s|중에?서?\s?(?:한|두|세|네|\d|하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉)|가운데\s?(?:한|두|세|네|\d|하나|둘|셋|일곱|여덟|아홉)|투자자|개미|거래소|기관|지갑|주소|이용자|사용자|잃[는었고]|벌었|손실|손해를|수익|올랐|내렸|떨어졌|상승|하락|급등|급락|채굴자|이겼|이긴|졌[네다지]|발행|유통|해킹|상장|은행|나라|국가|기업|펀드|ETF|\b(?:traders?|investors?|holders?|wallets?|exchanges?|miners?|blocks?|funds?|ETFs?|countr(?:y|ies)|banks?|companies|firms?|users?|addresses|transactions?|nodes?|validators?|straight|consecutive|in a row|rose|fell|gained|lost|rallied|dropped|institutions?|analysts?)\b/i

const koreanCounter =
  /^\s?(?:가지|개의?\s?(?:질문|원칙|이유|종목|단어|문장|조건|기준|바구니|기둥|규칙|교훈|습관|물음)|단계|마디|문장|사람|명(?=[이은의에만도뿐을\s,.]|$)|분(?=[이의께]\s)|살|세(?=[의가에\s]|$)|권|잔|끼|발짝|발자국|걸음|줄|칸|층|마리|그루|자루|켤레|표|인(?=[이의\s]|분|칭|용|실|조|자|$)|대(?=\s?(?:원칙|요소|법칙|습관|독자|째|를|에)|$)|류|등(?![락록])|세기|학년|반(?=[에의이]\s)|막|절(?=[에의\s])|세대|촌|급|획|모금|쪽|페이지|글자|단어|쌍|바퀴|고개|관문|갈래|축|숨|박자|차례|번(?=\s|[은을만이도째,.]|$)|도(?=\s?(?:바뀌|달라|돌|뒤집|회전|꺾|[.,]|$|로\s?바))|잎|송이|방울|조각|끗|수(?=\s?(?:앞|위))|손가락|눈|귀|해(?=[를의가\s]))/
/** A small number glued to any other Korean counter: 1보, 2인3각, 3파전. */
const gluedCounter =
  /^(?!이던|이었|였던|할|부\s?능선|배|점|퍼|프로|만|천|백|십|억|조|달러|불|원|센트|개|코인|비트|이더|솔라|리플|도지|포인트|대\s?[초중후]|선|위|자리|그웨이|가스|달(?!인)|에|로|을|를|이[네라었고며]|은|는|가|까지|쯤|정도|일세|입니|여|보다|남짓|과\s|와\s|의\s|도\s|건|회|라|일|였|인데|입|이라|네[.!\s])[가-힣]/
const englishNoun =
  /^[\s-](?:(?:more|other|good|bad|simple|plain|old|little|big|hard|easy|different|separate|short|honest|small|quiet|long|important|basic|golden)\s)?(?!(?:is|was|has|does|and|or|of|in|on|at|to|by|times?|percent|points?|dollars?|cents?|bucks?|usdt|coins? (?:at|for|per)|as|this|thus|us|plus|less|yes)\b)[a-z]{2,}(?:s|ren|le|en)\b/i
const coinsOf =
  /^[\s-](?:bitcoins?|ethers?|BTC|ETH|SOL|BNB|DOGE|XRP|thousands?|millions?|billions?|trillions?|hundreds?|points|trades)\b/i
/** Lengths, weights and the like. */
const physical =
  /^\s?-?(?:k?m(?:eters?|etres?)?\b|kilomet(?:er|re)s?|met(?:er|re)s?|miles?|inch(?:es)?|feet|foot|yards?|kg\b|kilos?|kilograms?|grams?|ounces?|tons?\b|lit(?:er|re)s?|degrees?|°|cm\b|킬로|미터|센티|그램|리터|평(?=[의에은이\s])|도(?=[의에는가\s])|리\s?길|근(?=[의은을\s])|폭\s)/i
/** More of anything than this is a statistic. */
const most = 20
/** 24절기, 108배: what is glued to its counter may be somewhat more. */
const mostGlued = 108

export function isEverydayCount(
  { unit, form, text }: Quantity,
  value: number,
  before: string,
  after: string,
): boolean {
  if (unit !== 'none') return false
  if (physical.test(after)) return true
  if (!Number.isInteger(value)) return false
  const isGlued = form === 'digits' && gluedCounter.test(after)
  if (form === 'digits' && (value > (isGlued ? mostGlued : most) || /[.,]/.test(text))) return false
  const lead = leadUp(before, 32)
  if (speaksOfIndex(before) || /(?:거래|매매|청산)[가-힣]{0,2}\s(?:총\s|모두\s)?$/.test(lead)) return false
  const rest = clauseFrom(after)
  if (claimed.test(`${lead.slice(-16)} ${rest.slice(0, 40)}`)) return false
  return isGlued || koreanCounter.test(after) || (englishNoun.test(after) && !coinsOf.test(after))
}
