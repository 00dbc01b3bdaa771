/** Direct orders and urging in English: a deed of tradingDeed, said as something the reader must do. */
import { deed, markDeeds, placedDeed, plainDeed, tradingDeed } from './english-deeds.ts'
import { coin, conditional, dismissed, negated, pattern, quoted } from './english-words.ts'
import { breaks, type Rule } from './rule.ts'

const lead =
  "(?:(?:so|now|then|just|please|ok|okay|yes|well|and|but|simply|quickly|immediately|do yourself a favou?r and|listen|look|hurry|quick|honestly|seriously|(?:my )?(?:dear )?(?:friend|child|boy|girl)|today|tonight|right now|by all means|always|first|definitely|absolutely|certainly|probably|better|go ahead and|go|here|trust me|you know what|c'mon|come on)[\\s,:!]+)*"
const hardStart = `(?:^|[.!?;:—–"“”'‘(\\n])\\s*[*_]*${lead}[*_]*`
const softStart = `(?:,\\s*|\\b(?:so|now|then|just|please|and|but|or|simply|better|go ahead and|to(?= it))\\s+)[*_]*${lead}`
const now =
  '(?:now|today|tonight|immediately|right (?:now|away)|at once|everything|all(?: of)?(?! in)|it\\b|this|that|them|these|more|some|as (?:much|many)|a (?:little|bit|lot)|half|your|my|the (?:dip|coins?|rest|lot|whole|bottom|top)|before|while|\\d|\\{\\{|[.!]|$|' +
  `${coin})`
/** Sayings about trading rather than orders: "Buy low, sell high", "buy only what you understand". */
const saying =
  '(?!\\s*(?:and hold\\b|low\\b|high\\b|when\\b|only\\b|what\\b|nothing\\b|less\\b|because\\b|or\\b|orders?\\b|walls?\\b|side\\b|pressure\\b|signals?\\b|buttons?\\b|-|slowly\\b|in haste|in a panic|,? sell,|(?:is|are|was|began|begins|started|means|meant|comes|came|refers|stands|became|sounds|has|had)\\b|things\\b|businesses\\b|quality\\b|time\\b|a (?:book|coffee|house)))'
const aside =
  /\baside\b|\bonly what\b|\bquestions?\b|\b(?:head|mind|heart|thoughts?|phone|time|attention|energy|faith|feelings?|trust) (?:in|into|to|down|away|first)\b|^\s*(?:phone|mind|feelings?|time|energy|worries|fear|attention)|\bon paper\b|\bin writing\b|\bin order\b|\bfor granted\b|\bto bed\b|\bemergency\b|\bcan afford\b/i
const conditionalOrNegated = new RegExp(
  `${negated.source}|\\b(?:if|when|whether|unless|until|why)\\b|\\?`,
  'i',
)

