/** Words beside a number that tell a claim about a market from a way of speaking. */

/** Something moved, or set a record. */
export const marketMove =
  /연속|만에|째|내리\b|올랐|올라|내렸|내려|떨어|상승|하락|급등|급락|반등|빠졌|최고|최저|고점|저점|신고가|straight|in a row|consecutive|running|뛰었|뛰어|치솟|폭락|폭등|무너|rose|fell|gain|drop|declin|climb|jump|surg|soar|plung|crash|tumbl|spik|high\b|low\b|rall|streak|up\b|down\b|lost|green|red\b/i

/** Something was said, thought or done with care, as often as the number says. */
export const sayOrThink =
  /말|물어|묻|되물|생각|고민|읽|확인|점검|다시|강조|외|되새|세어|고쳐|찍어|두드|검토|say|said|tell|told|think|thought|check|ask|read|repeat|warn|remind|measure|bitten|look|seen|heard|watched|lived/i

/** Money, and what is held or paid: beside it a multiple or a share is a figure. */
export const money =
  /값|가격|자산|돈|포트폴리오|시총|고점|저점|가치|비중|현금|재산|원금|투자|수익|물량|잔고|시세|손실|손해|이익|먹[을었는고]|벌[었고을]|코인|비트코인|이더리움|솔라나|리플|도지|거래량|변동성|price|value|portfolio|money|position|worth|high\b|peak|asset|wealth|cash|saving|holding|stake|allocation|gain|profit|capital|net worth|market cap|supply|coins?\b|invest|bitcoin|ether|solana|btc\b|eth\b|sol\b|xrp|doge|bnb|volume|volatility/i

/** What stands before a number in its sentence, `length` characters of it at most. */
export const leadUp = (before: string, length: number) =>
  /(?:[^.!?\n]|\.(?=\d))*$/.exec(before)?.[0].slice(-length) ?? ''

/** What follows a number in its clause. */
export const clauseFrom = (after: string) => /^(?:[^.!?,\n]|[.,](?=\d))*/.exec(after)?.[0] ?? ''
