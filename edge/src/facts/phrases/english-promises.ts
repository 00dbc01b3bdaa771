/** Promises and certainty in English: an outcome of the market, said without a doubt. */
import { coin, market, negated, pattern } from './english-words.ts'
import type { Rule } from './rule.ts'

const rise =
  '(?:rise|rising|rises|go(?:es|ing)? (?:up|higher|down|lower|to (?:zero|the moon))|climb|climbs|soar|soars|skyrocket|explode|surge|gain|gains|double|triple|profit|profits|win|wins|make (?:you )?(?:money|a profit|a fortune|rich)|moon|moons|recover|recovers|rebound|rebounds|succeed|succeeds|grow|grows|pay off|pays off|hit|hits|reach|reaches|break|breaks|outperform|fall|falls|drop|drops|crash|crashes|collapse|higher|lower|bounce|rally|appreciate|be (?:higher|worth|rich|up|wealthy|smiling|thanking|in profit|back|green|fine)|come back|bounce back|take off|fly|run|reclaim|retake|regain|revisit|keep (?:rising|climbing|falling|going))'
const gains =
  '(?:success|profits?|gains?|returns?|recovery|rally|victory|rise|upside|wealth|riches|payday|breakout|moonshot|bull run)'
const liar =
  /\b(?:is|are) (?:not|never|lying|selling|a lie)|\b(?:bait|trap|lie|trick|myth|hook|scam|con|siren|red flag|warning|poison|illusion|folly|fairy tale|fable|oldest|story|stories)\b|\bdo(?:es)? not exist|\bnothing|\bnobody|n't\b/i
