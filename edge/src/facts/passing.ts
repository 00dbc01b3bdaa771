/**
 * Numbers that claim nothing about the market or the reader's money: list numbers, dates and times, spans of
 * time, names such as ERC-20 or the 50-day line, and idioms. Each rule looks at the number and its neighbours.
 */
import type { Quantity } from './quantities/quantity.ts'

export type Passing = 'ordinal' | 'date' | 'time_frame' | 'name' | 'idiom'

const standardFrame =
  /^(?:1\s?-?(?:시간|일|주|주일|개월|달|년|h(?:our)?|d(?:ay)?|w(?:eek)?|month|y(?:ear)?)|24\s?-?(?:시간|h(?:ours?)?)|60\s?-?(?:분|min(?:ute)?s?)|7\s?-?(?:일|d(?:ays?)?)|30\s?-?(?:일|d(?:ays?)?)|365\s?-?(?:일|days?)|50\s?-?(?:일|d(?:ays?)?)|200\s?-?(?:일|d(?:ays?)?)|52\s?-?(?:주|w(?:eeks?)?)|12\s?-?(?:개월|months?)|(?:one|twenty[- ]four|seven|thirty|two hundred|fifty|fifty-two)[\s-](?:hours?|days?|weeks?|months?|years?))$/i
const marketMove =
  /연속|만에|째|내리\b|올랐|올라|내렸|내려|떨어|상승|하락|급등|급락|반등|빠졌|최고|최저|고점|저점|신고가|straight|in a row|consecutive|running|rose|fell|gain|drop|declin|climb|high\b|low\b|rall|streak|up\b|down\b|lost|green|red\b/i
const sayOrThink =
  /말|물어|묻|되물|생각|고민|읽|확인|점검|다시|강조|외|되새|세어|고쳐|찍어|두드|검토|say|said|tell|told|think|thought|check|ask|read|repeat|warn|remind|measure|bitten|look|seen|heard|watched|lived/i

/** The rest of the word that the number is glued to, and the next word. */
const glued = (after: string) => /^[^\s.,!?]*/.exec(after)?.[0] ?? ''

/**
 * Why the number passes; `open` when the words after it are needed and not there yet.
 */
