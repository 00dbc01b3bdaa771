/** Direct orders and urging in Korean: a deed of trading with an ending that asks for it. */
import {
  asked,
  coin,
  deed,
  first,
  loose,
  now,
  pattern,
  pondered,
  settledDeed,
  unsaid,
  wordEnds,
} from './korean-words.ts'
import type { Rule } from './rule.ts'

const questionEnd = /\?\s*["”]?\s*$/

export const orders: readonly Rule[] = [
  {
    pattern: pattern(
      '(?:전부|다|모두|싹|당장|지금|일단|우선|어서|얼른)\\s[^.!?\\n]{0,10}?(?:팔|사|매수하|매도하|담|처분하|청산하|정리하)(?:고|아서?|어서?|여서?|해서?)\\s[^.!?\\n]{0,16}?(?:게|세요|라|자|세|십시오)',
      wordEnds,
    ),
    excuseAfter: unsaid,
    excuseBefore: pondered,
  },
  {
    pattern:
      /(?<![가-힣])(?:살|팔|담을|쓸어\s?담을|탈|올라탈|들어갈|나올|던질|(?:매수|매도|투자|진입|추매|손절|익절|올인|줍줍)할)\s?(?:때|자리|시점|타이밍|기회|적기|찬스|순간|구간)(?:일세|이네|이야|이라네|라네|네[.!]|다[.!]|입니|지[.!]|가\s*(?:왔|되었|됐))/,
    excuseAfter: /않|아니|모르/,
    excuseBefore: /언제|누가|누구/,
  },
  {
    pattern:
      /(?:선택|정답|답|방법|길|전략|처방|결론|조언|처신|대응)[은이]?\s[^.!?\n]{0,16}(?:매수|매도|구매|추매|손절|익절|올인|존버|물타기|사는\s?것|파는\s?것)(?:일세|이네|이라네|뿐|이다|이야|입니다|밖에)/,
    excuseAfter: /않|아니|모르/,
    excuseBefore: /않|아니|최악/,
  },
  // 손절이 답일세; 존버만이 살길이네.
  {
    pattern:
      /(?:매수|매도|구매|추매|손절|익절|올인|존버|물타기|몰빵|줍줍|진입|탈출|보유|장투|현금화)(?:[이가은는]|만이|뿐이|이야말로)\s(?:\S{1,4}\s)?(?:답|정답|해답|상책|최선|최고|진리|살길|살\s길|옳은\s길|길|순리|정석|유일한\s\S{1,3})(?:일세|이네|이라네|이다|이야|입니다|이지)/,
    excuseAfter: /않|아니|모르/,
    excuseBefore: /꼭|늘|항상|언제나/,
  },
  {
    pattern: pattern(deed, '[\\s*_`~]*(?:', asked, ')'),
    excuseAfter: new RegExp(`${unsaid.source}|${questionEnd.source}`),
    excuseBefore: pondered,
  },
  {
    pattern: pattern(settledDeed, first, wordEnds),
    excuseAfter: unsaid,
    excuseBefore: pondered,
    excuseClause: /말게|말고|않|후회|이유|까닭|기억|이야기|사람/,
  },
  {
    pattern: pattern(
      now,
      '[\\s*_,]*',
      coin,
      '(?:사|팔아|매수|매도|매입|구매|담아|풀매수|올인|몰빵|들어가|던져|줍줍|사둬|손절|익절|청산|탑승|진입|질러|타)',
      wordEnds,
    ),
    excuseAfter: unsaid,
  },
  {
    pattern: pattern(
      now,
      '[\\s*_,]*',
      coin,
      '투자',
      loose('(?:하게|하세요|하시게|하십시오|해라|해)'),
      wordEnds,
    ),
    excuseAfter: unsaid,
  },
  {
    pattern: pattern(
      '(?:비트코인|이더리움|솔라나|도지코인|리플|코인|BTC|ETH|SOL|XRP|DOGE|BNB)[을를]?\\s*(?:좀|더|많이|꼭|다)?\\s*(?:사|팔아|사둬|담아)',
      wordEnds,
    ),
    excuseAfter: unsaid,
  },
  {
    pattern:
      /(?:안\s*사|안\s*담|안\s*팔|못\s*사|사지\s*않|담지\s*않|팔지\s*않|놓치|늦|망설이|머뭇거리)[^\s.!?]{0,4}\s*(?:자네\s*)?(?:반드시\s*|분명\s*|평생\s*|두고두고\s*|크게\s*)?(?:후회|땅을|손해|바보|어리석|늦|기회는?\s*없|다시는?\s*(?:오지|없))/,
    excuseAfter: unsaid,
    excuseBefore: /믿지|조심|라고|다고/,
  },
  {
    pattern:
      /(?:강력|적극)\s*(?:매수|매도|추천)|매수\s*(?:강추|적기|찬스|타이밍(?:일세|이네|이다|이라네|입))|풀매수\s*(?:각|타이밍|가자)|(?:절호|천재일우|다시없)[^.!?\n]{0,8}(?:기회|찬스)(?:일세|이네|이야|이라네|네[.!]|지[.!])|막차[^.!?\n]{0,6}(?:타|놓치|떠나)|버스\s*(?:떠나기|떠나|놓치)|기회[를는]?\s*(?:놓치지\s*(?:말|마)|잡(?:게|으|아|세)|두\s*번)|놓치지\s*(?:말게|마시게|마세요|마십)/,
    excuseAfter: /^[^.!?\n]*(?:말을|말은|말에|같은 말|소리|광고|조심|믿지|않|아니|모르)/,
    excuseBefore: /잠|끼니|약속|건강|가족|배움|산책/,
  },
  {
    pattern:
      /(?:망설이|주저하|머뭇거리|고민하|기다리|재)(?:지|고)\s*(?:있지\s*)?(?:말고|말게|마시게|마세요|마십|말라)[^.!?\n]{0,14}(?:사|팔|담|매수|매도|들어가|지르|올라타|타|진입)/,
    excuseAfter: unsaid,
  },
  {
    pattern:
      /(?:사|팔|파|담으|매수하|매도하|들어가)라고?\s*(?:권하(?:네|겠)|조언하(?:네|겠)|추천하(?:네|겠)|말하겠)|(?:매수|매도|진입|구매)[를을]?\s*(?:강력히\s*|적극\s*)?(?:권하|추천하|권유하|제안하)(?:네|겠|오|ㅂ|지[.!])/,
  },
  {
    pattern:
      /나라면\s*[^.!?\n]{0,14}(?:사|팔|담|매수하|매도하|들어가|사들이)(?:겠네|겠어|겠다|네[.!]|지[.!]|ㄹ\s?걸세)/,
    excuseAfter: /않|아니|모르/,
  },
]
