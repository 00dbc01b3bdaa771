/** What English calls the things and deeds of trading; orders, promises and leverage are told from how they are said. */

export const pattern = (...parts: readonly string[]) => new RegExp(parts.join(''), 'iu')

export const coin =
  '(?:bitcoins?|btc|eth|ether|ethereum|sol|solana|bnb|doge(?:coin)?|xrp|ripple|coins?|alt(?:coin)?s?|crypto|tokens?|sats)'
export const market = `(?:${coin}|it|this|that|they|these|prices?|the (?:price|market|coin|trend|chart|rally|bottom|asset|value)|everything|we|you(?:r \\w+)?)`
/** What is staked: an object that makes a deed of an everyday verb a trade. */
export const stake = `(?:(?:the |your |some |all |all of |all your |more |a bit of |a little |every |half (?:of )?|most of |any |this |that |these |those )*(?:${coin}|dips?|position|allocation|weighting|bags?|stack|holdings?|portfolio|savings?|money|cash|funds?|capital|pay ?checks?|salary|paychecks?|bonus|profits?|gains?|loss(?:es)?|losers?|winners?|dollars?|penn(?:y|ies)|trade|boat|exposure|rest of it|it all|everything|remainder|house|farm|whole \\S+|\\$?\\d[\\d,.]*[km]?)|all of it|it all|everything|more(?= |[.!,]|$)|some(?= now| here| today|[.!,]))`

/** Verbs that mean a trade in any company. */
export const plainTrade =
  '(?:(?:re)?buy|sell|purchase|dump|accumulate|liquidate|off-?load|unload|scoop up|snap up|load up|stock up|ape in(?:to)?|yolo|hodl|go all[- ]in|all[- ]in(?! all)|go (?:long|short)|short(?= the| it| bitcoin| this)|double down|average (?:down|in)|dollar[- ]cost average|cash (?:out|in)|take (?:some |your |the |a )?(?:profits?|gains?)|sell[- ]off|stack sats|back up the truck|load the (?:boat|truck)|bet (?:big|the (?:farm|house))|buy(?:ing)? the dip|(?:start|keep|begin|continue|consider it time to start) (?:buying|selling|accumulating|adding|loading|stacking))'
/** Everyday verbs that mean a trade only with what is staked, or a place in the market. */
export const placedTrade = `(?:(?:grab|get|take|put|pour|throw|bet|stake|sink|move|shift|invest|deploy|add|pick up|hold|enter|open|close|exit|trim|cut|reduce|increase|rotate|swap|switch|convert|commit|allocate|secure|lock in|lighten|ditch|drop|drain|empty|park|place|transfer|withdraw|pull|risk|wager|gamble|stick|plough|plow|pump|raise|boost|lift|lower|expand|build|grow|bump up|chuck|toss|pile|funnel) (?:yourself )?(?:in |into |up |out |out of |down |on |off |on to |to )?${stake}|(?:rotate|swap|switch|move|get|jump|dive|pile|hop|climb|pour|step|leap|go|rush|come|plunge|wade) (?:out of|into|in|on board|aboard|on|back in(?:to)?)(?=\\s*(?:now|today|tonight|here|before|while|early|at|immediately|right|${coin}|heavy|hard|the (?:market|trade|dip)|[.!,;]|$))|get out(?=\\s*(?:now|today|tonight|before|while|immediately|of (?:the market|${coin})))|add (?:to your|more)|(?:open|enter|take) a (?:\\w+ )?(?:long|short|position|trade)|clear (?:it )?out|bail(?: out)?|get rid of|go (?:heavy|big|hard|aggressive) (?:on|in|into)|lean into|be (?:fully invested|all in|greedy|in the market|long|short)|own (?:some|more|a few|a piece|${coin})|hold (?:no|zero) cash)`
export const trade = `(?:${plainTrade}|${placedTrade})`
/** Gerunds and nouns of the same deeds. */
export const trading =
  '(?:buying|selling|purchasing|accumulating|dumping|loading up|getting (?:in|out)|going (?:in|all[- ]in|long|short)|an? (?:buy|purchase|sale|entry|exit)|adding (?:more|some|to your)|cashing (?:out|in)|taking profits?)'

/** never tell, people who say, do not; but also "buy now" is bad advice. */
export const negated =
  /\b(?:not|never|nobody|nothing|none|neither|nor|without|rather than|instead of|avoid|beware|distrust|refuse|resist|anyone who|whoever|those who|people who|someone who|if (?:someone|anyone|a (?:man|voice|stranger))|when (?:someone|anyone|a)|no)\b|n't\b|cannot\b/i
export const quoted =
  /\b(?:who|anyone|whoever|people|they|voices?|never|not|don't|headlines?|influencers?|crowds?|friends?|neighbou?rs?) (?:\w+ )?(?:says?|say|tells?|tell|shouts?|shout|screams?|scream|cry|cries|whispers?)\b[^.]*$/i
export const conditional =
  /\b(?:if|when|whether|before|unless|until) (?:you|one|he|she) (?:\w+ )?(?:must|have to|do|need to|ever|should|want to|feel|choose to|decide to|were to)?[^.;]*$/i
export const dismissed =
  /^[^.]{0,24}\b(?:is|are|was) (?:not|never|bad|no|poor|rarely|hardly|a (?:trap|bad|poor))\b|^[^.]{0,40}\b(?:bait|trap|lie|trick|myth|hook|scam|con|siren|red flag|warning|poison|illusion|folly|fairy tale|fable|oldest|how (?:fortunes|people) (?:are lost|lose))\b|^["'”’]?,? (?:they|people|some|the crowd|everyone) (?:say|shout|said|cry|scream)/i
