/**
 * What a mentor must not say in any words: direct orders, promises and certainty, advice to use leverage. A word
 * that could belong to such a phrase opens it; the sentence is judged when it is over, because "사세요" may go on
 * as "사세요라고 말하지 않네".
 */

export type PhraseKind = 'order' | 'promise' | 'leverage'

/** Lets spaces and markup stand between the letters of a Korean word. */
const loose = (words: string) => words.replace(/[가-힣](?=[가-힣])/g, '$&[\\s*_`~]*')

const openings = [
  ...'사세 사십 사시 사라 사게 사야 사두 사들 사자 사요 사. 사! 사~ 사서 파세 파십 파시 팔아 팔게 팔자 팔고 파는게 매수 매도 매입 처분 구매 청산 손절 익절 올인 몰빵 물타 추매 풀매 담으 담아 담게 들어가 진입 던지 던져 갈아타 줍줍 탑승'.split(
    ' ',
  ),
  ...'무조건 반드시 틀림없 확실 확정 확신 분명 백프로 백퍼센트 절대 장담 보장 약속 의심 손해 손실없 잃을 실패 기필코 필연 무위험 위험없 위험이없 위험은없 위험도없 위험이전 위험이하 위험이아 리스크없 리스크가없 리스크는없 리스크도없 안전하 안전한 백프 백퍼 100% 100퍼'.split(
    ' ',
  ),
  ...'레버리지 선물 마진 빚 대출 영끌 신용 롱 숏 공매도 풀레버 빌려 빌린'.split(' '),
]
const koreanOpenings = new Set(
  openings.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))),
)
const completeOpenings = new Set(openings)
const englishOpenings =
  "buy sell purchase dump load accumulate liquidate exit ape short long go get all guarantee guaranteed guarantees guaranteeing surefire surely certain certainly definitely undoubtedly risk-free riskless zero-risk zero no sure bound inevitable inevitably leverage leveraged margin futures borrow borrowed lose lost cannot can't promise promised assured assure always never must will impossible absolutely positively fail foolproof borrowing loan without moon buying selling dumping loading".split(
    ' ',
  )
const englishStarts = new Set(
  englishOpenings.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index + 1))),
)
const englishComplete = new Set(englishOpenings)

/**
 * Whether `text` begins with a word that opens a phrase. English words that are harmless nearly always (will, no,
 * must) open one only where the words around allow it.
 */