export function passing(
  quantity: Quantity,
  before: string,
  after: string,
  raw: string,
  final: boolean,
): Passing | 'open' | undefined {
  const written = quantity.text
  const digits = /^\d+(?:\.\d+)?(?![\d,.]*\d)/.exec(written)?.[0] ?? ''
  const bareDigits = /^\d+$/.test(written)
  const value = Number(quantity.readings[0]?.value ?? Number.NaN)
  if (quantity.form === 'digits') {
    if (quantity.unit === 'none' && !final && /^[\s-]?[\p{L}\p{N}'’]*$/u.test(after)) return 'open'
    const name = nameAround(written, digits, before, after, final)
    if (name !== undefined) return name
    const date = dateAround(written, before, after, final)
    if (date !== undefined) return date
    if (isCircled(raw) && isListed(value, before)) return 'ordinal'
    if (bareDigits && value <= 20) {
      const ordinal = ordinalAround(value, before, after, final)
      if (ordinal !== undefined) return ordinal
    }
  }
  if (quantity.unit === 'minutes' && /\d{1,2}시\s?$/.test(before)) return 'date'
  if (quantity.unit === 'duration' || quantity.unit === 'minutes') return span(written, before, after, final)
  return idiomAround(quantity, value, before, after, final)
}

/** Numbers to call in distress; only beside words of calling. */
const helpLines = /^(?:109|110|112|119|129|1388|1393|1577|0199|988|911|999|741741|116|123)$/
const callsFor = /전화|상담|연락|걸어|문자|번으로|\b(?:call|text|dial|phone|reach|hotline|lifeline)\b/i

/** ①, ❶ and their like stand for list numbers. */
const isCircled = (raw: string) => /^[①-⑳❶-❿➀-➓]$/u.test(raw)
const isListed = (value: number, before: string) =>
  /(?:^|\n)\s*$/.test(before) || value === 1 || new RegExp(`(?:^|\\s)${value - 1}[\\s.)]`).test(before)

function nameAround(
  written: string,
  digits: string,
  before: string,
  after: string,
  final: boolean,
): Passing | 'open' | undefined {
  const word = /[\p{L}&-]+$/u.exec(before)?.[0] ?? ''
  if (
    /^(?:Web|ERC-?|BEP-?|EIP-?|BIP-?|SHA-?|COVID-?|L|MA|EMA|SMA|G|Q|DeFi|AES-?|RFC-?|Y|ISO-?|BRC-?|TRC-?|SPL-?|Web-|코로나|H)$/i.test(
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

const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const monthBefore = new RegExp(`\\b(?:${months})\\.?\\s(?:\\d{1,2}(?:st|nd|rd|th)?,?\\s)?$`, 'i')
const monthAfter = new RegExp(`^(?:st|nd|rd|th)?\\s(?:of\\s)?(?:${months})\\b`, 'i')
const yearLead =
  /(?:\b(?:in|since|of|during|from|until|till|to|by|before|after|between|and|through|year|early|late|mid|back in|summer|winter|spring|autumn|fall|crash|cycle|crisis|the|and|or)[\s-]|[('‘’"]|\d{4}\s?[-–~/]\s?|년과 |년, )$/i
const yearNoun =
  /^(?:년|’s|'s|s\b|\s?(?:bull|bear|crash|cycle|peak|top|crisis|halving|winter|collapse|rally|bubble|episode|selloff|sell-off|market|boom|ICO))/i

function dateAround(
  written: string,
  before: string,
  after: string,
  final: boolean,
): Passing | 'open' | undefined {
  const rest = glued(after)
  const year = /^(?:19[5-9]\d|20\d\d)(?:\s?-?\s?(?:년|years?))?$/i.test(written)
  if (year && /년$/.test(written)) return 'date'
  if (/^(?:19[5-9]\d|20\d\d)$/.test(written)) {
    if (
      yearNoun.test(after) ||
      ((yearLead.test(before) || monthBefore.test(before)) &&
        !/^\s?(?:달러|USDT|%|\$|dollars|usd|points|포인트)/i.test(after))
    )
      return 'date'
    if (/^[-./]\d{1,2}/.test(after)) return 'date'
    if (!final && /^\s?[\p{L}]*$/u.test(after)) return 'open'
  }
  if (/^\d{1,2}$/.test(written)) {
    if (/^(?:월(?!등)|시(?![가-힣]*[장세총])|시경|분기|세기|월말|월초)/.test(after)) return 'date'
    if (/(?:19|20)\d\d[-./]\s?$/.test(before) || /(?:19|20)\d\d[-./]\s?\d{1,2}[-./]\s?$/.test(before))
      return 'date'
    if (/^:\d\d/.test(after) || /\b\d{1,2}:(?:\d\d:)?$/.test(before)) return 'date'
    if (!final && /^:\d?$/.test(after)) return 'open'
    if (/^\s?(?:am|pm|a\.m|p\.m|o'clock|UTC|GMT|KST)\b/i.test(after)) return 'date'
    if (monthAfter.test(after) || monthBefore.test(before)) return 'date'
    if (/^(?:st|nd|rd|th)\b/i.test(rest)) return 'ordinal'
    if (/^(?:0s|대 초반 나이)/.test(after)) return 'date'
  }
  if (/^\d{1,2}\s?-?\s?(?:일|년)$/.test(written) && /(?:\d{1,2}월|이달|다음 달|지난달)\s?$/.test(before))
    return 'date'
  if (/^\d{1,2}\s?-?\s?분$/.test(written) && /\d{1,2}시\s?$/.test(before)) return 'date'
  if (/^\d{1,2}\s?년$/.test(written) && /(?:20|19)$/.test(before)) return 'date'
  return undefined
}

function ordinalAround(
  value: number,
  before: string,
  after: string,
  final: boolean,
): Passing | 'open' | undefined {
  const opensLine = /(?:^|\n)[\s>*_#-]*\(?$/.test(before)
  const follows = value > 1 && new RegExp(`(?:^|[^\\d.,])${value - 1}[.)](?!\\d)`).test(before.slice(-600))
  const inline = /(?:^|[\s:;,.(])\(?$/.test(before) && (value === 1 || follows)
  if (opensLine || inline) {
    if (after === '' && !final) return 'open'
    const mark = opensLine || follows || value === 1 ? /^[.)](?=\s|\*|$)/ : /^\)(?=\s|$)/
    if (after.length === 1 && !final && /^[.)]/.test(after)) return 'open'
    if (mark.test(after) && (opensLine ? value === 1 || follows : /^\)/.test(after) || follows))
      return 'ordinal'
  }
  if (
    /(?:\bno\.?\s?|\bnumber\s|#\s?|\brule\s(?:no\.?\s|number\s|#)?|\bstep\s|\blesson\s|\bprinciple\s|\bpoint\s|\bpart\s|제\s?|원칙\s|규칙\s|단계\s|교훈\s)$/i.test(
      before,
    )
  )
    return 'ordinal'
  if (
    /^\s?(?:번째|째(?=[가-힣\s,]|$)|번(?=\s?(?:원칙|규칙|은|이|을|,|\.|$))|단계|순위|차적)|^(?:st|nd|rd|th)\b/i.test(
      after,
    )
  )
    return 'ordinal'
  return undefined
}

function span(written: string, before: string, after: string, final: boolean): Passing | 'open' | undefined {
  if (standardFrame.test(written.trim()) && !/^\s?(?:연속|straight|in a row|consecutive)/i.test(after)) {
    return after.length < 3 && !final ? 'open' : 'time_frame'
  }
  const ended = /[.!?,\n]/.exec(after)
  if (ended === null && !final && after.length < 40) return 'open'
  const clause = ended === null ? after : after.slice(0, ended.index)
  const lead = /(?:[^.!?\n]|\.(?=\d))*$/.exec(before)?.[0].slice(-40) ?? ''
  const minutes = /(?:분|min(?:ute)?s?)$/i.test(written.trim())
  const claim =
    /\b(?:worst|best|biggest|largest|lowest|highest|longest|first time)\b/i.test(lead) ||
    (minutes && marketMove.test(lead)) ||
    marketMove.test(clause) ||
    (/(?:지난|최근|for the (?:last|past)|over the (?:last|past)|past|last)\s?$/i.test(lead) &&
      marketMove.test(`${lead} ${clause}`))
  return claim ? undefined : 'time_frame'
}

/** "A dollar" is a price where something trades at it, and a saying elsewhere. */
const pricing =
  /\b(?:at|to|over|above|below|under|near|worth|costs?|hits?|reach(?:es|ed)?|touch(?:es|ed)?|past|for|around|about|by|than|nearly|almost)\s$/i

/** A thousand storms: many of something that is not counted in a market. */
const manyThings =
  /^\s(?!(?:holders|investors|people|users|wallets|traders|buyers|sellers|addresses|is|was|has|does)\b)[a-z]{3,}s\b/i

const idleCounter =
  /^\s?(?:가지|개의?\s?(?:질문|원칙|이유|코인|종목|단어|문장|조건|기준|바구니)|단계|마디|문장|사람|명(?=[이은의에\s]|$)|살|세(?=[의가에\s]|$)|things?|reasons?|questions?|rules?|ways?|steps?|lessons?|points? (?:to|worth)|people|principles?|words?|habits?|coins (?:you|we|I)|kids|baskets?|signs?|pillars?|mistakes?|ideas?|thoughts?)/i

function idiomAround(
  quantity: Quantity,
  value: number,
  before: string,
  after: string,
  final: boolean,
): Passing | 'open' | undefined {
  const clause = /^(?:[^.!?,\n]|[.,](?=\d))*/.exec(after)?.[0] ?? ''
  const wordOpen = !final && /^\s?[^\s.,!?]*$/.test(after)
  if (quantity.unit === 'none') {
    if (wordOpen) return 'open'
    if (/^an?\s(?:hundred|thousand|million|dozen)$/i.test(quantity.text) && manyThings.test(after))
      return 'idiom'
    if (quantity.form === 'digits' && value === 1 && /^부터/.test(after)) return 'idiom'
    if (idleCounter.test(after) && (quantity.form === 'words' || value <= 20)) return 'idiom'
    if (/^\s?번/.test(after)) {
      if (clause === after && !final && after.length < 24) return 'open'
      if (sayOrThink.test(clause) && !marketMove.test(clause)) return 'idiom'
    }
    if (/^\s?(?:년|해|날)/.test(after)) return 'idiom'
  }
  if (quantity.unit === 'times' && /^\s?out of (?:ten|a hundred|100|10)\b/.test(after)) return 'idiom'
  if (quantity.unit === 'times' && quantity.part !== true) {
    if (clause === after && !final && after.length < 32) return 'open'
    const lead = /(?:[^.!?\n]|\.(?=\d))*$/.exec(before)?.[0].slice(-30) ?? ''
    if (
      /^\s*(?:번|$)/.test('') &&
      /times$/i.test(quantity.text) &&
      sayOrThink.test(`${lead} ${clause}`) &&
      !marketMove.test(clause)
    )
      return 'idiom'
  }
  if (/^an?\s(?:dollar|buck|cent|percent)$/i.test(quantity.text) && !pricing.test(before)) return 'idiom'
  if (
    /^(?:two cents|a million[- ]dollar)$/i.test(quantity.text) &&
    !final &&
    after.length < 10 &&
    !/[.!?,\n]/.test(after)
  )
    return 'open'
  if (/^two cents$/i.test(quantity.text) && (/\bmy\s$/i.test(before) || /^\s(?:of|worth)\b/i.test(after)))
    return 'idiom'
  if (/^a million[- ]dollar$/i.test(quantity.text) && /^\squestion/i.test(after)) return 'idiom'
  if (quantity.form === 'digits' && /\bage(?: of)?\s$/i.test(before)) return 'idiom'
  if (quantity.part === true) return partOf(quantity, before, after, clause, final)
  if (quantity.unit === 'coins' && quantity.form === 'words') {
    const lead = before.slice(-14)
    if (wordOpen) return 'open'
    if (
      !/(?:BTC|ETH|SOL|BNB|DOGE|XRP|비트코인|이더리움|솔라나|도지|리플|비트|이더)[을를은는이가의도]?\s?(?:약 )?$/i.test(
        lead,
      )
    )
      return 'idiom'
  }
  if (quantity.unit === 'coins' && quantity.form === 'digits') {
    if (wordOpen) return 'open'
    if (/^\s?(?:의\s?)?(?:질문|원칙|이유|코인|종목|단어|문장|조건|기준|바구니)/.test(after) && value <= 20)
      return 'idiom'
  }
  return undefined
}

const money =
  /값|가격|자산|돈|포트폴리오|시총|고점|저점|가치|비중|현금|재산|원금|투자|수익|물량|잔고|시세|price|value|portfolio|money|position|worth|high\b|peak|asset|wealth|cash|saving|holding|stake|allocation|gain|profit|capital|net worth|market cap|supply|coin|invest/i
const change =
  /줄|떨|하락|빠|잃|날|토막|깎|내려|내렸|올|늘|됐|되었|될|된|뛰|불어|넣|팔|사|챙|정리|fall|fell|drop|lost|lose|down|cut|gone|wip|off|rose|gain|up|grow|grew|more|less|in\b|sell|sold|buy|put|keep/i

/** Halves and doubles are figures where they measure money; elsewhere they are a way of speaking. */
function partOf(
  quantity: Quantity,
  before: string,
  after: string,
  clause: string,
  final: boolean,
): Passing | 'open' | undefined {
  const written = quantity.text
  if (/^halving$/i.test(written)) return 'name'
  if (/ties$/i.test(written)) return /\b(?:low|mid|high|lower|upper)[- ]$/i.test(before) ? undefined : 'idiom'
  if (
    /^half$/i.test(written) &&
    /^\s(?:an?\s)?(?:dollar|bitcoin|coin|million|billion|trillion|percent|cent|ether)/i.test(after)
  )
    return undefined
  if (/^half$/i.test(written) && /^\s(?:of\s)?(?:your|it\b|its|my|that money|what you)/i.test(after))
    return undefined
  if (/분의|반\s?토막|반값|곱절|갑절|달러|불|센트/.test(written)) return undefined
  if (clause === after && !final && after.length < 48) return 'open'
  const lead = /(?:[^.!?\n]|\.(?=\d))*$/.exec(before)?.[0].slice(-48) ?? ''
  if (
    /^(?:an?\s)?(?:third|quarter|fifth|tenth)$/i.test(written) &&
    !/^\s?(?:of|off|lower|higher|less|more|down|up)/i.test(after) &&
    !/\b(?:by|another|over|about|nearly|almost)\s$/i.test(before)
  )
    return 'idiom'
  if (/[가-힣]/.test(written)) {
    if (/시작이\s?$/.test(lead) || /두려움|욕심|인내|운/.test(lead)) return 'idiom'
    return money.test(`${lead} ${clause}`) ||
      (/^(?:으로|이나|가까이)?\s?/.test(clause) && change.test(clause))
      ? undefined
      : 'idiom'
  }
  if (
    /^doubl(?:e|ing)$/i.test(written) &&
    /^[\s-]?(?:check|down|edged|standard|bottom|top|take|sure)/i.test(clause)
  )
    return 'idiom'
  if (
    /^twice$/i.test(written) &&
    (sayOrThink.test(`${lead} ${clause}`) || !money.test(`${lead}${clause}`)) &&
    !/as (?:much|high|big|large)/i.test(clause)
  )
    return 'idiom'
  if (
    /^half$/i.test(written) &&
    /^[\s-]?(?:the battle|hearted|baked|truth|asleep|way|full|empty|the (?:story|truth|fun|job|work)|life|-)/i.test(
      clause,
    )
  )
    return 'idiom'
  if (/^half$/i.test(written) && !money.test(`${lead} ${clause}`) && !/\b(?:in|by|of its)\s$/i.test(lead))
    return 'idiom'
  return undefined
}
