/** Words beside a number that tell a claim about a market from a way of speaking. */

/** Something moved, or set a record. */
export const marketMove =
  /연속|만에|째|내리\b|올랐|올라|내렸|내려|떨어|상승|하락|급등|급락|반등|빠졌|최고|최저|고점|저점|신고가|straight|in a row|consecutive|running|rose|fell|gain|drop|declin|climb|high\b|low\b|rall|streak|up\b|down\b|lost|green|red\b/i

/** Something was said, thought or done with care, as often as the number says. */
export const sayOrThink =
  /말|물어|묻|되물|생각|고민|읽|확인|점검|다시|강조|외|되새|세어|고쳐|찍어|두드|검토|say|said|tell|told|think|thought|check|ask|read|repeat|warn|remind|measure|bitten|look|seen|heard|watched|lived/i

/** What stands before a number in its sentence, `length` characters of it at most. */
export const leadUp = (before: string, length: number) =>
  /(?:[^.!?\n]|\.(?=\d))*$/.exec(before)?.[0].slice(-length) ?? ''
