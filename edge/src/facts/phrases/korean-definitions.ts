/** 익절이라는 말은 … 뜻이라네: a sentence that explains a word asks for nothing and promises nothing. */
const definition =
  /(?:이?란|이?라는\s(?:말|용어|표현|단어|개념|것)(?:은|는|이)?|이?라\s함은)\s[^.!?\n]*(?:뜻|말하|의미|가리키|일컫|이르는|부르는|말일세|말이네|말이지|방식|행위|거래|기법|주문|용어|속어|은어)[가-힣]{0,6}["”')]*[.!]?\s*$/

/** 분산이란 … 나누어 담는 것일세. */
const whatIs =
  /^[\s"“'‘]*[^\s,.]{1,12}(?:\s[^\s,.]{1,8})?["”'’]?이?란\s[^.!?\n]*(?:것|일|법|셈|길)(?:일세|이네|이라네|입니다|이지)["”')]*[.!]?\s*$/

export const isDefinition = (sentence: string) => definition.test(sentence) || whatIs.test(sentence)
