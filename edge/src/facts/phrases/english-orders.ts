/** Direct orders and urging in English: a deed of trading, said as something the reader must do. */
import {
  coin,
  conditional,
  dismissed,
  negated,
  pattern,
  placedTrade,
  plainTrade,
  quoted,
  trade,
  trading,
} from './english-words.ts'
import type { Rule } from './rule.ts'

const lead =
  "(?:(?:so|now|then|just|please|ok|okay|yes|well|and|but|simply|quickly|immediately|listen|look|hurry|quick|honestly|seriously|(?:my )?(?:dear )?(?:friend|child|boy|girl)|today|tonight|right now|by all means|always|first|definitely|absolutely|certainly|probably|better|go ahead and|go|here|trust me|you know what|c'mon|come on)[\\s,:!]+)*"
const hardStart = `(?:^|[.!?;:—–"“”'‘(\\n])\\s*[*_]*${lead}[*_]*`
const softStart = `(?:,\\s*|\\b(?:so|now|then|just|please|and|but|or|simply|better|go ahead and|to(?= it))\\s+)[*_]*${lead}`
const now =
  '(?:now|today|tonight|immediately|right (?:now|away)|at once|everything|all(?: of)?(?! in)|it\\b|this|that|them|these|more|some|as (?:much|many)|a (?:little|bit|lot)|half|your|my|the (?:dip|coins?|rest|lot|whole|bottom|top)|before|while|\\d|\\{\\{|[.!]|$|' +
  `${coin})`
/** Sayings about trading rather than orders: "Buy low, sell high", "buy only what you understand". */
const saying =
  '(?!\\s*(?:and hold\\b|low\\b|high\\b|when\\b|only\\b|what\\b|nothing\\b|less\\b|because\\b|or\\b|orders?\\b|walls?\\b|side\\b|pressure\\b|signals?\\b|buttons?\\b|-|slowly\\b|in haste|in a panic|,? sell,|is\\b|are\\b|was\\b|things\\b|businesses\\b|quality\\b|time\\b|a (?:book|coffee|house)))'
const aside =
  /\baside\b|\bonly what\b|\bquestions?\b|\b(?:head|mind|heart|thoughts?|phone|time|attention|energy|faith|feelings?|trust) (?:in|into|to|down|away|first)\b|^\s*(?:phone|mind|feelings?|time|energy|worries|fear|attention)|\bon paper\b|\bin writing\b|\bin order\b|\bfor granted\b|\bto bed\b|\bemergency\b|\bcan afford\b/i
const conditionalOrNegated = new RegExp(
  `${negated.source}|\\b(?:if|when|whether|unless|until|why)\\b|\\?`,
  'i',
)

const anyTrade = new RegExp(`${trade}|${trading}`)
/** Rules that contain the long lexicon of trades are only looked at where a trade is named. */
const sparing = (rule: Rule): Rule =>
  rule.pattern.source.includes(plainTrade) || rule.pattern.source.includes(placedTrade)
    ? { ...rule, requires: anyTrade }
    : rule

