/**
 * A bare imperative about what is held or staked. No list of trading verbs is complete, so a sentence that begins
 * with a verb and goes on with such an object is an order, unless the verb is one of thought, of care or of waiting.
 */
import { coin, pattern } from './english-words.ts'

const lead =
  '(?:(?:so|now|then|just|please|ok|okay|yes|well|and|but|or|simply|quickly|listen|look|honestly|seriously|(?:my )?(?:dear |old |young )?(?:friend|child)|today|tonight|right now|by all means|always|first|definitely|go ahead and|go|trust me|come on|next|instead|finally|also|again)[\\s,:]+)*'
const asset = `(?:${coin}|dips?|positions?|bags?|stack|holdings|portfolio|savings|cash|stake|exposure|allocation|weighting|margin|multiple|winners|losers|gains|profits|shares?|it all|everything)`
const determiner =
  '(?:the|your|some|all|more|half|most|every|any|a|an|this|that|these|those|of|bit|little|few|third|quarter|entire|whole|remaining|last|extra|additional|other|big|small|full|first|rest|piece|chunk|slice|part|portion|tranche|few|lot)'
const imperative = pattern(
  `(?:^|[.!?;:—–\\n]\\s*)["“'‘(]*${lead}([a-z]+)(?:\\s(?:up|down|out|off|in|on|into|of|from|to|toward|towards|away|back|over)){0,3}(?:\\s${determiner}){0,4}\\s${asset}\\b(?!['’]s|\\s(?:is|are|was|were|has|have|had|will|would|can|could|may|might|does|do|did|fell|rose|trades?|sits?|stands?|holders?|investors?|prices?|market|orders?|wallet|flows?))`,
)
/** Words that begin a statement rather than an order. */
const statement =
  /(?:ing|ed|ly|ies)$|^(?:if|when|while|as|at|in|on|for|with|by|to|from|of|and|but|or|nor|so|yet|because|since|though|although|unlike|despite|given|like|about|over|under|near|than|then|not|no|only|even|just|both|all|most|many|some|any|every|each|this|that|these|those|what|who|where|how|why|whether|until|unless|during|through|across|within|without|between|against|among|beyond|toward|is|are|was|were|has|have|had|do|does|did|will|would|can|could|should|shall|may|might|must|i|you|he|she|it|we|they|my|your|his|her|its|our|their|the|a|an|more|less|fewer|half|one|two|three|four|five|six|several|few|much|such|other|another|everyone|nobody|people|nothing|everything|there|here|today|yesterday|up|down|after|before|above|below|behind|inside|outside|per|via|versus|except|plus|minus|once|whenever|wherever|perhaps|maybe|fear|greed|demand|supply|interest|trust|volume|time|money|cash|spot|crypto|bitcoin|ethereum|ether|solana|doge|xrp|btc|eth|sol|bnb|buyers|sellers|holders|yes|well|rather|instead|also|too|very|quite|neither|either|whatever|whichever|whoever|half|love|hope|hate|pain|news|talk|word|words|part|parts|pressure|confidence|faith|belief|patience|owners|fans|bulls|bears|whales|miners)$/
/** Deeds of thought, of care and of waiting. */
const harmless =
  /^(?:know|understand|ask|think|consider|read|learn|sleep|wait|rest|remember|decide|write|be|have|accept|see|want|expect|talk|call|seek|stop|avoid|check|keep|feel|look|weigh|listen|treat|never|don|question|judge|choose|study|research|respect|forget|ignore|walk|breathe|plan|prepare|verify|worry|watch|answer|say|tell|find|make|set|give|protect|guard|test|try|let|compare|notice|follow|picture|imagine|suppose|recall|mind|welcome|examine|review|measure|map|note|count|name|explain|describe|list|record|track|observe|inspect|audit|value|size|show|help|leave|secure|store|back|lose|risk|touch|mistake|judge|match|do|tie|link|view|define|separate|divide|doubt|beware|picture|reflect|dwell|bet|stick|put|take|get|move|add|hold|return|come|use|work|live|start|begin|refer|worry|care|please|thank|resist|borrow|mix|confuse|chase|blame|envy|regret|fear|assume|expect|own|spend|save|cover|let|keep|run|calculate|estimate|figure|share|send|turn|go)$/
const excused = /\b(?:don't|do not|never|not|if|when|whether|only|why|what|how|who)\b|\?/i

export function commandsEnglish(sentence: string): boolean {
  const verb = imperative.exec(sentence)?.[1]?.toLowerCase()
  if (verb === undefined || statement.test(verb) || harmless.test(verb)) return false
  return !excused.test(sentence)
}
