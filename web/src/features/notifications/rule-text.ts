/** What a rule says, in words. */
import type { AlertRuleKind, CoinSymbol } from '@sage/db/vocabulary'
import type { Speech } from '../../i18n/language.tsx'

export interface RuleSubject {
  readonly kind: AlertRuleKind
  readonly symbol?: CoinSymbol | undefined
  readonly threshold: string
}

export function isAboutCoin(kind: AlertRuleKind): boolean {
  return !kind.startsWith('fear_greed')
}

/** `price`: USDT; `percent`; `points` of Fear & Greed. */
export function unitOf(kind: AlertRuleKind): 'price' | 'percent' | 'points' {
  if (kind.startsWith('price')) return 'price'
  return isAboutCoin(kind) ? 'percent' : 'points'
}

export function ruleText({ kind, symbol, threshold }: RuleSubject, { t, formats }: Speech): string {
  return t(`notifications.rule.text.${kind}`, {
    symbol: symbol ?? '',
    threshold: unitOf(kind) === 'price' ? formats.price(threshold) : formats.decimal(threshold),
  })
}
