/** Words that a sentence holds up to look at, rather than says. */

/** "무조건 간다"는 확신, '지금 사라'던 친구: quoted words that an ending makes somebody's. */
const korean =
  /["“'‘][^"”'’\n]{1,60}["”'’](?=\s?(?:이?라|하)?(?:는|던|며|면서|란)[\s가-힣]|\s?(?:이?라)?고(?:들)?\s?(?:\S+\s)?(?:외치|떠들|속삭|부추|하는\s?(?:사람|말|소리|이)|말하는|하던|했|물|믿))/g
/** The words "can't lose"; a headline that says "buy now": quoted words that are named as words. */
const english =
  /(?<=\b(?:words?|phrases?|slogans?|headlines?|claims?|promises?|advice|tips?|idea|belief|feeling|talk of|term|shouts?|says?|said|screams?|reads?|called|hear|heard|wrote|mentioned)\s(?:like\s|that\s|of\s|such as\s|a\s)?)["“'‘][^"”\n]{1,60}["”](?!\s*$)/gi

/** The sentence with a blank in place of every quotation that it only looks at. */
export const withoutCitations = (sentence: string) =>
  /["“'‘]/.test(sentence) ? sentence.replace(korean, '"…"').replace(english, '"…"') : sentence
