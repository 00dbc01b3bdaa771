/** Debt and derivatives in English, said as something the reader could use. */
import type { Rule } from './rule.ts'

const warning =
  /\b(?:not|never|avoid|without|no|nobody|none|stay away|beware|danger\w*|risk\w*|kills?|killed|destroy\w*|ruin\w*|wipe\w*|steer clear|refuse|instead of|rather than|liquidat\w*|those who|people who|men who|lose|loses|lost|loss(?:es)?|trap|poison|cuts? both|double-edged|gamblers?|regret\w*|costs?|broke|bankrupt\w*|worse|last day|pay (?:off|back|down)|repay|chain|shackles?|loaded gun|too much|cruel|unforgiving|(?<!borrow |borrowing |loan |lend |lending |mortgage )against|away from|hole|sinking|storm|cliff|blindfold\w*|dynamite|matches|gun|fire|quicksand|sharks?|knife|tightrope|urge|temptation|tempted|tempting|itch|means|refers? to|is when|leave|stop (?:using|borrowing|trading)|close|reduce|cut)\b|n't\b/i
const borrowed =
  '(?:leverage|margin(?! of (?:safety|error)| for error)|futures|perp(?:etual)?s|options|borrowed (?:money|funds|cash)|credit(?: cards?| line)?|(?:home )?equity|(?:a |your )?loans?|debt|mortgage|\\d+\\s?[x×]|(?:two|three|four|five|ten|twenty|fifty)[- ]?(?:x|times|fold)(?= (?:leverage|long|short|margin))|calls? options?)'
const use =
  '(?:use|using|try|trying|take|taking|add|adding|apply|with|on|open|opening|increase|employ|consider|recommend|suggest|go|get|put on|trad(?:e|ing)(?: on| with)?|buy(?:ing)?(?: on| with)?|at|up|a (?:little|bit of|touch of|dash of|small)|some|moderate|modest|careful|smart|tap|draw on|crank|dial)'

const advice: readonly Rule[] = [
  {
    pattern: new RegExp(`(?:^|[^a-z])${use}\\s[^.!?\\n]{0,24}?(?<![a-z0-9])${borrowed}(?![a-z])`, 'iu'),
  },
  {
    pattern:
      /\b(?:borrow|take (?:out )?(?:a |another )?(?:personal |bank )?(?:loan|mortgage|second mortgage)|(?:re)?mortgage|refinance|max out|pawn|use your (?:credit )?card|tap your|go into debt|lever up|(?:ask|apply)[^.!?\n]{0,24}\bfor (?:a |more )?(?:\w+ )?(?:loan|credit|margin))\b/i,
  },
  {
    pattern:
      /\b(?:margin|leverage|loan|borrowing|debt|futures)\b[^.!?\n]{0,44}\b(?:makes? (?:good |perfect )?sense|(?:is|are|would be|can be) (?:\w+ )?(?:your friend|fine|smart|wise|worth it|(?:an? |one |the )?(?:\w+ly )?(?:good|great|fine|smart|wise|clever|sensible|reasonable|decent|nice|perfect|legitimate|proven|easy|cheap|efficient|best|quick|fair)(?: \w+)? (?:way|tool|choice|idea|option|means|chance|move|friend|instrument|path|help)|ok|okay|reasonable|sensible|useful|handy|the way|plenty|enough|all you need|not so bad|harmless|cheap)|pays? (?:for itself|off)|(?:amplif|boost|multipl|magnif|enhanc)\w* (?:your |the )?(?:gains?|returns?|profits?))|\bleverage (?:up|your|it|the)\b|\b(?:\d+)\s?[x×] (?:long|short|leverage|margin)\b|\b(?:leverage|margin)\s+(?:would|could|can|will|may|might)\s+(?:help|work|boost|pay|lift|make|let you|allow you|give you|earn|multiply|be (?:good|fine|ok|wise))/i,
  },
].map((rule) => ({ ...rule, excuseAnywhere: warning }))

export const leverage: readonly Rule[] = [
  ...advice,
  {
    pattern:
      /\b(?:margin|leverage|debt|borrowing)\s(?:has\s)?(?:never|not|doesn't|won't|does not|did not|will not)\s(?:\w+\s)?(?:hurt|harm|kill)\w*\b|\b(?:no|little) (?:risk|danger|harm) in (?:\w+ )?(?:leverage|margin|borrowing)/i,
  },
]
