/** Orders, promises and leverage in English, as patterns over one sentence. */
import type { Rule } from './rule.ts'

const pattern = (...parts: readonly string[]) => new RegExp(parts.join(''), 'iu')

const clauseStart = `(?:^|[.!?;:,—–"“”'‘\\n(]\\s*|\\b(?:so|now|then|just|please|and|but|go ahead and|simply|quickly|immediately|today|go|better|friend|child|here|definitely|absolutely|certainly|probably|by all means)[\\s,]+)\\s*[*_]*`
const target =
  '(?:now|today|tonight|immediately|right (?:now|away)|at once|everything|all(?: of)?(?! in)|it|this|that|them|these|more|some|as (?:much|many)|a (?:little|bit|lot)|half|your|my|the (?:dip|coin|coins|rest|lot|whole|bottom|top|rumou?r)|coins?|crypto|bitcoin|btc|eth|ether|ethereum|sol|solana|bnb|doge|dogecoin|xrp|ripple|out|in|before|buy|sell|while|\\d|\\{\\{|[.!,]|$)'
const action =
  '(?:buy|sell|purchase|dump|accumulate|liquidate|short|long|exit|unload|load up on|load up|ape into|ape in|go all[- ]in|go long|go short|get (?:in|out)|all in(?! all)|take (?:some |your |the )?profits?|cash out|cash in|double down|(?:start|keep|begin|continue) (?:buying|selling|accumulating|adding|loading))'
/** never tell, people who say, do not; but also "buy now" is bad advice. */
const negated =
  /\b(?:not|never|nobody|nothing|none|neither|nor|without|rather than|instead of|avoid|beware|distrust|anyone who|whoever|those who|people who|someone who|if (?:someone|anyone|a (?:man|voice|stranger))|when (?:someone|anyone|a)|no)\b|n't\b|cannot\b/i
