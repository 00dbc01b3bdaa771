/**
 * What a mentor may ask for and may foretell in Korean. Beside talk of money, a request or a prediction that is none
 * of this is an order or a promise, in whatever words it comes.
 */

const market =
  /코인|비트(?!윈)|이더|솔라나|리플|도지|BTC|ETH|SOL|XRP|DOGE|BNB|가격|시세|값|시장|매수|매도|주문|현금|자산|재산|돈|원금|종목|차트|절반|전량|보유분|보유량|종가|시가(?!총)|호가|평단|저점|고점|전고점|신고가|바닥|반등|상승|오르|오른|올라|내리기|내려|떨어|하락|기회|포지션|비중|물량|계좌|수익|이익|손실|손해|투자|레버리지|마진|롱|숏|공매도|선물|대출|담보|빚|통장|적금|예금|월급|막차|불장|달러|늦기\s?전/

/** The syllables that carry one of `vowels` (in the order of Unicode) and the final consonant `final`. */
const syllables = (vowels: readonly number[] | undefined, final: number) =>
  Array.from({ length: 19 * 21 }, (_, index) => index)
    .filter((index) => vowels === undefined || vowels.includes(index % 21))
    .map((index) => String.fromCharCode(0xac00 + index * 28 + final))
    .join('')
/** Syllables on which a verb joins an auxiliary: 적어, 바꿔, 골라. */
const joining = syllables([0, 1, 4, 5, 6, 9, 14], 0)
/** 합시다, 봅시다: a request whose stem has taken on its ending. */
const proposal = new RegExp(`([${syllables(undefined, 17)}])시다(?![가-힣])`)
const unfused = (sentence: string) =>
  sentence.replace(proposal, (_, syllable: string) => `${String.fromCharCode(syllable.charCodeAt(0) - 17)}세`)

