/**
 * The deeds of trading in English. Every rule of orders speaks of them, and the lexicon is long: so a sentence is
 * marked once, each deed replaced by a word for its kind, and the rules are written in these words.
 */
import { coin } from './english-words.ts'

/** The words that stand for a deed in a marked sentence. */
export const plainDeed = 'plaindeed'
export const placedDeed = 'placeddeed'
export const tradingDeed = 'tradingdeed'
export const deed = `(?:${plainDeed}|${placedDeed})`

/** What is staked: an object that makes a deed of an everyday verb a trade. */
const stake = `(?:(?:the |your |some |all |all of |all your |more |a bit of |a little |an? (?:handful|piece|slice|chunk|few|couple) of |every |half (?:of )?|most of |any |this |that |these |those )*(?:${coin}|dips?|position|allocation|weighting|bags?|stack|holdings?|portfolio|savings?|money|cash|funds?|capital|pay ?checks?|salary|paychecks?|bonus|profits?|gains?|loss(?:es)?|losers?|winners?|dollars?|penn(?:y|ies)|trade|boat|exposure|rest of it|it all|everything|remainder|house\\b|farm\\b|whole \\S+|\\$?\\d[\\d,.]*[km]?)|all of it|it all|everything|more(?= |[.!,]|$)|some(?= now| here| today| tonight| soon| before| while|[.!,]))`

/** Verbs that mean a trade in any company. */
const plainTrade = `(?:(?:re)?buy|sell|purchase|dump|accumulate|liquidate|off-?load|unload|scoop up|snap up|load up|stock up|ape in(?:to)?|yolo|hodl|go all[- ]in|all[- ]in(?! all)|go (?:long|short)|short(?= the\\b| it\\b| this\\b| some\\b| more\\b| ${coin})|double down|average (?:down|in)|dollar[- ]cost average|cash (?:out|in)|take (?:some |your |the |a )?(?:profits?|gains?)|sell[- ]off|stack sats|back up the truck|load the (?:boat|truck)|bet (?:big|the (?:farm|house))|buy(?:ing)? the dip|(?:start|keep|begin|continue|consider it time to start) (?:buying|selling|accumulating|adding|loading|stacking))`
/** Everyday verbs that mean a trade only with what is staked, or a place in the market. */
const placedTrade = `(?:(?:grab|get|take|put|pour|throw|bet|stake|sink|move|shift|invest|deploy|add|pick up|hold|enter|open|close|exit|trim|cut|reduce|increase|rotate|swap|switch|convert|commit|allocate|secure|lock in|lighten|ditch|drop|drain|empty|park|place|transfer|withdraw|pull|risk|wager|gamble|stick|plough|plow|pump|raise|boost|lift|lower|expand|build|grow|bump up|chuck|toss|pile|funnel|stack|scoop up|snatch|snag|bag|nab) (?:yourself )?(?:in |into |up |out |out of |down |on |off |on to |to )?${stake}|(?:turn|convert|change|flip|make) (?:it all|everything|all of it|it|(?:your|the|all your|all the|some|half) (?:\\w+ )?(?:cash|money|savings|coins?|profits?|holdings|dollars)) (?:in)?to (?:${coin}|cash|stablecoins?|dollars)|lower your average|make the switch|go with ${coin}|help yourself|(?:enter|exit|lighten up|get (?:in|out)|sell out|buy in|cash out)(?=\\s*(?:now|today|tonight|here|at the|at this|before|while|immediately|early|right))|(?:rotate|swap|switch|move|get|jump|dive|pile|hop|climb|pour|step|leap|go|rush|come|plunge|wade) (?:out of|into|in|on board|aboard|on|back in(?:to)?)(?=\\s*(?:now|today|tonight|here|before|while|early|at|immediately|right|${coin}|heavy|hard|the (?:market|trade|dip)|[.!,;]|$))|get out(?=\\s*(?:now|today|tonight|before|while|immediately|of (?:the market|${coin})))|add (?:to your|more)|(?:open|enter|take) a (?:\\w+ )?(?:long|short|position|trade)|clear (?:it )?out|bail(?: out)?|get rid of|go (?:heavy|big|hard|aggressive) (?:on|in|into)|lean into|be (?:fully invested|all in|greedy|in the market|long|short)|own (?:some|more|a few|a piece|${coin})|hold (?:no|zero) cash)`
/** Gerunds and nouns of the same deeds. */
const trading = `(?:(?:cutting|closing|trimming|reducing|increasing|adding to|doubling|locking in|taking|grabbing|picking up|scooping up|loading up on|putting|moving|shifting|pouring|throwing|investing|converting|swapping|switching|rotating|exiting|entering|selling off|ditching|dropping|raising|lightening up on|getting out of|getting into) (?:in |into |to |out of |from )?${stake}|buying|selling|purchasing|accumulating|dumping|loading up|getting (?:in|out)|going (?:in|all[- ]in|long|short)|an? (?:buy|purchase|sale|entry|exit)|a (?:long|short)(?=[.,!]| (?:position|trade|here|now))|adding (?:more|some|to your)|cashing (?:out|in)|taking profits?)`

const anyDeed = new RegExp(
  `(?<![a-z'’])(?:(?<plain>${plainTrade}\\b)|(?<placed>${placedTrade})|(?<trading>${trading}\\b))`,
  'gu',
)

/** The sentence, in lower case, with its deeds marked; itself if there is none. */
export const markDeeds = (sentence: string) =>
  sentence.replace(anyDeed, (...match) => {
    const groups: Readonly<Record<string, string | undefined>> = match.at(-1)
    if (groups.plain !== undefined) return plainDeed
    return groups.placed === undefined ? tradingDeed : placedDeed
  })