const quoted =
  /\b(?:who|anyone|whoever|people|they|voices?|never|not|don't) (?:\w+ )?(?:says?|say|tells?|tell|shouts?|shout|cry|cries|whispers?)\b[^.]*$/i
const ifSo =
  /\b(?:if|when|whether|before|unless|until) (?:you|one|he|she) (?:\w+ )?(?:must|have to|do|need to|ever|should|want to|feel|choose to|decide to)?[^.;]*$/i
const dismissed = /^[^.]{0,24}\b(?:is|are|was) (?:not|never|bad|no)\b/i

const orders: readonly Rule[] = [
  {
    pattern: pattern(
      clauseStart,
      action,
      '\\b[*_]*\\s*(?:up\\s|on\\s|into\\s)?[*_]*',
      target,
      '(?![\\p{L}])',
    ),
    excuseClause: negated,
    excuseBefore: new RegExp(`${quoted.source}|${ifSo.source}`, 'i'),
    excuseAfter: dismissed,
  },
  {
    pattern: pattern(
      clauseStart,
      '(?:grab|put|invest|pour|throw|bet|stake|move|sink)\\s+(?:(?:up|in|into)\\s+)?(?:some|all|everything|every|half|most|more|your|it all|the rest)\\b',
    ),
    excuseClause: negated,
    excuseBefore: quoted,
    excuseAfter:
      /\baside\b|\bonly what\b|\bquestions?\b|\b(?:head|mind|heart|thoughts?|phone|time|attention|energy|faith|feelings?) (?:in|into|to|down|away|first)\b|^\s*(?:phone|mind|feelings?|time|energy|worries|fear|attention)/i,
  },
  {
    pattern: pattern(
      "\\byou(?:'d| would)?\\s+(?:really\\s+|simply\\s+|just\\s+|absolutely\\s+|definitely\\s+)*(?:should|must|need to|have to|ought to|has to|better|had better|gotta|are to|will want to|want to)\\s+(?:\\w+\\s+){0,2}?(?:be (?:buying|selling|loading)|",
      action,
      ')\\b',
    ),
    excuseClause: new RegExp(`${negated.source}|\\b(?:if|when|whether|before|unless|until)\\b`, 'i'),
  },
  {
    pattern: pattern(
      "\\bI\\s+(?:strongly\\s+|highly\\s+|would\\s+|'d\\s+)*(?:recommend|suggest|advise|urge|want|order|command|tell)\\s+(?:that\\s+)?(?:you\\s+)?(?:to\\s+)?(?:\\w+\\s+){0,1}?(?:",
      action,
      '|buying|selling|dumping)\\b',
    ),
    excuseClause: negated,
  },
  {
    pattern: pattern(
      "\\bI(?:'d| would)\\s+(?:\\w+\\s+)?",
      action,
      '\\b[^.!?\\n]{0,30}\\b(?:now|today|right away|immediately|if I were you|in your (?:place|shoes))\\b',
    ),
    excuseClause: negated,
  },
  {
    pattern: pattern(
      "(?:^|\\b(?:it's|it is|this is|now's|now is|high)\\s+(?:\\w+\\s+){0,3}?)(?:time|moment)\\s+to\\s+",
      action,
      '\\b',
    ),
    excuseClause: negated,
  },
  {
    pattern: pattern(
      '\\b(?:good|great|smart|wise|perfect|right|best|ideal|sensible|fine) (?:idea|time|moment|chance|opportunity|move|place|spot|day)\\s(?:\\w+\\s){0,2}?to\\s+(?:just\\s+)?',
      action,
      '\\b',
    ),
    excuseClause: new RegExp(`${negated.source}|\\b(?:if|whether)\\b|\\?`, 'i'),
  },
  {
    pattern: pattern(
      '\\b(?:foolish|crazy|mad|silly|stupid|a fool|a mistake|regret)\\s(?:not to|to not|not)\\s+(?:',
      action,
      '|buying|selling)\\b',
    ),
  },
  {
    pattern: pattern(
      '\\b(?:move|thing|play|choice|step|course|answer|advice|option|decision|strategy)(?: here| now| to (?:do|make))? (?:is|would be) to\\s+(?:just\\s+|simply\\s+)?',
      action,
      '\\b',
    ),
    excuseClause: negated,
  },
  {
    pattern: /\b(?:is|looks like|remains) (?:still )?an? (?:\w+ )?(?:buy|sell)\b(?!-)/i,
    excuseClause: negated,
  },
  {
    pattern: /\b(?:strong buy|must[- ]buy|back up the truck|bet the (?:farm|house))\b/i,
    excuseClause: negated,
  },
]

const rise =
  '(?:rise|rising|rises|go up|going up|goes up|climb|climbs|soar|soars|gain|gains|double|triple|profit|profits|win|wins|make (?:you )?(?:money|a profit|a fortune|rich)|moon|recover|recovers|rebound|rebounds|succeed|succeeds|grow|grows|pay off|hit|hits|reach|reaches|break|breaks|outperform|fall|falls|drop|drops|crash|crashes|go down|go to zero|higher|bounce|rally|be (?:higher|worth|rich|up))'
const gains = '(?:success|profits?|gains?|returns?|recovery|rally|victory|rise|upside|wealth)'
const liar = /\b(?:is|are) (?:not|never|lying|selling|a lie)|\bdo(?:es)? not exist|\bnothing|\bnobody|n't\b/i
/** For promises that are worded with a negation themselves, what else in the sentence takes them back. */
const truism =
  /\b(?:nobody|none|no one|no such|nothing|anyone who|whoever|those who|beware|distrust|false|myth|illusion|lie|afford|money you|what you|thing as|thought|think|thinks|believe|believes|if)\b/i

const promises: readonly Rule[] = [
  { pattern: /\bguarante(?:e|es|ed|eing)\b/i, excuseBefore: negated, excuseAfter: liar },
  {
    pattern: pattern(
      `\\b(?:certainly|definitely|surely|undoubtedly|inevitably|absolutely|positively|assuredly|without (?:a |any )?(?:doubt|fail|question)|no doubt|for (?:sure|certain)|always|(?:100|hundred)\\s*(?:%|percent)|trust me|believe me|mark my words|i promise|i assure you)\\b[^.!?\\n]{0,30}?\\b${rise}\\b`,
    ),
    excuseBefore: negated,
    excuseAfter: liar,
  },
  {
    pattern: pattern(
      `\\b(?:will|must|is going to|are going to|'ll)\\s+(?:\\w+\\s+){0,2}?${rise}\\b[^.!?\\n]{0,30}?\\b(?:for (?:sure|certain)|without (?:a |any )?(?:doubt|fail)|no matter what|guaranteed|no question|no doubt|trust me|i promise)\\b`,
    ),
    excuseBefore: negated,
  },
  {
    pattern: /\b(?:sure|certain|bound|destined|assured|guaranteed) to\b/i,
    excuseBefore: negated,
    excuseAfter: liar,
  },
  {
    pattern: pattern(
      `\\b(?:certain|sure|convinced|positive|confident)\\s+(?:that\\s+)?(?:it|this|they|you|we|bitcoin|ether|ethereum|solana|btc|eth|sol|xrp|bnb|doge\\w*|the (?:price|market|coin))\\s+(?:will|is going to|'ll)\\b`,
    ),
    excuseBefore: negated,
  },
  {
    pattern: pattern(
      `\\b${gains}\\s+(?:is|are|was)\\s+(?:\\w+\\s+)?(?:assured|inevitable|certain|sure|secured|a given|guaranteed|a certainty)\\b|\\binevitable ${gains}\\b`,
    ),
    excuseBefore: negated,
  },
  {
    pattern: pattern(`\\bmatter of time (?:before|until)\\b[^.!?\\n]{0,20}\\b${rise}\\b`),
    excuseBefore: negated,
  },
  { pattern: pattern(`\\bcan only\\s+${rise}\\b`), excuseBefore: negated },
  {
    pattern:
      /\b(?:sure[- ](?:thing|bet|fire|win)|surefire|foolproof|risk[- ]?free|riskless|zero[- ]risk|no[- ]brainer|free money|easy money|a lock\b|slam dunk|(?:no|zero) (?:chance|risk|possibility) of (?:an? )?(?:loss|losing|failure|failing|decline|drop)|(?:100|hundred)\s*(?:%|percent)\s+(?:sure|certain|safe|guaranteed)|(?:has|have|with|carries|is|there'?s?(?: is)?)\s+(?:no|zero)\s+(?:down)?(?:risk|downside)|without (?:any )?risk|i promise|you have my word)\b/i,
    excuseBefore: negated,
    excuseAfter: liar,
  },
  {
    pattern:
      /\b(?:can(?:'t| ?not|not)(?: possibly)?|(?:will|wo) ?n(?:'t|ot)(?: ever)?|won't(?: ever)?|(?<!^|[.:;,"]\s|\bto |\band |\bis )never|impossible to|no way to|no way you(?:'ll)?|no way (?:it|this|we|they)(?:'ll| will| can)?|no chance (?:of|to|you|it)|could ?n(?:'t|ot)(?: possibly)?)\s+(?:\w+\s+)?(?:loses?|losing|fails?|failing|go wrong|go(?:es)? down|drops?|falls?|crash(?:es)?)\b/i,
    excuseAnywhere: truism,
  },
]

const adviceOnLeverage: readonly Rule[] = [
  {
    pattern:
      /\b(?:use|using|try|take|add|apply|with|open|increase|employ|consider|recommend|go|get|put on|trad(?:e|ing)(?: on| with)?|buy (?:on|with)|at)\b[^.!?\n]{0,24}?\b(?:leverage|margin(?! of safety)|futures|borrowed (?:money|funds)|\d+\s?[x×])(?![\p{L}])/iu,
  },
  {
    pattern:
      /\b(?:borrow|take (?:out )?a loan|mortgage|remortgage|max out)\b[^.!?\n]{0,30}?\b(?:buy|invest|coin|crypto|bitcoin|btc|eth|more|into)\b/i,
  },
  {
    pattern:
      /\b(?:margin|leverage|loan|borrowing)\b[^.!?\n]{0,20}\b(?:makes sense|(?:is|would be) (?:fine|smart|wise|worth it|a good|ok))|\bleverage (?:up|your|it|the)\b|\b(?:5|10|20|50|100)x (?:long|short)\b|\bleverage\s+(?:would|could|can|will|may|might)\s+(?:help|work|boost|pay|lift|make|be (?:good|fine|ok|wise))/i,
  },
].map((rule) => ({
  ...rule,
  excuseAnywhere:
    /\b(?:not|never|avoid|without|no|nobody|stay away|beware|danger\w*|risk\w*|kills?|destroy\w*|ruin\w*|wipe\w*|steer clear|refuse|instead of|rather than|liquidat\w*|those who|people who|men who|lose|lost|trap|poison)\b|n't\b/i,
}))
const leverage: readonly Rule[] = [
  ...adviceOnLeverage,
  {
    pattern:
      /\b(?:margin|leverage|debt|borrowing)\s(?:has\s)?(?:never|not|doesn't|won't|does not|did not|will not)\s(?:\w+\s)?(?:hurt|harm|kill)\w*\b/i,
  },
]

export const englishRules = { order: orders, promise: promises, leverage } as const

/** Words that open a phrase wherever they stand. */
export const englishOpenings: readonly string[] = [
  'buy buying sell selling purchase dump dumping loading accumulate liquidate ape strong must-buy',
  'guarantee guaranteed guarantees guaranteeing surefire surely certain certainly definitely undoubtedly risk-free riskless zero-risk no-brainer free easy lock slam sure bound destined inevitable inevitably trust believe mark matter',
  'promise promised assure assured assuredly always impossible absolutely positively foolproof moon convinced confident positive',
  'leverage leveraged margin futures borrow borrowed borrowing loan mortgage',
]
  .join(' ')
  .split(' ')

const startsClause =
  /(?:^|[.!?;:,—–"“”'‘(*_\n]\s*|\b(?:so|now|then|just|please|and|but|ahead|simply|quickly|better|friend|today|should|must|to|be|would|or|definitely|absolutely|probably|means)[\s,*_]+|'d\s)$/i
const denies =
  /(?:\b(?:never|cannot|can not|not|impossible to|only|no way(?: \w+)?|no chance(?: \w+)?)|n't)\s(?:\w+\s)?$/i
const none = /\b(?:no|zero|without|any)\s(?:a\s)?$/i

/** Words that open a phrase only after certain others. */
export const englishOpeningsAfter: ReadonlyMap<string, RegExp> = new Map([
  ...'load exit short long go get all grab put invest pour throw bet stake move sink back take cash start keep begin continue double'
    .split(' ')
    .map((word) => [word, startsClause] as const),
  ...'lose loses losing fail fails failing goes fall falls drop drops crash crashes wrong'
    .split(' ')
    .map((word) => [word, denies] as const),
  ['only', /\bcan\s$/i] as const,
  ...'risk doubt downside way chance question possibility'.split(' ').map((word) => [word, none] as const),
])
