/**
 * What a mentor may ask for and may foretell in English. Beside talk of money, a demand or a prediction that is none
 * of this is an order or a promise, in whatever words it comes.
 */
import { coin, pattern } from './english-words.ts'

const market = pattern(
  `\\b(?:${coin}|prices?|market|dip|position|portfolio|savings?|money|cash|capital|trade|exposure|rally|entry|these levels|holdings?|bags?|stack|gains|profits?)\\b`,
)
const demand = pattern(
  '\\b(?:you|we)\\s+(?:really\\s+|simply\\s+|just\\s+|absolutely\\s+|definitely\\s+)*(?:should|must|need to|have to|ought to|had better|better|gotta)\\s+(?:\\w+ly\\s+)?(\\w+)',
)
const harmless =
  /^(?:know|understand|ask|think|consider|read|learn|sleep|wait|rest|remember|decide|write|be|have|accept|see|want|expect|do|talk|call|seek|stop|avoid|check|keep|feel|look|weigh|listen|treat|never|not|always|first|only|question|judge|choose|study|research|live|respect|forget|ignore|walk|breathe|plan|prepare|verify|worry|fear|watch|own|answer|trust|say|tell|find|make|set|give|come|pay|stay|spend|protect|guard|test|try|start|take|let|go|get|use|work|earn|at|also|still|ever)$/i
const excused =
  /\b(?:if|when|whether|before|unless|until|not|never|nobody|who|why|what|how|says?|only)\b|n't\b|\?/i

/** Whether a sentence about money demands a deed that is none of a mentor's. */
export function urgesEnglish(sentence: string): boolean {
  if (!market.test(sentence) || excused.test(sentence)) return false
  const verb = demand.exec(sentence)?.[1]
  return verb !== undefined && !harmless.test(verb)
}

const foretold = pattern(
  `\\b(?:${coin}|prices?|profits?|gains|riches|rewards|the (?:price|rally|trend|value|bull market|chart)|your (?:coins|money|portfolio|holdings|investment|stack|savings|bags?))\\s?(?:will|is going to|are going to|'ll|is about to|shall)\\s+(?:\\w+ly\\s+|soon\\s+|then\\s+|all\\s+)*(\\w+)`,
)
/** What may be said of days to come: that prices move, that nothing is known. */
const fair =
  /^(?:be|not|never|always|still|have|do|test|teach|tell|wait|pass|punish|reward|decide|swing|move|change|show|humble|remind|matter|help|need|take|outlive|survive|remain|stay|keep|ask|forgive|care|feel|look|seem|depend|fluctuate|wobble|vary|find|exist|sit|bounce around)$/i
const hedged =
  /\b(?:may|might|could|can|perhaps|maybe|possibly|if|when|whether|unless|until|nobody|no one|not|never|who|what|where|how|which|says?|said|think|thinks|believe(?! me)|believes|claims?|predicts?|tells?|ask|asks|know|knows|sometimes|often|some|likely|probably|suppose|would|hope|hopes|expects?|guess|one day|some ?day|either way)\b|n't\b|\?/i

/** Whether a sentence tells without a doubt what a price or the reader's money will do. */
export function foretellsEnglish(sentence: string): boolean {
  const verb = foretold.exec(sentence)?.[1]
  return verb !== undefined && !fair.test(verb) && !hedged.test(sentence)
}