const all: readonly Rule[] = [
  {
    pattern: pattern(hardStart, plainDeed, '\\b', saying),
    excuseClause: negated,
    excuseBefore: new RegExp(`${quoted.source}|${conditional.source}`, 'i'),
    excuseAfter: dismissed,
  },
  {
    pattern: pattern(softStart, plainDeed, '\\b[*_]*\\s*(?:up\\s|on\\s|into\\s)?[*_]*', now, '(?![a-z])'),
    excuseClause: negated,
    excuseBefore: new RegExp(`${quoted.source}|${conditional.source}`, 'i'),
    excuseAfter: dismissed,
  },
  {
    pattern: pattern('(?:', hardStart, '|', softStart, ')', placedDeed),
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
      "\\b(?:you|we|one|investors|everyone|anyone)(?:'d| would|'ll| will)?\\s+(?:really\\s+|simply\\s+|just\\s+|absolutely\\s+|definitely\\s+|all\\s+)*(?:should|must|need to|(?:have |'ve )?got to|have to|ought to|has to|better|had better|gotta|got to|are to|want to|be wise to|do well to)\\s+(?:\\w+\\s+){0,2}?(?:be tradingdeed|",
      deed,
      ')\\b',
    ),
    excuseClause: conditionalOrNegated,
    excuseAfter: aside,
  },
  {
    pattern: pattern(
      "\\b(?:I|I'm)\\s+(?:strongly\\s+|highly\\s+|would\\s+|'d\\s+|must\\s+)*(?:recommend(?:ing)?|suggest(?:ing)?|advise|advising|urge|urging|want|order|ordering|command|tell|telling|beg|need|expect)\\s+(?:that\\s+)?(?:you\\s+)?(?:to\\s+)?(?:\\w+\\s+){0,1}?(?:",
      deed,
      '|',
      tradingDeed,
      ')\\b',
    ),
    excuseClause: negated,
  },
  {
    pattern: pattern(
      "\\bI(?:'d| would)\\s+(?:be\\s+)?(?:\\w+\\s+)?(?:",
      deed,
      '|',
      tradingDeed,
      ')\\b[^.!?\\n]{0,30}\\b(?:now|here|today|right away|immediately|at (?:this|these) (?:price|level)s?|if I were you|in your (?:place|shoes))\\b',
    ),
    excuseClause: negated,
    excuseAfter: /\?\s*$/,
  },
  {
    pattern: pattern(
      "\\bif I were you,?\\s(?:\\w+\\s)?I(?:'d| would)\\s(?:be\\s)?(?:\\w+\\s)?(?:",
      deed,
      '|',
      tradingDeed,
      ')\\b',
    ),
    excuseClause: negated,
  },
  {
    pattern: pattern(
      '\\b(?:time|moment|chance|opportunity|place|window|spot|level|price|day|week|hour|idea|move|point|season|set-?up|entry|thing|play|choice|step|course|option|decision|strategy|plan|answer|advice|best|wise|smart|wiser|sensible|fine|safe|ready|free)\\s(?:here |now |today |for you |to do |to make )?(?:is |would be |remains |was )?(?:now )?(?:simple: |clear: )?to\\s+(?:just\\s+|simply\\s+|start\\s+)?',
      deed,
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
      deed,
      '|',
      tradingDeed,
      ')\\b|\\b(?:not (?:to )?(?:buy|buying|own|owning|holding|hold)|miss(?:ing)?)[^.!?\\n]{0,30}\\b(?:would|will) be (?:a |the )?(?:mistake|foolish|regret)',
    ),
    excuseBefore: /\b(?:some|others?|many|people|they|those|who|i|he|she|few|most)\s(?:\w+\s)?$/i,
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
    excuseBefore: /\bthan (?:an? |the )?$/i,
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
      /\b(?:buying|selling|accumulating|adding|loading up|piling in|getting (?:in|out))\b[^.!?\n]{0,24}\b(?:so should you|so must you|join them|follow (?:them|suit)|do the same|you should (?:too|as well))\b/i,
    excuseClause: negated,
  },
  {
    pattern: pattern(
      "\\b(?:it(?:'s| is)|now is) (?:high |about )?time (?:that )?(?:you|we)\\s(?:\\w+\\s)?(?:bought|sold|got|moved|took|put|added|jumped|went|loaded|cashed|cut|switched|owned)\\b",
    ),
    excuseClause: negated,
  },
  // The best move is cutting your losses; the answer is selling.
  {
    pattern: pattern(
      '\\b(?:answer|move|play|choice|step|course|option|decision|strategy|plan|advice|thing to do|solution|recommendation|call|verdict|view)\\s(?:here |now |today |for you )?(?:is|would be|remains)\\s(?:clearly |simply |just |surely )?(?:to )?(?:',
      tradingDeed,
      '|a (?:buy|sell|long|short|purchase|sale)',
      ')\\b',
    ),
    excuseClause: new RegExp(
      `${negated.source}|\\b(?:if|whether|wrong|worst|bad|poor|easiest|hardest|common)\\b|\\?`,
      'i',
    ),
  },
  {
    pattern: pattern(
      "\\b(?:make sure|be sure|see to it|don't forget|do not forget|remember|try|why not|why don't you|why wouldn't you|how about|what about|feel free to)\\s(?:that\\s)?(?:you\\s|to\\s)?(?:just\\s)?(?:",
      deed,
      '|',
      tradingDeed,
      ')\\b',
    ),
    excuseAfter: aside,
    excuseBefore: /\b(?:people|they|who|some)\b/i,
  },
  // You might as well buy; it would not hurt to sell some.
  {
    pattern: pattern(
      "\\b(?:might as well|may as well|do well to|(?:would|could|does|will)(?:n't| not) hurt to|can(?:'t|not) hurt to|pays to|no harm in|could do worse than to|no time like the present to|high time to|worth)\\s(?:\\w+ly\\s)?(?:",
      deed,
      '|',
      tradingDeed,
      ')\\b',
    ),
    excuseClause: /\b(?:if|whether|rarely|seldom|hardly)\b|\?/i,
    excuseAfter: aside,
  },
  // Riding Bitcoin is the wise course.
  {
    pattern: pattern(
      '\\b(?!waiting|doing|asking|thinking|resting|learning|reading|keeping|staying|sitting|being|having|nothing|anything|something|everything|morning|evening|saying|writing|knowing|understanding)\\w+ing\\b[^.!?;\\n]{0,24}\\b',
      coin,
      '\\b[^.!?;\\n]{0,16}\\b(?:is|would be|seems|looks)\\s(?:\\w+ly\\s)?(?:the|a|an)\\s(?:wise|wisest|smart|right|best|sensible|prudent|safest|clever)\\s(?:course|move|thing|choice|step|decision|play|idea)',
    ),
    excuseClause: conditionalOrNegated,
  },
  // If you don't buy now, you'll miss out.
  {
    pattern: pattern(
      "\\b(?:if you (?:don't|do not|fail to|hesitate to|wait to)|unless you|without|by not|not)\\s(?:",
      deed,
      '|',
      tradingDeed,
      "|act|move)\\b[^.!?\\n]{0,24}\\byou(?:'ll| will| are going to)\\s(?:\\w+ly\\s)?(?:miss|regret|be sorry|lose out|be left|kick yourself|hate yourself)\\b",
    ),
    excuseBefore: quoted,
  },
  // Press buy; hit that sell button.
  {
    pattern:
      /(?:^|[.!?;:,\n]\s*|\b(?:and|just|now|so|please|then|to)\s)(?:hit|press|push|click|smash|tap|slam|pull)\s(?:on\s)?(?:the\s|that\s)?(?:\w+\s)?(?:buy|sell|trigger|long|short)\b/i,
    excuseClause: new RegExp(`${negated.source}|\\b(?:before|if|when|whether)\\b`, 'i'),
  },
  {
    pattern: pattern(
      "\\bI(?:'d| would)\\s(?:just\\s|simply\\s)?(?:buy|sell|dump|purchase|accumulate|liquidate)\\s(?:all|everything|half|most|it|some|more|the lot|",
      coin,
      ')\\b',
    ),
    excuseClause: conditionalOrNegated,
    excuseAfter: /^[^.!?]{0,40}\b(?:only|if|unless|when|what)\b|\?\s*$/i,
  },
  {
    pattern: pattern("\\blet(?:'s| us)\\s+(?:just\\s+|all\\s+)?", deed, '\\b'),
    excuseClause: negated,
    excuseAfter: /\bthe question\b/i,
  },
]

const isOfDeeds = ({ pattern: { source } }: Rule) => source.includes('deed')
const ofDeeds = all.filter(isOfDeeds)
const ofWords = all.filter((rule) => !isOfDeeds(rule))

/** Whether a sentence, in lower case, orders a trade. */
export function ordersEnglish(sentence: string): boolean {
  if (breaks(ofWords, sentence)) return true
  const marked = markDeeds(sentence)
  return marked !== sentence && breaks(ofDeeds, marked)
}
