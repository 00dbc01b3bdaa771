/** Rules as they have been read, brought to where they would be had they been there for the last minutes. */
import type { Look } from './look.ts'
import { type OpenPosition, positionIn } from './position.ts'
import { levelsOf, type Rule } from './rule.ts'
import { armedAtChange } from './rule-book.ts'
import { createRuleSet, type RuleSet, type Verdict } from './rule-set.ts'
import type { AlertStore, StoredRule } from './store.ts'

/** What it takes, without waiting for anything, to make rules that have seen `past`. */
export type CatchUp = (past: readonly Look[]) => {
  readonly rules: RuleSet
  readonly verdicts: readonly Verdict[]
}

/** Reads what the rules that are switched on are about. */
export async function caughtUp(
  stored: readonly StoredRule[],
  store: Pick<AlertStore, 'ledgers'>,
): Promise<CatchUp> {
  const enabled = stored.filter((each) => each.enabled).map(({ rule }) => rule)
  const positionOf = await positionsOf(enabled, store)
  return (past) => {
    const rules = createRuleSet()
    const armed: Rule[] = []
    for (const given of enabled) {
      const position = positionOf(given)
      const rule = armedAtChange(given, levelsOf(given, position), past)
      if (rule !== given) armed.push(rule)
      rules.put(rule, position)
    }
    return { rules, verdicts: [{ firings: [], armed }, ...past.map((look) => rules.judge(look))] }
  }
}

async function positionsOf(
  rules: readonly Rule[],
  store: Pick<AlertStore, 'ledgers'>,
): Promise<(rule: Rule) => OpenPosition | undefined> {
  const about = rules.filter(({ kind }) => kind === 'position_change')
  const ledgers = await store.ledgers([...new Set(about.map(({ userId }) => userId))])
  return ({ kind, userId, symbol }) => {
    const ledger = kind === 'position_change' ? ledgers.get(userId) : undefined
    return ledger && symbol && positionIn(ledger, symbol)
  }
}
