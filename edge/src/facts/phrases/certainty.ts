/** Certainty in two sentences: a plain prediction, and beside it a sentence that only says how sure it is. */

const sureKorean =
  /^\s*(?:그건|그것은|이건|이것은|이는|내가|나는|난|내|이것만은|이 말은)?\s*(?:(?:확실|틀림\s?없|분명|장담|보장|확신|약속|단언|자명|두고\s?보|걱정\s?말|내기해도)[^.!?\n]{0,14}|의심할?\s[^.!?\n]{0,8}없[^.!?\n]{0,6})[.!]?\s*$/
const unsureKorean = /않|못|아니|모르|말게|(?:보장|확신|약속|확실한 것)[은는이가]?\s?없/
const outcomeKorean =
  /(?:오를|오르게 될|상승할|뛸|폭등할|급등할|내릴|떨어질|폭락할|하락할|반등할|회복할|갈|벌)\s?(?:걸세|거네|것이네|것일세|겁니다|것입니다|거야|거라네|테지|터이네|것이야|걸|것이다)|(?:오른|뛴|상승한|반등한|간)다(?:네)?[.!]?\s*$/
const hedgedKorean = /수도|지도|모르|아마|어쩌면|않|아니|[?？]|누구|라고|다고|면\s/

const sureEnglish =
  /^\s*(?:(?:and|of)\s)?(?:(?:that|this|it)(?:'s| is) (?:absolutely |quite )?(?:certain|sure|guaranteed|inevitable|a (?:fact|certainty|promise|given))|mark my words|i (?:guarantee|promise|assure)(?: (?:it|you|you that))?|trust me|believe me|(?:there is )?no doubt(?: about (?:it|that))?|guaranteed|without (?:a )?doubt|(?:you can )?(?:count|bank) on (?:it|that)|bet on it|(?:of (?:that|this) )?i am (?:absolutely )?(?:certain|sure)(?: of (?:it|that))?|make no mistake|it cannot fail|nothing can stop it)[.!]?\s*$/i
const outcomeEnglish =
  /\b(?:will|is going to|'ll|is about to)\s(?:\w+\s){0,2}?(?:rise|go up|climb|soar|double|triple|recover|rebound|rally|fall|drop|crash|moon|win|gain|grow|bounce)\b|\b(?:goes|heads) (?:up|higher|down|lower)\b/i
const hedgedEnglish =
  /\b(?:may|might|could|perhaps|maybe|if|when|some|people|nobody|no one|never|not|say|says|whether|what|who)\b|n't\b|\?/i

/** Whether a sentence only says that something is certain. */
export const isCertainty = (sentence: string) =>
  (sureKorean.test(sentence) && !unsureKorean.test(sentence)) || sureEnglish.test(sentence)

/** Whether a sentence predicts without a doubt in it. */
export const isPrediction = (sentence: string) =>
  (outcomeKorean.test(sentence) && !hedgedKorean.test(sentence)) ||
  (outcomeEnglish.test(sentence) && !hedgedEnglish.test(sentence))

/** Whether two sentences in a row promise together what neither does alone. */
export const promisesTogether = (first: string, second: string) =>
  (isPrediction(first) && isCertainty(second)) || (isCertainty(first) && isPrediction(second))