const all: readonly Rule[] = [
  {
    pattern: pattern(hardStart, plainTrade, '\\b', saying),
    excuseClause: negated,
    excuseBefore: new RegExp(`${quoted.source}|${conditional.source}`, 'i'),
    excuseAfter: dismissed,
  },
  {
    pattern: pattern(softStart, plainTrade, '\\b[*_]*\\s*(?:up\\s|on\\s|into\\s)?[*_]*', now, '(?![a-z])'),
    excuseClause: negated,
    excuseBefore: new RegExp(`${quoted.source}|${conditional.source}`, 'i'),
    excuseAfter: dismissed,
  },
  {
    pattern: pattern('(?:', hardStart, '|', softStart, ')', placedTrade),
    excuseClause: negated,
    excuseBefore: new RegExp(`${quoted.source}|${conditional.source}`, 'i'),
    excuseAfter: new RegExp(`${aside.source}|${dismissed.source}`, 'i'),
  },
  {
    pattern: pattern(
      hardStart,
      '(?:put|invest|pour|throw|bet|stake|sink)\\s+(?:(?:up|in|into)\\s+)?(?:some|all|everything|every|half|most|more|your|it all|the rest|whatever)\\b',
    ),
    excuseClause: negated,
    excuseBefore: quoted,
    excuseAfter: aside,
  },
  {
    pattern: pattern(
      "\\b(?:you|we|one|investors|everyone|anyone)(?:'d| would|'ll| will)?\\s+(?:really\\s+|simply\\s+|just\\s+|absolutely\\s+|definitely\\s+|all\\s+)*(?:should|must|need to|have to|ought to|has to|better|had better|gotta|got to|are to|want to|be wise to|do well to)\\s+(?:\\w+\\s+){0,2}?(?:be (?:buying|selling|loading|adding|accumulating)|",
      trade,
      ')\\b',
    ),
    excuseClause: conditionalOrNegated,
    excuseAfter: aside,
  },
  {
    pattern: pattern(
      "\\b(?:I|I'm)\\s+(?:strongly\\s+|highly\\s+|would\\s+|'d\\s+|must\\s+)*(?:recommend(?:ing)?|suggest(?:ing)?|advise|advising|urge|urging|want|order|ordering|command|tell|telling|beg|need|expect)\\s+(?:that\\s+)?(?:you\\s+)?(?:to\\s+)?(?:\\w+\\s+){0,1}?(?:",
      trade,
      '|',
      trading,
      ')\\b',
    ),
    excuseClause: negated,
  },
  {
    pattern: pattern(
      "\\bI(?:'d| would)\\s+(?:be\\s+)?(?:\\w+\\s+)?(?:",
      trade,
      '|',
      trading,
      ')\\b[^.!?\\n]{0,30}\\b(?:now|here|today|right away|immediately|at (?:this|these) (?:price|level)s?|if I were you|in your (?:place|shoes))\\b',
    ),
    excuseClause: negated,
    excuseAfter: /\?\s*$/,
  },
  {
    pattern: pattern(
      "\\bif I were you,?\\s(?:\\w+\\s)?I(?:'d| would)\\s(?:be\\s)?(?:\\w+\\s)?(?:",
      trade,
      '|',
      trading,
      ')\\b',
    ),
    excuseClause: negated,
  },
  {
    pattern: pattern(
      '\\b(?:time|moment|chance|opportunity|place|window|spot|level|price|day|week|hour|idea|move|point|season|set-?up|entry|thing|play|choice|step|course|option|decision|strategy|plan|answer|advice|best|wise|smart|wiser|sensible|fine|safe|ready|free)\\s(?:here |now |today |for you |to do |to make )?(?:is |would be |remains |was )?(?:now )?(?:simple: |clear: )?to\\s+(?:just\\s+|simply\\s+|start\\s+)?',
      trade,
      '\\b',
    ),
    excuseClause: new RegExp(
      `${negated.source}|\\b(?:if|whether|right time|wrong|what|which|how|when|worst|bad|poor|ask(?:ing|ed)?)\\b|\\?`,
      'i',
    ),
    excuseAfter: /\?\s*$|^[^.!?]{0,40}\b(?:does not exist|never rings|is (?:never|a myth|an illusion))/i,
  },
  {
    pattern: pattern(
      '\\b(?:foolish|crazy|mad|silly|stupid|a fool|a mistake|regret|kick yourself|sorry)\\s(?:for )?(?:not to|to not|not)\\s+(?:',
      trade,
      '|',
      trading,
      ')\\b|\\b(?:not (?:to )?(?:buy|buying|own|owning|holding|hold)|miss(?:ing)?)[^.!?\\n]{0,30}\\b(?:would|will) be (?:a |the )?(?:mistake|foolish|regret)',
    ),
  },
  {
    pattern: /\b(?:is|looks like|remains|screams|as) (?:still )?an? (?:\w+ )?(?:buy|sell|steal)\b(?!-)/i,
    excuseClause: negated,
    excuseBefore: quoted,
  },
  {
    pattern: pattern(
      '\\b(?:strong (?:buy|sell)|screaming buy|must[- ]buy|(?:golden|perfect|great|ideal|excellent|prime|generational|once[- ]in[- ]a[- ]lifetime|unmissable|rare|textbook) (?:buying |entry |selling )(?:opportunity|point|chance|moment|spot|window)|(?:perfect|great|ideal|excellent|prime) (?:entry|exit)|buying opportunity (?:of|you|not)|back up the truck|bet the (?:farm|house))\\b',
    ),
    excuseClause: negated,
    excuseAfter: dismissed,
  },
  {
    pattern:
      /\b(?:must|should|do|can|could)(?: not|n't|not) (?:miss|skip|pass up|ignore|let go of|sit out|afford to miss)\b[^.!?\n]{0,24}\b(?:dip|chance|opportunity|train|boat|rally|entry|price|bottom|move|coin|bitcoin)\b/i,
    excuseBefore: quoted,
  },
  {
    pattern:
      /\b(?:only )?an? (?:fool|idiot|madman|coward) would\b(?: not|n't)? (?:buy|miss|pass|wait|ignore|sell|hold|skip|hesitate|own)/i,
  },
  // Urging: the reader is hurried into a trade that is not named.
  {
    pattern: pattern(
      "\\b(?:(?:what are you|why are you still) waiting|why wait|why not (?:just )?(?:buy|sell|get in|jump in|add)|(?:do not|don't|no need to|stop) (?:wait|waiting|hesitate|hesitating|think twice|miss (?:out|this|it|the (?:boat|train|chance))|be left behind|sit (?:this one|it) out|let (?:this|it|the chance) (?:slip|pass|go)|overthink)|before it(?:'s| is) too late|before (?:it|the (?:price|train|boat|ship|door|window|rally))\\b[^.!?\\n]{0,16}\\b(?:leaves|takes off|closes|explodes|runs|moons|starts|sails)|while you (?:still )?can\\b|last chance|now or never|never (?:get|see|be) (?:this|a) (?:cheap|price|chance)|(?:clock is ticking|train is leaving|ship is sailing|window is closing)|you(?:'ll| will) (?:regret|kick yourself|be sorry|miss (?:out|the (?:boat|train)))|act (?:now|fast|quickly|today)|hurry(?: up)?(?= and|[,!.]| before)|pull the trigger|take the plunge|make your move|go for it|seize (?:the|this) (?:moment|chance|opportunity|dip)|ride (?:the|this) (?:wave|rally)|strike while|jump on (?:it|this|board))\\b",
    ),
    excuseBefore:
      /\b(?:not|never|no)\s$|n't\s$|\b(?:anyone|whoever|who|people|says?|say|tell|tells|hear|feel|feeling|fear|urge|sense|whisper\w*|shout\w*|voice|if|beware|promise|like|sleep|rest|enjoy|live)\b/i,
    excuseAfter:
      /\?["”]?\s*(?:is|they|people)|\b(?:is|are) (?:the|a|how|what|never)\b[^.!?]*(?:trap|trick|sale|salesm[ae]n|voice|fear|greed)|to (?:sleep|rest|ask|call|talk|seek|tell|read|learn|write|enjoy)/i,
  },
  {
    pattern:
      /\b(?:buying|selling|accumulating|adding|loading up|piling in|getting (?:in|out))\b[^.!?\n]{0,24}\b(?:so should you|so must you|join them|follow (?:them|suit)|do the same|you should too)\b/i,
    excuseClause: negated,
  },
  {
    pattern: pattern(
      "\\b(?:it(?:'s| is)|now is) (?:high |about )?time (?:that )?(?:you|we)\\s(?:\\w+\\s)?(?:bought|sold|got|moved|took|put|added|jumped|went|loaded|cashed|cut|switched|owned)\\b",
    ),
    excuseClause: negated,
  },
  {
    pattern: pattern("\\blet(?:'s| us)\\s+(?:just\\s+|all\\s+)?", trade, '\\b'),
    excuseClause: negated,
    excuseAfter: /\bthe question\b/i,
  },
]

export const orders = all.map(sparing)