export function opensPhrase(before: string, text: string, final: boolean): 'open' | 'yes' | 'none' {
  const first = text[0] ?? ''
  if (/[가-힣0-9]/.test(first)) {
    const compact = text.slice(0, 14).replace(/[\s*_`~]/g, '')
    for (let length = Math.min(6, compact.length); length > 0; length -= 1) {
      if (completeOpenings.has(compact.slice(0, length))) return 'yes'
    }
    return !final && koreanOpenings.has(compact) ? 'open' : 'none'
  }
  if (!/[a-z]/i.test(first) || /[\p{L}\p{N}]$/u.test(before)) return 'none'
  const word = /^[a-z]+(?:['-][a-z]*)?/i.exec(text)?.[0].toLowerCase() ?? ''
  if (word.length === text.length && !final) return englishStarts.has(word) ? 'open' : 'none'
  return englishComplete.has(word) || englishComplete.has(word.split('-')[0] ?? '') ? 'yes' : 'none'
}

const boundary =
  '(?<![가-힣])|(?<=지금|당장|바로|어서|빨리|꼭|모두|전부|많이|을|를|도|씩|만|더|코인|비트|움|나|좀|서|러)'
const shortStem = `(?:${boundary})(?:${loose('사|사두|사들이|사모으|팔|파')})`
const longStem = loose(
  '(?:매수하|매수|매입하|구매하|추매하|추매|풀매수하|물타|올인하|올인|몰빵하|몰빵|매도하|매도|전량매도하|처분하|처분|청산하|손절하|익절하|팔아치우|던지|갈아타|진입하|줍줍하|탑승하|탑승|담으|들어가)',
)
const command =
  loose(
    '(?:세요|셔요|십시오|십시요|시오|으세요|으십시오|으시게|시게|시지요|시죠|시길|시기바|게나|거라|려무나|도록하게|도록하세|셔야|야하네|야하오|야합|야한다|야해|야지|야됩|야돼|아야하|아야합|아야한|아야지|아야돼|아야됩|해야하|해야합|해야한|해야지|해야돼|해야됩|해야할)',
  ) +
  `|${loose('(?:하십|하세|하시)')}|` +
  loose('(?:해라|아라|어라|라)') +
  '(?=[\\s.!?~,*]*(?:$|[.!?~\\n]))|' +
  loose('(?:게|자|아|어|해|요|해요|아요|하자|하게|합시다|ㅂ시다|읍시다)') +
  '(?=[\\s*_]*(?:$|[.!?~,\\n]|나(?![가-힣])))'
const koreanOrders = [
  new RegExp(`(?:${shortStem}|${longStem})[\\s*_\`~]*(?:${command})`),
  new RegExp(
    loose('(?:지금|당장|바로|어서|빨리|즉시|무조건|오늘|전부|모두|다)') +
      '[\\s*_,]*(?:(?:비트코인|이더리움|코인|BTC|ETH|SOL|전량|더|좀|바로|당장)[을를]?\\s*)*(?:' +
      loose(
        '사|팔아|매수|매도|담아|담게|풀매수|올인|들어가|던져|줍줍|팔게|사게|투자하게|투자하세요|사두게|담아보게|담아두게',
      ) +
      ')(?=\\s*(?:$|[.!?~\\n])|해\\s*(?:$|[.!?~])|하게\\s*(?:$|[.!?~])|요)',
  ),
  new RegExp(
    loose('(?:사라|팔라|파라|사라고|팔라고|매수하라|매도하라|매수하라고|매도하라고)') +
      '고?\\s*(?:권하|권한|조언하|추천하|말하겠|하겠)',
  ),
  /(?:강력|적극)\s*(?:매수|매도)|매수\s*강추|풀매수\s*(?:각|타이밍|가자)|전\s*재산을?\s*(?:넣|걸|투자)/,
]
const koreanExcuse =
  /라고(?:는|도|까지)?\s*(?:말|하|권|시키|조언|명령|부추|외치|소리|떠|재촉)|(?:라는|자는|하는|다는)\s*(?:말|뜻|게|것|법|사람|이야기|소리|신호|유혹|글|조언|광고|보장|법칙)|지\s*(?:않|말|못|마)|않[네는은을겠]|아니[네야라며고]|아닐|없[네는다으지소을어]|못\s|말게|말라|마라|말아야|모르|모른|조심|믿지|의심하게|경계|피하|멀리|금물|삼가|아무도|누구도|결코/
const certain = loose(
  '(?:무조건|반드시|틀림없이|확실히|확실하게|분명히|백프로|백퍼센트|기필코|필연적으로|의심할여지없이|의심없이|장담컨대|장담하건대|단언컨대)',
)
const outcome =
  '(?:오르(?!내)|오를|오른|올라|올르|상승|내리(?![사막])|내릴|내린|떨어|하락|폭락|폭등|급등|급락|수익|이익|벌게|벌어|벌\\s?수|돈이\\s?된|간다|갈\\s?걸|가네|도달|넘는|넘을|넘긴|넘어|회복|반등|성공|이긴|이길|뛴|뛸|터진|두\\s?배|신고가|돌아온|돌아올|우상향)'
const koreanPromises = [
  new RegExp(`(?:${certain}|100\\s*(?:%|퍼센트|프로))[^.!?\\n]{0,30}?${outcome}`),
  new RegExp(
    `${outcome}[^.!?\\n]{0,14}?(?:${loose('(?:틀림없|확실하|확실해|분명하|장담하|보장하|보장되|보장된|약속하|확신하|확정적|백프로|무조건|자명하)')}|100\\s*(?:%|퍼센트)|의심의\\s*여지)`,
  ),
  /(?:수익|원금|이익|이득|상승|승리)(?:은|이|을|도)?\s*(?:보장|확정|확실)|(?:보장된|확실한|확정된|틀림없는|무위험)\s*(?:수익|이익|상승|돈)|(?:안전한|확실한)\s*(?:수익|이익|투자|자산)(?:일세|이네|이다|입니다|이야|이라네|라네)|무위험|100\s*(?:%|퍼센트|프로)\s*(?:확실|안전|보장|장담|확신|수익|성공|오)|백\s*(?:프로|퍼센트)\s*(?:확실|안전|보장|장담|확신|수익|성공)/,
]
/** Promises that are worded with a negation, so that a negation does not excuse them. */
const koreanDenials = [
  /(?:절대|결코)(?:로)?\s*(?:안\s*(?:떨어|내리|내려|잃|망|손해)|(?:손해|손실|실패|잃|떨어|내리|하락|망하|무너|밑지)[^.!?\n]{0,10}?(?:않|안|없)(?!도록))/,
  /(?:손해|손실|잃|실패|밑질|떨어질|내릴|하락할)\s*(?:를|을|이|볼|날|할)*\s*(?:일은?|리가?|수가?|염려가?|걱정이?|위험이?|가능성은?)\s*(?:전혀|절대|결코)?\s*없(?!는\s*(?:투자|자산|코인|것|사람|시장|길|세상)[^.!?\n]*(?:없|아니|않))/,
  /(?:위험|리스크)(?:이|가|은|는|도)?\s*(?:전혀|아예|하나도)?\s*없(?:네|다|습|어|소|는\s*(?:투자|자산|코인|선택|기회)(?:일세|이네|이다|입|야|$))/,
  /의심의\s*여지(?:가|는|도)?\s*없/,
]
/** After a denial: "손실 없는 투자는 없네". */
const denialExcuse =
  /없[^.!?\n]*(?:없|아니|아닐|않|말게|믿지|조심|경계|거짓|못)|없다(?:는|고)|없(?:을|는)\s*(?:거라|거라는|것이라|줄)|없어야/

const koreanLeverage =
  /(?:레버리지|선물|마진|신용\s?(?:거래|매수|융자)?|빚|대출|영끌|롱|숏|공매도|빌린\s?돈|빌려|풀레버|\d+\s?배로?|[두세네다섯열]\s?배)[^.!?\n]{0,24}?(?:쓰게|쓰세|써\s?보|써라|쓰면\s?(?:되|좋|더)|써도\s?(?:되|좋|괜)|쓰는\s?(?:게|것이|것도)\s?(?:좋|낫|방법|괜)|사용하(?:게|세|면\s?좋|면\s?되)|활용하(?:게|세|면|는\s?것)|이용하(?:게|세|면|는\s?것)|걸게|걸어|거세요|잡게|잡아|잡으|치게|쳐라|들어가|열게|늘리게|올리게|높이게|당겨|내서\s?(?:사|투자|매수)|받아(?:서)?\s?(?:사|투자|매수)|(?:권하|추천하)|배로\s?(?:가|늘|사|매수|투자|하게|들어)|좋은\s?(?:방법|기회)|괜찮(?:네|을|은)|해\s?볼\s?만|노려)/
const leverageExcuse =
  /말게|말라|마라|말아|않|안\s?(?:되|돼|쓰)|금물|위험|조심|피하|경계|멀리|없이|없네|함정|삼가|독이|독일|절대|아니|못\s|파산|무너|망하|빠지|청산당|잃/

const clauseStart = `(?:^|[.!?;:,—–"“”'\\n]\\s*|\\b(?:so|now|then|just|please|and|but|go ahead and|simply|quickly|immediately|today|go|better|friend|child|here)[\\s,]+)`
const target =
  '(?:now|today|tonight|immediately|right (?:now|away)|at once|everything|all(?: of)?|it|this|that|them|these|more|some|a (?:little|bit|lot)|half|as much|your|my|the (?:dip|coin|coins|rest|lot|whole|bottom|top|rumou?r)|coins?|crypto|bitcoin|btc|eth|ether|ethereum|sol|solana|bnb|doge|dogecoin|xrp|ripple|out|in|before|while|\\d|\\{\\{|[.!]|$)'
const action =
  '(?:buy|sell|purchase|dump|accumulate|liquidate|short|long|exit|unload|load up on|load up|ape into|ape in|go all[- ]in|go long|go short|get (?:in|out)|all in)'
const englishOrders = [
  new RegExp(
    `${clauseStart}\\s*[*_]*${action}\\b[*_]*\\s*(?:up\\s|on\\s|into\\s)?[*_]*${target}(?![a-z])`,
    'i',
  ),
  new RegExp(
    `\\byou(?:'d| would)?\\s+(?:really\\s+|simply\\s+|just\\s+|absolutely\\s+|definitely\\s+)*(?:should|must|need to|have to|ought to|has to|better|had better|gotta|are to|will want to|want to)\\s+(?:\\w+\\s+){0,2}?(?:be (?:buying|selling|loading)|${action})\\b`,
    'i',
  ),
  new RegExp(
    `\\bI\\s+(?:strongly\\s+|highly\\s+|would\\s+|'d\\s+)*(?:recommend|suggest|advise|urge|want|order|command|tell)\\s+(?:that\\s+)?(?:you\\s+)?(?:to\\s+)?(?:\\w+\\s+){0,1}?(?:${action}|buying|selling|dumping)\\b`,
    'i',
  ),
  new RegExp(
    `\\b(?:it(?:'s| is)|this is|now(?:'s| is))\\s+(?:the\\s+|a\\s+)?(?:high\\s+|right\\s+|perfect\\s+|best\\s+|good\\s+)*(?:time|moment)\\s+to\\s+${action}\\b`,
    'i',
  ),
  /\b(?:strong buy|must[- ]buy|back up the truck|bet the (?:farm|house))\b/i,
]
const englishExcuse =
  /\b(?:not|never|nobody|nothing|none|neither|nor|without|rather than|instead of|avoid|beware|distrust|anyone who|whoever|those who|people who|someone who|if (?:someone|anyone|a (?:man|voice|stranger))|when (?:someone|anyone|a)|no)\b|n't\b|cannot\b/i
const rise =
  '(?:rise|rising|rises|go up|going up|goes up|climb|climbs|soar|soars|gain|gains|double|triple|profit|profits|win|wins|make (?:you )?(?:money|a profit|a fortune|rich)|moon|recover|recovers|rebound|rebounds|succeed|succeeds|grow|grows|pay off|hit|hits|reach|reaches|break|breaks|outperform|fall|falls|drop|drops|crash|crashes|go down|go to zero|higher|bounce|rally|be (?:higher|worth|rich|up))'
const englishPromises = [
  /\bguarante(?:e|es|ed|eing)\b/i,
  new RegExp(
    `\\b(?:certainly|definitely|surely|undoubtedly|inevitably|absolutely|positively|assuredly|without (?:a |any )?(?:doubt|fail|question)|no doubt|for (?:sure|certain)|always|(?:100|hundred)\\s*(?:%|percent))\\b[^.!?\\n]{0,30}?\\b${rise}\\b`,
    'i',
  ),
  new RegExp(
    `\\b(?:will|must|is going to|are going to|'ll)\\s+(?:\\w+\\s+){0,2}?${rise}\\b[^.!?\\n]{0,30}?\\b(?:for (?:sure|certain)|without (?:a |any )?(?:doubt|fail)|no matter what|guaranteed|no question)\\b`,
    'i',
  ),
  /\b(?:will|'ll)\s+(?:certainly|definitely|surely|undoubtedly|inevitably|absolutely|always)\s+\w+/i,
  /\b(?:sure|certain|bound|destined|assured|inevitable|set in stone)\s+(?:to|that)\b/i,
  /\b(?:sure[- ](?:thing|bet|fire|win)|surefire|foolproof|risk[- ]?free|riskless|zero[- ]risk|(?:100|hundred)\s*(?:%|percent)\s+(?:sure|certain|safe|guaranteed)|(?:has|have|with|carries|is|there'?s?(?: is)?)\s+(?:no|zero)\s+(?:down)?(?:risk|downside)|without (?:any )?risk|i promise|you have my word)\b/i,
]
const englishDenials =
  /\b(?:can(?:'t| ?not|not)(?: possibly)?|(?:will|wo) ?n(?:'t|ot)(?: ever)?|never|impossible to|no way to|no way you(?:'ll)?|no chance (?:of|to|you)|could ?n(?:'t|ot)(?: possibly)?)\s+(?:\w+\s+)?(?:loses?|losing|fails?|failing|go wrong|go(?:es)? down|drops?|falls?|crash(?:es)?)\b/i
const denialEnglishExcuse =
  /\b(?:not|nobody|none|no (?:one|such)|nothing|anyone who|whoever|those who|beware|distrust|false|myth|illusion|lie|afford|money you|what you|thing as|thought|think|thinks|believe|believes)\b|n't\b(?![^.]*\blose\b)/i

const englishLeverage = [
  /\b(?:use|using|try|take|add|apply|with|open|increase|employ|consider|recommend|go|get|put on|trade(?: on| with)?|buy (?:on|with)|at)\b[^.!?\n]{0,24}?\b(?:leverage|margin|futures|borrowed (?:money|funds)|\d+\s?[x×])(?![\p{L}])/iu,
  /\b(?:borrow|take out a loan|mortgage|remortgage|max out)\b[^.!?\n]{0,30}?\b(?:buy|invest|coin|crypto|bitcoin|btc|eth|more|into)\b/i,
  /\bleverage (?:up|your|it|the)\b|\b(?:5|10|20|50|100)x (?:long|short)\b/i,
]
const leverageEnglishExcuse =
  /\b(?:not|never|avoid|without|no|nobody|stay away|beware|danger\w*|risk\w*|kills?|destroy\w*|ruin\w*|wipe\w*|steer clear|refuse|instead of|rather than|liquidat\w*|those who|people who|men who)\b|n't\b/i

/** The kind of forbidden phrase that `sentence` contains from index `from` on, if it does. */
export function judgeSentence(sentence: string): PhraseKind | undefined {
  const text = sentence.replace(/[*_`]/g, '')
  if (/[가-힣]/.test(text)) {
    if (found(koreanOrders, text, (after) => !koreanExcuse.test(after.slice(0, 40)))) return 'order'
    if (koreanDenials.some((pattern) => pattern.test(text)) && !denialExcuse.test(text)) return 'promise'
    if (
      found(
        koreanPromises,
        text,
        (after, before) => !koreanExcuse.test(after) && !/아무도|누구도|세상에/.test(before),
      )
    )
      return 'promise'
    if (koreanLeverage.test(text) && !leverageExcuse.test(text)) return 'leverage'
  }
  if (
    found(
      englishOrders,
      text,
      (after, before, match) =>
        !englishExcuse.test(lastClause(before) + match) &&
        !/^[^.]{0,24}\b(?:is|are|was) (?:not|never|bad|no)\b/i.test(after),
    )
  ) {
    return 'order'
  }
  const denial = englishDenials.exec(text)
  // "Never lose money" is advice to the reader; "it never loses" is a promise.
  const advice =
    /^never (?:lose|drop|fail)\b/i.test(denial?.[0] ?? '') &&
    /(?:^|[.:;,"]\s*|\b(?:to|and|is)\s)$/.test(text.slice(0, denial?.index))
  if (denial !== null && !advice && !denialEnglishExcuse.test(text.replace(denial[0], ''))) return 'promise'
  if (
    found(
      englishPromises,
      text,
      (after, before) =>
        !englishExcuse.test(before) &&
        !/\b(?:is|are) (?:not|never|lying|selling|a lie)|\bdo(?:es)? not exist|\bnothing|\bnobody|n't\b/i.test(
          after,
        ),
    )
  ) {
    return 'promise'
  }
  if (englishLeverage.some((pattern) => pattern.test(text)) && !leverageEnglishExcuse.test(text))
    return 'leverage'
  return undefined
}

const lastClause = (text: string) => /[^.!?;,\n]*$/.exec(text)?.[0] ?? ''

function found(
  patterns: readonly RegExp[],
  text: string,
  stands: (after: string, before: string, match: string) => boolean,
): boolean {
  return patterns.some((pattern) => {
    const match = pattern.exec(text)
    if (match === null) return false
    return stands(text.slice(match.index + match[0].length), text.slice(0, match.index), match[0])
  })
}
