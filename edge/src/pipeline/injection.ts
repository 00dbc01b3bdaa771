/**
 * Text that tries to command the model instead of asking the mentor. Such a question is still answered, but with the
 * doors closed: figures it states are nobody's, what it dictates is not repeated, and no signal comes of it.
 */
import type { TurnRequest } from './turn.ts'

const attempts: readonly RegExp[] = [
  // Forgetting, overriding, replacing the rules.
  /\b(?:ignore|disregard|forget|override|bypass|skip|drop|disable|turn\s+off|stop\s+following)\b.{0,60}\b(?:instructions?|rules?|prompts?|guidelines?|above|previous|prior|earlier|safety|filters?|gate|restrictions?|persona|training|everything)\b/is,
  /\b(?:new|updated|real|actual|secret)\s+(?:system\s+)?(?:instructions?|rules?|prompts?|directives?)\b/i,
  /(?:지시|규칙|지침|명령|프롬프트|제한|설정|안전\s*장치|게이트|필터|역할|앞(?:의|에)|이전|위(?:의|에)).{0,30}(?:무시|잊|버리|끄|꺼|해제|우회|취소|따르지)/s,
  /(?:무시|잊어|우회|해제|비활성).{0,20}(?:지시|규칙|지침|명령|프롬프트|제한|게이트|필터)/s,
  /(?:새로운|진짜|숨겨진|업데이트된)\s*(?:시스템\s*)?(?:지시|규칙|지침|명령|프롬프트)/,
  // Another role.
  /\b(?:you\s+are\s+(?:now|no\s+longer)|from\s+now\s+on\s+you|act\s+as|pretend\s+(?:to\s+be|you)|role-?\s*play|simulate\s+being|behave\s+(?:as|like)|become\s+an?)\b/i,
  /\b(?:DAN|jailbreak\w*|developer\s+mode|debug\s+mode|god\s+mode|admin(?:istrator)?\s+(?:mode|override|access)|sudo|unrestricted|uncensored|maintenance\s+mode|root\s+access)\b/i,
  /(?:너는|넌|당신은|자네는)\s*(?:이제|지금|더\s*이상|오늘부터)|(?:이제|지금|앞으로|오늘)부터\s*(?:너는|넌|당신은|자네는|나는|내가)|인\s*척|역할\s*(?:극|놀이|을\s*(?:바꿔|맡|해))|개발자\s*모드|관리자\s*(?:모드|권한|명령)|디버그\s*모드|탈옥|제한\s*없는/,
  // The prompt itself.
  /\b(?:system|hidden|initial|original|secret|internal|developer)\s*(?:prompt|message|instructions?|rules|text|configuration)\b/i,
  /\b(?:reveal|show|print|repeat|output|leak|dump|display|translate|summari[sz]e|encode|quote|list|recite|tell\s+me)\b.{0,40}\b(?:your\s+(?:instructions?|prompts?|rules|configuration|guidelines)|the\s+(?:text|words|message|instructions)\s+above|everything\s+above|above\s+(?:text|verbatim))/is,
  /시스템\s*(?:프롬프트|메시지|지침|지시|설정|명령)|(?:프롬프트|지침|지시문|내부\s*규칙|설정\s*값|초기\s*지시|숨은\s*지시).{0,20}(?:보여|출력|알려|공개|말해|번역|요약|적어|읽어|인용|써)|위(?:의|에)?\s*(?:있는\s*)?(?:글|내용|문장|텍스트).{0,15}(?:그대로|출력|반복|번역)/,
  // Dictation.
  /\b(?:say|write|repeat|print|output|respond|reply|answer|return|echo|type|include|append|start|end|begin|finish)\b.{0,30}(?:exactly|verbatim|word\s+for\s+word|only\s+with|after\s+me|the\s+(?:following|word|phrase|string|code|token|password)|["'“‘「`])/is,
  /(?:그대로|똑같이|정확히|토씨|한\s*글자도).{0,20}(?:말|출력|따라|써|적|반복|답|읊)|따라\s*(?:해|말|읽)|["'”’」`]\s*(?:라고|이라고|라는|이라는|을|를|만|로|으로)?\s*(?:만\s*)?(?:말|출력|답|써|적|반복|대답|시작|끝|포함|붙여|인쇄)/,
  /\b(?:say|print|output|echo|repeat|write|respond|reply|answer)\b[^.?!]{0,40}\b[A-Z][A-Z0-9_-]{4,}\b/,
  /[A-Z][A-Z0-9_-]{4,}["'”’]?\s*(?:라고|이라고|를|을|만)?\s*(?:말|출력|답|써|적어|반복|외쳐)/,
  // Markup of prompts, of transcripts, of our own format.
  /<\/?\s*(?:system|facts?|question|brief|shown|refused|answer|issues|instructions?|assistant|user|admin|human|tool|earlier_unanswered)\b/i,
  /\[\s*(?:system|inst|assistant|admin|시스템|관리자)\s*\]|\[\/?INST\]|<\|[a-z_]+\|>|#{2,}\s*(?:system|instruction|시스템|지시)|(?:^|\n)\s*(?:system|assistant|human|developer|시스템|어시스턴트|관리자)\s*[:：]/i,
  /\{\{|\}\}|\b[A-Z]{3,4}\.(?:price|change\w*|high\w*|low\w*|volume\w*|ma\d+)\b|\b(?:market|portfolio|event)\.[a-z]/,
  // Links and images, to carry something out.
  /!\[|\]\s*\(|https?:\/\/|\bwww\.|<\s*(?:img|a|script|iframe|svg)\b|\bdata:\w+\/|javascript:|\bmarkdown\b.{0,20}\b(?:link|image)|마크다운.{0,15}(?:링크|이미지)|(?:링크|이미지|주소|url).{0,15}(?:넣어|붙여|포함|출력|삽입|달아)/is,
  /\b(?:include|add|append|insert|embed|visit|go\s+to)\b.{0,30}\b[\w-]{1,63}\.[a-z]{2,24}\b|(?<![\w-])[\w-]{1,63}\.[a-z]{2,24}\//i,
  /\bbase64\b|\brot13\b|\bhex(?:adecimal)?\s+(?:encode|form)|거꾸로\s*(?:출력|써|적)|인코딩/i,
]

/** The texts of this chat that the user wrote and that try to command the model. */
export function injectionsIn(request: TurnRequest): string[] {
  const said = request.history.filter(({ role }) => role === 'user').map(({ text }) => text)
  return [...said, request.question].filter((text) =>
    attempts.some((attempt) => attempt.test(unmasked(text))),
  )
}

/** Without the characters that hide a word from a search: zero-width ones, and full-width forms. */
function unmasked(text: string): string {
  return text.normalize('NFKC').replace(/\p{Cf}/gu, '')
}

const quoted =
  /"([^"\n]{3,200})"|'([^'\n]{3,200})'|“([^”]{3,200})”|‘([^’]{3,200})’|「([^」]{3,200})」|`([^`]{3,200})`/g
const address = /(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,24}(?:\/\S{0,200})?/gi
/** A word that no one needs to repeat: letters mixed with digits or joints, or shouted. */
const oddWord = /(?<![\w-])(?=[\w-]{5,})(?:[A-Za-z]+[\d_-][\w-]*|\d+[A-Za-z_-][\w-]*|[A-Z]{5,})\b/g
/** An answer must stay free to name coins and facts. */
const ours =
  /^(?:btc|eth|sol|bnb|doge|xrp|market|portfolio|event)\b|^(?:bitcoin|ethereum|solana|dogecoin|ripple)$/i

/** Words that only a test of obedience would want repeated, attack or not: long, of letters and digits both. */
export function canariesIn(question: string): string[] {
  const words = unmasked(question).match(/(?<![\w-])(?=[\w-]{0,63}\d)(?=[\w-]{0,63}[A-Za-z])[\w-]{9,}/g) ?? []
  return words.filter((word) => !ours.test(word))
}

/** What an attack dictates: quoted text, addresses, and words that stand out as passwords do. */
export function dictatedBy(attacks: readonly string[]): string[] {
  return attacks.map(unmasked).flatMap((text) => {
    const quotes = [...text.matchAll(quoted)].flatMap((match) =>
      match.slice(1).filter((part) => part !== undefined),
    )
    const isAllShouted = !/[a-z가-힣]/.test(text)
    const words = [...(isAllShouted ? [] : (text.match(oddWord) ?? [])), ...(text.match(address) ?? [])]
    return [...quotes, ...words.filter((word) => !ours.test(word))]
  })
}