const claimed = new RegExp(
  `${negated.source}|\\b(?:call(?:s|ed)?|claim(?:s|ed)?|some|whoever|promises? of|talk of|say|says|said|sounds?|looks?|seems?|sold as|pitch(?:ed)?|dream of)\\b`,
  'i',
)
/** For promises that are worded with a negation themselves, what else in the sentence takes them back. */
const truism =
  /\b(?:no (?:\w+ )?(?:game|coin|trade|investment|asset|position|bet|market|strategy)|(?:not|never|n't) exist|nobody|none|no one|no such|nothing|anyone who|whoever|those who|beware|distrust|false|myth|illusion|lie|afford|money you|what you|thing as|thought|think|thinks|believe|believes|if|says?|told|tells?)\b/i
const hedged =
  /\b(?:may|might|could|can|perhaps|maybe|possibly|if|when|whether|unless|until|nobody|no one|not|never|who|what|where|how|which|says?|said|think|thinks|believe(?! me)|believes|claims?|predicts?|tells?|ask|asks|know|knows|sometimes|often|some|likely|probably|suppose|would|hope|hopes|expects?|guess|one day|some day|someday)\b|n't\b|\?/i
const sureWords =
  '(?:certainly|definitely|surely|undoubtedly|inevitably|absolutely|positively|assuredly|unquestionably|unavoidably|invariably|obviously|clearly|without (?:a |any )?(?:doubt|fail|question)|beyond (?:a |any )?(?:doubt|question)|no doubt|no question|no two ways about it|for (?:sure|certain)|always|(?:100|hundred)\\s*(?:%|percent)|trust me|believe me|mark my words|take it from me|make no mistake|rest assured|come what may|no matter what|i promise|i assure you|i swear|i guarantee|depend on it|count on it|as sure as)'

export const promises: readonly Rule[] = [
  {
    pattern: /\bguarante(?:e|es|ed|eing)\b/i,
    excuseBefore: negated,
    excuseAfter: new RegExp(`${liar.source}|^ (?:is|are) (?:only|worth|just)\\b`, 'i'),
  },
  {
    pattern: pattern(`\\b${sureWords}\\b[^.!?\\n]{0,40}?\\b${rise}\\b`),
    excuseBefore: negated,
    excuseAfter: liar,
  },
  {
    pattern: pattern(
      `\\b(?:will|must|is going to|are going to|'ll|goes|heads|is heading|is headed)\\s+(?:\\w+\\s+){0,2}?(?:${rise}|higher|lower|up|down)\\b[^.!?\\n]{0,30}?\\b(?:${sureWords}|guaranteed)\\b`,
    ),
    excuseBefore: negated,
  },
  // Reassurance instead of a word of certainty: don't worry, it's going up.
  {
    pattern: pattern(
      `\\b(?:don't (?:you )?worry|do not worry|no need to worry|no worries|relax|just (?:you )?wait|wait and see|you'll see|you will see|fear not|have no fear|rest easy|be patient|stay calm|have faith)\\b[^.!?\\n]{0,24}?\\b(?:it|${coin}|prices?|we|the (?:price|market))(?:'s|'ll|'re| is| will| are)?\\s(?:\\w+ ){0,2}?(?:${rise}|going (?:up|higher)|heading (?:up|higher)|new high)\\b`,
    ),
    excuseAfter: liar,
    excuseAnywhere: /\b(?:may|might|could|perhaps|if|whether|unless)\b/i,
  },
  {
    pattern:
      /\b(?:we|you|they|everyone|holders|the market|this cycle)(?:'ll| will| are going to| is going to| shall)\s(?:soon |all |surely |finally )?(?:see|have|get|witness|reach|hit|enjoy|print)\s(?:an? |the |some )?(?:new |fresh |big |huge |another )?(?:all[- ]time )?(?:highs?|records?|rally|recovery|rebound|profits?|gains?|bull run|breakout|upside|returns?)\b/i,
    excuseAnywhere: hedged,
  },
  // With enough time, you always get your money back.
  {
    pattern:
      /\b(?:always|eventually|inevitably|in the end,?(?: you| it)?|sooner or later,?(?: you| it)?)\s(?:get|gets|make|makes|earn|earns|win|wins|recover|recovers|come|comes|go|goes|bounce|bounces|rise|rises|end|ends)\b[^.!?\n]{0,18}\b(?:back|up|even|ahead|higher|profit|money|ahead|winner|green)\b/i,
    excuseBefore: negated,
    excuseAfter: liar,
    excuseAnywhere: /\b(?:not|n't|never|some|nobody|no one)\b|\?/i,
  },
  {
    pattern:
      /\b(?:chances?|risk|possibility|danger|odds|likelihood) of [^.!?\n]{0,30}\b(?:is|are) (?:practically |virtually |essentially )?(?:nil|zero|none|non-?existent|negligible|gone|nothing)\b|\b(?:highs?|record|peak|ceiling|resistance) (?:gets|will be|is going to be) (?:broken|taken out|passed|beaten)\b|\b(?:already|as good as) (?:won|yours|ours|in profit|in your pocket)\b/i,
    excuseBefore: new RegExp(
      `${negated.source}|\\b(?:like|looks|seems|feels|as if|whether|if|when|until|unless|who|knows?)\\b`,
      'i',
    ),
    excuseAfter: liar,
  },
  // You need not fear any loss.
  {
    pattern:
      /\b(?:need not|needn't|no need to|nothing to|no reason to|don't have to|never have to)\s(?:\w+\s)?(?:fear|worry about|be afraid of|lose sleep over)\s(?:an? |any |the |your |about )?(?:further )?(?:loss(?:es)?|losing|drops?|falls?|declines?|crash(?:es)?|risks?|downside)\b/i,
    excuseAfter: liar,
  },
  // The upward path is already decided.
  {
    pattern:
      /\b(?:path|future|outcome|direction|rise|rally|recovery|destination|trajectory|ending|result|upside|climb|top|high|highs)\s(?:is|are|has been|was)\s(?:already\s|all but\s|now\s|long since\s)?(?:decided|settled|sealed|fixed|set\b(?! by)|certain|assured|known|predetermined|preordained|ensured|a certainty|destined)/i,
    excuseBefore: negated,
    excuseAfter: liar,
  },
  {
    pattern: pattern(
      `\\b(?:${coin}|it|prices?|correction|dip|decline|fall|drop|rally|recovery|rebound|rise|upswing|bull run|market|price|gains?|profits?)\\s(?:will|is going to|'ll)\\s(?:${sureWords})\\s(?!have\\b|be (?:volatile|different|a|more)|test\\b|teach\\b|swing\\b|change\\b|move\\b)\\w+|\\b(?:new |next |fresh )(?:all[- ]time )?(?:highs?|record|peak|rally|bull run|leg up) (?:will|is going to) (?:follow|come|arrive|be)\\b`,
    ),
    excuseBefore: negated,
    excuseAfter: liar,
  },
  // A plain prediction of the price, with no doubt in its sentence.
  {
    pattern: pattern(
      `\\b(?:${coin}|it|prices?|the (?:price|market|coin|rally|trend|value)|they|these coins)\\s?(?:will|is going to|are going to|'ll|is about to|is set to|is on (?:its|the) way to|is headed|is heading|shall)\\s+(?:\\w+\\s+){0,2}?(?:${rise}|higher|lower|up|down)\\b`,
    ),
    excuseAnywhere: hedged,
  },
  {
    pattern: pattern(
      `\\byou(?:'ll| will| are going to|'re going to)\\s+(?:\\w+\\s+){0,2}?(?:make (?:money|a profit|a fortune|a killing|a lot)|profit|be (?:rich|wealthy|smiling|in profit|set for life|a millionaire)|get rich|win|double|triple|earn|thank me|never (?:lose|regret)|see (?:profits?|gains?))\\b`,
    ),
    excuseAnywhere: hedged,
  },
  {
    pattern: /\b(?:sure|certain|bound|destined|assured|guaranteed|poised and ready|fated|doomed) to\b/i,
    excuseBefore: negated,
    excuseAfter: liar,
  },
  {
    pattern: pattern(
      `\\b(?:certain|sure|convinced|positive|confident|know|know for a fact|no doubt|swear|promise you|assure you)\\s+(?:that\\s+)?${market}\\s*(?:will|is going to|'ll|goes|is headed|is heading|has bottomed|can only)\\b`,
    ),
    excuseBefore: negated,
    excuseAfter: /\bwhether\b/,
  },
  {
    pattern: pattern(
      `\\b${gains}\\s+(?:is|are|was|looks?)\\s+(?:\\w+\\s+)?(?:assured|inevitable|certain|sure|secured|a given|guaranteed|a certainty|locked in|in the bag|baked in|a matter of time)\\b|\\b(?:inevitable|certain|sure|assured|guaranteed) ${gains}\\b|\\bin the bag\\b`,
    ),
    excuseBefore: negated,
    excuseAfter: liar,
  },
  {
    pattern:
      /\b(?:falls?|drops?|loss(?:es)?|declines?|crash(?:es)?|failure|losing|defeat) (?:is|are|would be|seems?) (?:simply |quite )?(?:impossible|out of the question|unthinkable|inconceivable|off the table|not possible)/i,
    excuseBefore: negated,
  },
  { pattern: pattern(`\\b(?:matter|question) of (?:time|when)\\b`), excuseBefore: negated },
  {
    pattern: pattern(
      `\\b(?:can|could|will)\\s(?:only|but)\\s(?:\\w+\\s)?${rise}\\b|\\bonly (?:one )?(?:way|direction) (?:from here |left )?(?:is|left is|:)? ?(?:up|down)\\b|\\b(?:one|only) (?:way|direction)(?: from here)?(?::| -|,| is) (?:up|down)\\b|\\bup only\\b|\\bonly up\\b|\\bup from here\\b|\\bonly going (?:up|higher|down|lower)\\b|\\bnowhere (?:to go )?(?:else )?but up\\b|\\b(?:nothing|nobody|no one) (?:can|will|could) stop (?:it|this|the|bitcoin|us)\\b|\\bcannot be stopped\\b|\\bunstoppable\\b|\\b(?:down ?side|risk|danger) (?:here )?is (?:zero|nil|none|gone|minimal|negligible|limited|nothing)\\b|\\ball (?:upside|up from here)\\b`,
    ),
    excuseBefore: negated,
  },
  {
    pattern:
      /\b(?:sure[- ](?:thing|bet|fire|win)|surefire|foolproof|fail[- ]?safe|risk[- ]?free|riskless|zero[- ]risk|no[- ]brainer|free money|easy money|money printer|a (?:lock|done deal|certainty|given|cinch|sure|sealed deal|shoo-in)\b|slam dunk|can'?t[- ]miss|(?:no|zero) (?:chance|risk|possibility|danger) of (?:an? )?(?:loss|losing|failure|failing|decline|drop|going down|falling)|(?:100|hundred)\s*(?:%|percent)\s+(?:sure|certain|safe|guaranteed)|(?:has|have|with|carries|is|there'?s?(?: is)?)\s+(?:no|zero)\s+(?:down)?(?:risk|downside)|without (?:any )?risk|i promise|i swear|you have my word|my word on it|i(?:'d| would)? stake my|i(?:'d| would) bet (?:my|the)|set in stone|written in (?:stone|the stars)|perfectly safe|completely safe|totally safe|as safe as)\b/i,
    excuseBefore: claimed,
    excuseAfter: liar,
  },
  {
    pattern:
      /\b(?:the )?(?:bottom|low|worst|top|crash|correction|bear market|decline|fall|drop|dip|pain|winter|sell-?off|downturn|slump) (?:is|has) (?:already |now |clearly )?(?:in\b|over|behind us|passed|done|been reached)|\bmark my words\b|\b(?:this|here|that|it) (?:is|was|must be|has to be) (?:the|a) (?:very )?(?:bottom|low|floor)\b|\b(?:count|bank|bet) on it\b|\btake (?:it|that) to the bank\b|\bdouble your (?:money|stack|investment|savings)|\b(?:to the moon|never (?:see|be) (?:this|these|so) (?:cheap|low|price)|get rich|easy (?:gains|profit)|passive riches|life-?changing (?:gains|money))\b/i,
    excuseAnywhere: new RegExp(`${negated.source}|${hedged.source}`, 'i'),
  },
  {
    pattern:
      /\b(?:can(?:'t| ?not|not)(?: possibly)?|(?:will|wo) ?n(?:'t|ot)(?: ever)?|won't(?: ever)?|(?<!^|[.:;,"]\s|\bto |\band |\bis )never|impossible to|impossible (?:for|that) \w+ (?:to|will)|no way to|no way you(?:'ll)?|(?:there is |there's )?no way (?:that )?(?:it|this|we|they|bitcoin|btc|prices?)(?:'ll| will| can)?|no chance (?:of|to|you|it)|could ?n(?:'t|ot)(?: possibly)?|hard to)\s+(?:\w+\s+)?(?:loses?|losing|fails?|failing|go wrong|go(?:es)? (?:down|lower|wrong)|drops?|falls?|crash(?:es)?|miss|go to zero|slips?|slides?|sinks?|dips?|declines?|tumbles?|disappoints?|betrays?|lets? you down|break down)\b/i,
    excuseAnywhere: truism,
  },
]

/** The same in two sentences: a prediction, and beside it one that only says how sure it is. */
const sureAlone =
  /^\s*(?:(?:and|of)\s)?(?:(?:that|this|it)(?:'s| is) (?:absolutely |quite )?(?:certain|sure|guaranteed|inevitable|a (?:fact|certainty|promise|given))|mark my words|i (?:guarantee|promise|assure)(?: (?:it|you|you that))?|trust me|believe me|(?:there is )?no doubt(?: about (?:it|that))?|guaranteed|without (?:a )?doubt|(?:you can )?(?:count|bank) on (?:it|that)|bet on it|(?:of (?:that|this) )?i am (?:absolutely )?(?:certain|sure)(?: of (?:it|that))?|make no mistake|it cannot fail|nothing can stop it)[.!]?\s*$/i
const foretold =
  /\b(?:will|is going to|'ll|is about to)\s(?:\w+\s){0,2}?(?:rise|go up|climb|soar|double|triple|recover|rebound|rally|fall|drop|crash|moon|win|gain|grow|bounce)\b|\b(?:goes|heads) (?:up|higher|down|lower)\b/i

export const isSureEnglish = (sentence: string) => sureAlone.test(sentence)
export const sayWhatComes = (sentence: string) => foretold.test(sentence) && !hedged.test(sentence)
