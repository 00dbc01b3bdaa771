/** What English calls the things of trading, and how it takes back what it says. */

export const pattern = (...parts: readonly string[]) => new RegExp(parts.join(''), 'iu')

export const coin =
  '(?:bitcoins?|btc|eth|ether|ethereum|sol|solana|bnb|doge(?:coin)?|xrp|ripple|coins?|alt(?:coin)?s?|crypto|tokens?|sats)'
export const market = `(?:${coin}|it|this|that|they|these|prices?|the (?:price|market|coin|trend|chart|rally|bottom|asset|value)|everything|we|you(?:r \\w+)?)`
/** never tell, people who say, do not; but also "buy now" is bad advice. */
export const negated =
  /\b(?:not|never|nobody|nothing|none|neither|nor|without|rather than|instead of|avoid|beware|distrust|refuse|resist|anyone who|whoever|those who|people who|someone who|if (?:someone|anyone|a (?:man|voice|stranger))|when (?:someone|anyone|a)|no)\b|n't\b|cannot\b/i
export const quoted =
  /\b(?:sayings?|adage|proverb|maxim|motto|old line|slogan)\b[^.]*$|\b(?:who|anyone|whoever|people|they|voices?|never|not|don't|headlines?|influencers?|crowds?|friends?|neighbou?rs?) (?:\w+ )?(?:says?|say|tells?|tell|shouts?|shout|screams?|scream|cry|cries|whispers?)\b[^.]*$/i
export const conditional =
  /\b(?:if|when|whether|before|unless|until) (?:you|one|he|she) (?:\w+ )?(?:must|have to|do|need to|ever|should|want to|feel|choose to|decide to|were to)?[^.;]*$/i
export const dismissed =
  /^[^.]{0,24}\b(?:is|are|was) (?:not|never|bad|no|poor|rarely|hardly|a (?:trap|bad|poor))\b|^[^.]{0,40}\b(?:bait|trap|lie|trick|myth|hook|scam|con|siren|red flag|warning|poison|illusion|folly|fairy tale|fable|oldest|how (?:fortunes|people) (?:are lost|lose))\b|^["'”’]?,? (?:they|people|some|the crowd|everyone) (?:say|shout|said|cry|scream)/i
