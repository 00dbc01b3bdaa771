/** What a number counts, told by the word or sign beside it. */
import type { CoinSymbol } from '@sage/db/vocabulary'

export type Unit =
  | 'usd'
  | 'otherMoney'
  | 'cents'
  | 'percent'
  | 'points'
  | 'times'
  | 'coins'
  | 'trades'
  | 'minutes'
  | 'duration'
  | 'other'
  | 'none'
  | CoinSymbol

const notMoreHangul = '(?![가-힣])'
/** 불 is a dollar only where no other word begins with it: 불안, 불확실 are not. */
const dollarParticle = '(?=$|[^가-힣]|이|을|은|에|로|까지|선|대|도|의|짜리|어치|쯤|정도|만|가량|보다|과|부터)'

/** Longest reading first. Each matches at the start of what follows a number. */
const unitWords: readonly (readonly [Unit, RegExp])[] = [
  ['other', /^(?:bps?\b|basis points?\b|베이시스)/i],
  ['percent', /^(?:%\s?p(?:ts?)?\b|%\s?포인트|퍼센트\s?포인트|percentage points?\b)/i],
  ['percent', /^(?:%|퍼센트|프로(?!그|젝|토|필|세|모|페|덕|듀|비)|퍼(?=[\s.,]|$)|per\s?cents?\b|pct\b)/i],
  [
    'usd',
    new RegExp(
      `^(?:USDT\\b|USD\\b|US\\$|\\$|달러|딸라|테더|불${dollarParticle}|dollars?\\b|bucks?\\b|tether\\b)`,
      'i',
    ),
  ],
  [
    'otherMoney',
    /^(?:원(?!칙|인|금|래|하|리|동|유|자|화|본|점)|KRW\b|won\b|₩|엔(?![가-힣]*[터진])|위안|유로|euros?\b|EUR\b|yen\b|pounds?\b|€|£|¥)/i,
  ],
  ['cents', /^(?:cents?\b|센트)/i],
  ['points', /^(?:포인트|points?\b|pts?\b|점(?![차검유심령프화쳐])|out of 100\b)/i],
  [
    'times',
    /^(?:배(?!당|경|우|포|분|송|터|움|치|제|신|열)|곱절|갑절|토막|[x×](?![a-z0-9])|times\b|-?fold\b)/i,
  ],
  ['BTC', /^(?:BTC\b|bitcoins?\b|비트코인|비트(?![가-힣]))/i],
  ['ETH', /^(?:ETH\b|ether(?:eum)?\b|이더리움|이더)/i],
  ['SOL', /^(?:SOL\b|solana\b|솔라나)/i],
  ['BNB', /^(?:BNB\b|바이낸스\s?코인)/i],
  ['DOGE', /^(?:DOGE(?:coins?)?\b|도지(?:코인)?)/i],
  ['XRP', /^(?:XRP\b|ripple\b|리플(?!레))/i],
  [
    'trades',
    /^(?:건(?![강설물조전너축반드])|번의?\s?(?:거래|매매)|(?:closed |completed |finished )?trades?\b|회의?\s?(?:거래|매매))/i,
  ],
  ['minutes', /^(?:분(?![의기야할산석명위들께량류])|min(?:ute)?s?\b)/i],
  [
    'duration',
    /^-?(?:시간|일(?![세까뿐걸](?![가-힣]*선)|지도|텐|수도|거야|겁|반|확|정|등|때)|주일|주(?!식|가|요|의|목|문)|개월|달(?!러|리|성|라)|년|해(?![가-힣]*[결석서외])|초(?!과|기|보)|hours?\b|hrs?\b|h\b|days?\b|d\b|weeks?\b|w\b|months?\b|mo\b|years?\b|yrs?\b|y\b|seconds?\b|quarters?\b|decades?\b)/i,
  ],
  [
    'coins',
    new RegExp(`^(?:개(?!월|인|념|발|미|장|선|별)|코인|coins?\\b|tokens?\\b|토큰|닢${notMoreHangul})`, 'i'),
  ],
]

/** The unit at the start of `text`, and how much of `text` names it. */
export function readUnit(text: string): { readonly unit: Unit; readonly length: number } | undefined {
  for (const [unit, pattern] of unitWords) {
    const match = pattern.exec(text)
    if (match !== null) return { unit, length: match[0].length }
  }
  return undefined
}

/** Words that may continue a number; a beginning of one of them keeps the number open. */
const continuations: readonly string[] = [
  ...'usdt usd dollars bucks percent per cent pct percentage points percentagepoints basis basispoints bitcoins ethereum solana'.split(
    ' ',
  ),
  ...'dogecoins ripple xrp btc eth sol bnb times fold coins tokens trades closed completed minutes mins hours'.split(
    ' ',
  ),
  ...'hrs days weeks months years yrs seconds quarters decades pts bps thousand grand million billion'.split(
    ' ',
  ),
  ...'trillion hundred dozen cents bn mn tn won krw euros yen pounds cents out of 100 and point half tether'.split(
    ' ',
  ),
  ...'센트 퍼센트포인트 프로 달러 딸라 불 테더 원 위안 유로 포인트 점 배 곱절 갑절 토막 비트코인 이더리움 솔라나'.split(
    ' ',
  ),
  ...'바이낸스코인 도지코인 리플 건 번의거래 회의거래 분의 시간 일 주일 개월 달 년 해 초 개 코인 토큰 자릿수 자리에서 자리로 자리까지 자리가격 자리숫자 자리수 십 백 천 만 억 조'.split(
    ' ',
  ),
]
const beginnings = new Set(
  continuations.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))),
)

/** Whether what follows a number could still grow into a scale or unit. */
export function mayContinue(text: string): boolean {
  const rest = text.replace(/^[*_`\\{}|\s)+-]+/, '').toLowerCase()
  return rest === '' || beginnings.has(rest) || beginnings.has(rest.replace(/\s/g, ''))
}
