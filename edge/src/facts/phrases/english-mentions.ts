/** English deeds, outcomes and debts that need a sign of harmlessness beside them; sentences in lower case. */
import { bareMention, type Mention } from './mention.ts'

const deeds: Mention = {
  of: /\b(?:buy(?:ing)?(?!-)|sell(?:ing)?(?!-)|purchases? (?!of|price)|a (?:\w+ )?purchase (?:is|would|now)|scoop\w*|accumulat\w+|own (?:bitcoin|btc|eth|ethereum|some|more)|invest (?:in|your|all|some|everything|now|it)|investing (?:in|your|all|everything|now)|enter|exit|chase|clean out|walk away from (?:crypto|bitcoin)|a sale|longs? looks? (?:good|right|best|attractive)|taking profits?)\b/,
  harmless:
    /\b(?:buy(?:ing)?(?: and | or |\/)sell(?:ing)?|not|cannot|never|no|nor|neither|nobody|nothing|none|without|if|when|whenever|whether|before|why|how|what|who|which|because|than|rather|instead|means?|meant|refers?|called|is (?:easy|hard|simple|difficult|selling|buying|borrowing|the (?:habit|practice|act|art|name|word))|hard|easy|may|might|could|can|would|perhaps|some|many|most|people|those|others|they|he|she|bought|sold|was|were|did|had|has|said|says?|shouts?|told|reasons?|plan|ask|asked|think|decide|urge|tempt\w*|fear\w*|greed\w*|panic|regret\w*|mistake|danger\w*|risk\w*|beware|distrust|careful|sayings?|adage|proverb|maxim|slogan|rumou?r|both|only|once|until|unless|buyers|sellers|pressure|app|room|stage|each|everyone|different|patien\w+)\b|n't\b|\?/,
}
const outcomes: Mention = {
  of: /\b(?:guarante\w*|certain|certainty|inevitabl\w*|preordained|predestined|destined|bound to|vouch|money is safe|safe bet|(?<!to )break even|makes? money|recovers|rebounds|rises|rise again|cannot help|not possible|impossible|victory|back where|takes off|goes (?:up|higher)|pays (?:back|off)|gets broken|breaks out|mind at rest|(?:it|bitcoin|ethereum|solana|prices?|the market) will)\b/,
  harmless:
    /\b(?:not|cannot|never|no|nor|nobody|nothing|none|without|if|when|whether|before|why|how|what|who|than|rather|means?|was|were|had|may|might|could|would|perhaps|some|many|most|people|those|say\w*|said|promis\w*|claim\w*|beware|distrust|doubt\w*|think|thought|ask\w*|feel\w*|risk\w*|lose|loses|decide|until|unless|only|teach\w*|test\w*|pass|remain|be here|patience|remember|swing\w*|move\w*|change\w*|either|volatil\w*|read|check|write|plan|keep|or|as|while|sun|tide|still be|always be|a certain|fell|falls|wait\w*|tell)\b|n't\b|\?|\d|\{\{/,
}
const debts: Mention = {
  of: /\b(?:leverag\w*|margin(?! (?:of|for) (?:safety|error)| calls?| traders?)|perpetuals?|perps|borrow\w*|loans?|debts?|mortgag\w*|remortgag\w*|credit (?:card|line)|on credit|lever up)\b/,
  harmless:
    /\b(?:not|cannot|never|no|nor|nobody|nothing|none|without|if|when|why|how|what|who|than|rather|instead|means?|refers?|was|were|had|lost|lose|loss(?:es)?|danger\w*|risk\w*|beware|careful|avoid|stay away|ruin\w*|kill\w*|destroy\w*|wipe\w*|liquidat\w*|trap\w*|poison|cuts?|sword|gambl\w*|regret\w*|costs?|worse|disaster|pay(?:ing|s)? (?:off|down|back)|force\w*|magnif\w*|amplif\w*|reduc\w*|lower\w*|unwind\w*|less|both|people|those|chain|weigh\w*|heavy|interest|urge|against|away|closes?|stop|short|dynamite|gun|fire|storm|knife|blade|edge\w*|quick\w*|shark\w*|unforgiving|cruel|merciless|drown\w*|sink\w*|poor|hole|enemy|thin|trad(?:ing|ers?) with|out of debt|bad|worst|fragile|stress\w*|nightmare\w*|sleep\w*|is (?:a|the) (?:loan|promise|sum|money|fraction)|collateral)\b|n't\b|\?/,
}
/** "It is not too late", "no reason not to", "cannot help but": what looks like a negation and urges instead. */
const doubleNegations =
  /\b(?:not too late|never too late|no reason (?:not )?to (?:\w+ )?|(?:cannot|can't) help but|nothing to worry about|no need to worry|not possible|no better (?:time|moment|place|chance)|nothing to lose|(?:cannot|can't) go wrong|never (?:be )?underwater|worst you can do|why not|without (?:a )?doubt|no doubt|no matter what|more than ever|sooner than later|needless to say|who waits|back where it was|would be (?:an? )?(?:\w+ )?(?:idea|move|choice|step|decision|wise|smart|fine|good|sensible|prudent|clever))\b/g

/** What a sentence most likely is, if it mentions a deed, an outcome or a debt without a sign of harmlessness. */
export const mentionedEnglish = (sentence: string) =>
  bareMention(sentence, { order: deeds, promise: outcomes, leverage: debts }, doubleNegations)
