/** The English words that a forbidden phrase can begin its telling part with; from there on its sentence is held. */

const always: readonly string[] = [
  'buy buying sell selling purchase dump dumping accumulate accumulating liquidate offload unload ape yolo strong must-buy scoop snap load loading rotate',
  'guarantee guaranteed guarantees guaranteeing surefire surely certain certainly definitely undoubtedly unquestionably risk-free riskless zero-risk no-brainer lock slam sure bound destined inevitable inevitably trust believe mark matter',
  'promise promised assure assured assuredly always impossible absolutely positively foolproof failsafe moon convinced confident positive obviously clearly swear stake doomed fated',
  "leverage leveraged margin futures perps perpetuals borrow borrowed borrowing loan mortgage refinance remortgage pawn lever hurry regret fool idiot waiting wait hesitate miss won't can't couldn't",
  'beyond surging upside stock hodl average double cash profits wrong in-the-bag cinch certainty entry screaming golden steal perfectly completely totally zero',
]
  .join(' ')
  .split(' ')

const startsClause =
  /(?:^|[.!?;:,—–"“”'‘(*_\n]\s*|\b(?:so|now|then|just|please|and|but|ahead|simply|quickly|better|friend|today|should|must|to|be|would|or|definitely|absolutely|probably|means|let's|us|not|need|gotta|me)[\s,*_]+|'d\s)$/i
const denies =
  /(?:\b(?:never|cannot|can not|not|impossible to|only|no way(?: \w+)?|no chance(?: \w+)?)|n't)\s(?:\w+\s)?$/i
const none = /\b(?:no|zero|without|any|little)\s(?:a\s)?$/i
const marketSubject =
  /\b(?:bitcoins?|btc|eth|ether|ethereum|sol|solana|bnb|doge(?:coin)?|xrp|ripple|coins?|it|prices?|market|rally|trend|value|they|you|this)\s?$/i

/** Words that open a phrase only after certain others. */
const after: ReadonlyMap<string, RegExp> = new Map([
  ...'exit short long go get all grab put invest pour throw bet stake move sink back take start keep begin continue jump dive pile hop climb shift deploy add pick enter open close trim cut reduce increase swap switch convert commit allocate secure drain empty park place transfer pull act strike step leap rush max use try raise boost lift lower expand build grow bump risk wager gamble stick plough plow pump chuck toss funnel ditch drop lighten bail come plunge wade clear hold withdraw tap go stack'
    .split(' ')
    .map((word) => [word, startsClause] as const),
  ...'lose loses losing fail fails failing goes fall falls drop drops crash crashes'
    .split(' ')
    .map((word) => [word, denies] as const),
  ["won't", /./] as const,
  ['only', /\b(?:can|could|will|the|up)\s$/i] as const,
  ['will', marketSubject] as const,
  ['going', /\b(?:is|are|'s|'re)\s$/i] as const,
  ['about', /\b(?:is|are|'s)\s$/i] as const,
  ['set', /\b(?:is|are|'s)\s$/i] as const,
  ['headed', /\b(?:is|are|'s)\s$/i] as const,
  ['heading', /\b(?:is|are|'s)\s$/i] as const,
  ...'money gains riches'.split(' ').map((word) => [word, /\b(?:free|easy|life-?changing)\s$/i] as const),
  ...'risk doubt way chance possibility danger'.split(' ').map((word) => [word, none] as const),
  ...'in over behind'
    .split(' ')
    .map(
      (word) =>
        [
          word,
          /\b(?:bottom|low|worst|top|crash|correction|market) (?:is|has) (?:already |now |clearly )?$/i,
        ] as const,
    ),
  ...'count bank'.split(' ').map((word) => [word, /[,;.—–-]\s$|\bcan\s$|^$/] as const),
  ['bottom', /\b(?:the|a)\s(?:very\s)?$/i] as const,
  ['floor', /\b(?:the|a)\s$/i] as const,
  ['passed', /\b(?:bottom|worst|crash) has (?:already )?$/i] as const,
  ['rich', /\bget\s$/i] as const,
  ['bag', /\bin the\s$/i] as const,
  ['late', /\btoo\s$/i] as const,
  ['can', /\bstill\s$|\bwhile you\s$/i] as const,
  ['too', /\bbefore it(?:'s| is)\s$/i] as const,
  ['leaves', /\bbefore\b[^.]*$/i] as const,
  ['never', /\bnow or\s$|\byou(?:'ll| will)\s$/i] as const,
  ...'profits rewards'.split(' ').map((word) => [word, /./] as const),
  ['plunge', /\btake the\s$/i] as const,
  ...'ask apply ride seize make'.split(' ').map((word) => [word, startsClause] as const),
  ['nothing', /./] as const,
  ['downside', /./] as const,
  ['own', startsClause] as const,
  ['time', /\b(?:is|it's|now's|high|about)\s$/i] as const,
  ['question', /\bonly a\s$|\bno\s$|\ba\s$/i] as const,
  ['safe', /\b(?:as)\s$/i] as const,
  ['deal', /\bdone\s$/i] as const,
  ['given', /\ba\s$/i] as const,
  ['stone', /\bin\s$/i] as const,
  ['but', /\bnowhere (?:to go )?(?:else )?$/i] as const,
  ['up', /\b(?:is|are|all|goes|only)\s$/i] as const,
  ['trigger', /\bpull the\s$/i] as const,
  ['credit', /\b(?:use|your|on|with|a)\s$/i] as const,
  ['debt', /./] as const,
  ['options', /\b(?:call|put|use|trade|buy|with|some)\s$/i] as const,
])

const heads = new Set(always)
const beginnings = new Set(
  [...always, ...after.keys()].flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))),
)
/** "B u y": letters that stand apart may be a word of any kind. */
const spelled = /^[a-z]\s[a-z]\s[a-z](?![a-z'])/i
const maybeSpelled = /^[a-z]\s(?:[a-z](?:\s[a-z]?)?)?$/i
/** `'ll` after a subject, as in "you'll make a fortune". */
const contracted = /^'ll\b/i

/** Whether a phrase may begin with the word at the start of `text`. */
export function opensEnglish(before: string, text: string, final: boolean): 'open' | 'yes' | 'none' {
  if (/^\d/.test(text)) return 'none'
  if (contracted.test(text) && marketSubject.test(before)) return 'yes'
  if (/[\p{L}\p{N}]$/u.test(before)) return 'none'
  if (spelled.test(text)) return 'yes'
  if (!final && maybeSpelled.test(text)) return 'open'
  const word = /^[a-z]+(?:['-][a-z]*)?/i.exec(text)?.[0].toLowerCase() ?? ''
  if (word.length === text.length && !final) return beginnings.has(word) ? 'open' : 'none'
  const stem = word.split(/[-']/)[0] ?? ''
  if (heads.has(word) || heads.has(stem)) return 'yes'
  const rule = after.get(word) ?? after.get(stem)
  return rule?.test(before) === true ? 'yes' : 'none'
}