/** 세 that ends a noun or a statement: 시세, 매도세, 것일세. */
const request =
  /([^.!?\n]*?)(?:게나|시게나|시게|시죠|시지요|시길|(?<!에|한테|렇|떻)게|(?<![일닐걸길시추강약대기자수도름림승락로])세나?|세요|십시오|시오|려무나|으렴|거라|[아어해]라|(?<=[하보사팔담두가지])자)["'”’)\s]*[.!~…]*\s*$/
const needed =
  /([^.!?\n]*?)(?:아야|어야|해야|져야|려야|라야|워야|나야|야)\s?(?:만\s?)?(?:하네|하지|한다|합니다|해요|할\s?때(?:일세|이네|이야|라네|네)|할\s?자리(?:일세|이네|이야|라네|네)|되네|돼요|됩니다|하는\s?법일세)["'”’)\s]*[.!~…]*\s*$/
/** What is wished for or advised: 사시길 권하네, 옮기는 것을 추천하네. */
const wished =
  /([^.!?\n]*?)(?:(?:으시|시)?(?:길|기를|기)|는\s?(?:것을|걸|쪽을|편을|방안을)|(?:을|할)\s?것을)\s?(?:\S{1,4}\s)?(?:권하|권유하|추천하|바라|바란|바랍|당부하|제안하|부탁하|조언하)[가-힣]{0,5}[.!~…]*\s*$/
/** What is settled on: 사는 걸로 하세. */
const settled =
  /([^.!?\n]*?)는\s?(?:걸로|것으로|쪽으로|방향으로)\s?(?:하|정하|가|합의하)(?:세|지|시죠|게|자|시게|도록)[가-힣]{0,3}[.!~…]*\s*$/
/** 누를 시간이네, 갈아탈 차례일세: the hour for a deed, whose stem has taken on an ending. */
const timely = new RegExp(
  `([^.!?\\n]*?)([${syllables(undefined, 8)}])\\s?(?:때|시간|시점|타이밍|순간|차례|적기|기회|찬스)(?:일세|이네|라네|이라네|이야|야|입니다|이지|가\\s?(?:왔|되었|됐|온)|이\\s?(?:왔|되었|됐|온))[가-힣]{0,4}[.!~…]*\\s*$`,
)
const hourFor = (sentence: string): string | undefined => {
  const found = timely.exec(sentence)
  return found === null ? undefined : `${found[1]}${String.fromCharCode((found[2] ?? '').charCodeAt(0) - 8)}`
}
/** The right thing to do: 하는 게 맞네, 하면 되네, 해도 좋네. */
const fitting =
  /([^.!?\n]*?)(?:는\s?(?:게|것이|편이|쪽이)\s?(?:\S{1,4}\s)?(?:맞|옳|낫|좋|현명|이득|상책|유리|남는)|(?:으면|면)\s?(?:되네|된다네|됩니다|돼요)|(?:아도|어도|해도|여도)\s?(?:좋네|되네|괜찮네|무방하)|[을ㄹ]\s?만하네|는\s?(?:걸세|것일세|거네))[가-힣]{0,5}["'”’)\s]*[.!~…]*\s*$/
const auxiliary = new RegExp(
  `(?<=[${joining}고])(?<!에|함께|더|나|언제)\\s?(?:보|두|놓|주|나가|버리|치우|가|있)(?:시|으시)?$`,
)
/** Deeds of the mind, of care and of daily life. */
const harmless =
  /(?:생각|고민|기억|이해|조심|경계|의심|확인|점검|조사|비교|검토|판단|결정|계획|준비|대비|기록|공부|연습|명심|집중|고려|의논|상의|상담|이야기|대화|산책|운동|휴식|반성|질문|구분|구별|인정|감사|존중|용서|자문|시험|관찰|주의|유의|신중|침착|겸손|정직|솔직|진정|참고|활용|작성|설정|예상|가정|가늠|짐작|계산|분별|차분|천천히|느긋|단단히|충분히|당연|그렇|어떻)(?:하|히\s?하|해|이\s?하|)|(?:떠올리|떠올려|적|적어|쓰|써|묻|물어|되묻|되물어|따지|따져|살피|살펴|지켜보|지켜봐|바라보|돌아보|들여다보|보|봐|읽|읽어|배우|배워|익히|익혀|알|알아|잊|잊어|기다리|기다려|참|참아|쉬|쉬어|자|걷|걸어|먹|먹어|마시|내려놓|내려놔|덮|덮어|끄|꺼|닫|닫아|멈추|멈춰|멀리하|멀리해|피하|피해|삼가|말|버리|버려|비우|비워|나누|나눠|나누어|말하|말해|찾|찾아|구하|구해|돌보|돌봐|챙기|챙겨|지키|지켜|아끼|아껴|세우|세워|정하|정해|다스리|다스려|가다듬|다잡|추스르|받아들이|받아들여|웃|울|살|살아|(?<![가-힣])(?:하|해)|(?:히|게|이|로|서)\s?(?:하|해)|갚|갚아|마련하|마련해|남기|남겨|떼어|즐기|견디|견뎌|버티|버텨|새기|새겨|듣|들어|귀\s?기울이|되|있|만나|그려|깨닫|깨달아|느끼|느껴|돌리|돌려|헤아리|헤아려|던져|되새기|되새겨|두드리|두드려|눈여겨보|가르|갈라|맞추|낮추|줄이|줄여|재|재어|여기|여겨|고치|고쳐|보내|보내어|소중히\s?다루|다루|다뤄|홀리|풀|풀어|나서|돌|돌아|걸어|누르|달래|달래어|삼|삼아|얻|얻어|거두|거둬|거르|걸러|빌|놀|놀아|세|세어|밟|디디|믿|믿어|서|설|겪|겪어|일어서|가지|가져|갖|키우|키워|다지|다져|품|품어|골라|고르|늦추|늦춰|앉|앉아|숨|쉬어|들이|들여|길러|기르|치우|치워|미루|미뤄|두|두어|둬|접|접어|내려)(?:시|으시|으)?$/
/** 여기에 돈을 거는 것이 …: what is asked for with 던지다 and 믿다 must be a question or oneself. */
const doubtful =
  /(?:비트코인|비트|이더리움|이더|솔라나|도지코인|도지|리플|알트코인|알트|코인|물량|보유분|포지션|종목)(?:을|를|만|은|는|도|부터)?\s?(?:\S{1,5}\s){0,2}(?:남기|남겨|비우|비워|접|접어|거두|거둬|들이|들여|치우|치워|낮추|맞추|내려)$|(?:매수|매도|구매|판매|사기|팔기|주문|체결)\s?(?:버튼|단추|주문|키)?(?:을|를)?\s?(?:\S{1,2}\s)?(?:누르|눌러|넣|내|걸)$|(?:공짜|헐값|거저|떨이|세일)[^.!?]*(?:가져|집어|챙겨|챙기|담아)$|(?:돈|재산|코인|수익|이익|자산|시드|종잣돈|물량|매물|전부|다)\s?(?:을|를)?\s?(?:모두|다)?\s?(?:던져|내려놔|버려|버리|가지|가져|갖|키우|키워|줄이|줄여|돌리|돌려|나누|고르|골라)$|내\s?말(?:만|을)?\s?(?:\S+\s)?(?:믿|들)|날\s?믿|안심|서두|(?:[가값움지쪽판]|시장|코인|여기|거기)에\s?(?:다\s)?걸어$/

/** What the deed is done to, if that is said: 버릇은 고치게 is about a habit, whatever else the sentence names. */
const argument =
  /((?!(?:\S*(?:전|후|때|뒤|안|중|밤|날|달|주|년|해|이내|사이|아침|저녁|봄|여름|가을|겨울|말)에|오늘은|지금은|이제는|안으로|새로|바로|서로|따로|그대로|정말로|참으로|앞으로)\s)\S+(?:[을를은는에]|으로|로))\s(?:[가-힣]{1,5}(?:히|게|서|고)\s|더\s|꼭\s|다시\s|먼저\s|좀\s|다\s)?[가-힣]*$/
const staked =
  /^(?:여기|거기|이쪽|그쪽|지금|당장|오늘|전부|모두|이것|그것|이걸|그걸|이|그|절반|나머지|몫|카드|집|담보|통장|배팅|베팅|자리|막차|버스|로켓|달|승부|운)(?:[을를은는에]|으로|로)$/

/** Hedges, quotations and prohibitions: what is said so asks for nothing. */
const excused =
  /말게|지\s?말고\s|말라|마라|마세|마시|말아야|않[는게은네]|라고|다고|라는|다는|자는|수도|지도\s?모|다면|이라면|싶거든|싶다면|려거든|거든|겠다면|만약|만일|살\s?생각|팔\s?생각|\?|잃어도|여윳돈으로만|돈으로만|(?<!야)만\s?(?:하|투자|담|사)|왜|무엇|누구|어떤|얼마나|까닭|이유|스스로/

/** Whether a sentence about money asks for a deed that is none of a mentor's. */
export function urgesKorean(sentence: string): boolean {
  if (!market.test(sentence) || excused.test(sentence)) return false
  const asked =
    hourFor(sentence) ??
    wished.exec(sentence)?.[1] ??
    settled.exec(sentence)?.[1] ??
    request.exec(unfused(sentence))?.[1] ??
    needed.exec(sentence)?.[1] ??
    fitting.exec(sentence)?.[1]
  if (asked === undefined) return false
  const deed = asked.trimEnd().replace(auxiliary, '').replace(auxiliary, '').trimEnd()
  if (doubtful.test(deed)) return true
  if (harmless.test(deed)) return false
  const object = argument.exec(deed)?.[1]
  return object === undefined || market.test(object) || staked.test(object)
}

const foretold =
  /([가-힣]+)\s?(?:걸세|거네|거라네|거야|거예요|것이네|것일세|것이다|것이야|것이라네|겁니다|것입니다|테지|터이네|테니|것이니|날이\s?(?:올|머지)|일만\s?남)/g
const outcome =
  /시장|손실|투자|비트(?!윈)|이더|솔라나|리플|도지|BTC|ETH|SOL|XRP|DOGE|BNB|코인|가격|시세|값|전고점|신고가|저점|바닥|반등|상승|하락|수익|부자|원금|본전|불장|자네\s?(?:돈|재산|자산|계좌)|배로|달러|배를?\s?(?:먹|벌)/
const hedged =
  /수도|지도|모르|아마|어쩌면|않|아니|[?？]|누구|누가|라고|다고|다는|라는|[가-힣](?:(?<!(?:봄|여름|가을|겨울|달|주|년|연말|내년|월|해|때|지나|버티|기다리|견디|참으|있으)이?)면|거든|려거든|더라도|해도|(?<!늦|적)어도|아도)(?:[\s,]|$)|만약|만일|혹시|듯|같네|것\s?같|언젠가|때로|보이네|때도|날도|없네|없지|못|더라면|덜\s|낫|나을|흔들|어렵|쉽|필요|공부|배우|배울|마음|후회/
/** What may be said of days to come: that one will learn, that it takes time. */
const fair =
  /(?:알|배울|깨달을|깨닫게\s?될|이해할|이해하게\s?될|느낄|어려울|쉬울|필요할|나을|좋을|편할|많을|있을|없을|후회할|말할|아닐|모를|힘들|걸릴|다를|같을|옳을|맞을|생각날|물을|볼|보일|할|될|들|줄|기억할|남을|클|작을|지날|오르내릴|흔들릴|출렁일|움직일|바뀔)$/

const gain = /부자가|두 배가|신고가가|돈이 될|본전|이익|대박|웃고/
const endsInRieul = (syllable: string) => (syllable.charCodeAt(0) - 0xac00) % 28 === 8

/** Whether a sentence tells without a doubt what a price or the reader's money will do. */
export function foretellsKorean(sentence: string): boolean {
  if (!outcome.test(sentence) || hedged.test(sentence)) return false
  return [...sentence.matchAll(foretold)].some(([, verb = '']) => {
    const last = verb.at(-1) ?? ''
    return endsInRieul(last) && (!fair.test(verb) || gain.test(sentence))
  })
}
