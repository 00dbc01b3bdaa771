/** A word of certainty beside talk of what may be won: a promise in Korean, whatever its verb. */
import { loose } from './korean-words.ts'

const certain = new RegExp(
  `${loose('(?:무조건|반드시|틀림없이|기필코|백프로|백퍼센트|백퍼|장담컨대|단언컨대|단언하건대|맹세코|결단코|어김없이|영락없이|필히|두말없이)')}|100\\s?(?:%|퍼센트|퍼|프로)`,
)
const won =
  /수익|이익|이득|원금|본전|반등|상승|회복|신고가|전고점|우상향|비트코인|이더리움|솔라나|도지|리플|코인|가격|시세|자네\s?(?:돈|재산|자산|계좌)|부자|대박|보상/
/** A statement of what is or will be, at the end of the sentence; 었네, 했지 tell of the past. */
const states =
  /(?<![었았했였렸졌랐났됐왔갔켰쳤꼈겼] ?)(?:(?<![하보두않없아니싶있])네|[가-힣]다네|[은는간난린른뛴찬]다|지|걸세|것일세|거야|거네|습니다|입니다)["'”’)]*[.!~…]*\s*$/
const excused =
  /게[.!~…]*\s*$|말게|마라|않|아니|없|못|모르|아야|어야|해야|여야|라고|다고|라는|다는|면\s|거든|수도|지도|\?|사람|누구|아무|조심|의심|변동|오르내|흔들|움직|확인|공부|조사|배우|생각|기억|책임|었지|했지|았지|였지/

/** Whether a sentence about gains or prices states something as certain. */
export const isCertainKorean = (sentence: string) =>
  certain.test(sentence) && won.test(sentence) && states.test(sentence) && !excused.test(sentence)
