/** All users' rules, in a book for each figure of each coin. */
import { type CoinSymbol, coinSymbols, type Venue } from '@sage/db/vocabulary'
import type { Look } from './look.ts'
import { percentText } from './percent.ts'
import type { OpenPosition } from './position.ts'
import { levelsOf, type Metric, metricOf, positionPercent, type Rule } from './rule.ts'
import { createRuleBook, type Judged, type RuleBook } from './rule-book.ts'

/** A rule was met. As the contract's `RuleFiring`, with the rule as it was and as it is from now on. */
export interface FoundFiring {
  readonly rule: Rule
  readonly after: Rule
  readonly price?: string
  readonly value?: number
  readonly changePercent?: string
  readonly venue?: Venue
  readonly atMs: number
}

export interface Verdict {
  readonly firings: readonly FoundFiring[]
  readonly armed: readonly Rule[]
}

export interface RuleSet {
  readonly size: number
  /** The rule as it stands; `undefined` if it is not there. */
  get(ruleId: string): Rule | undefined
  /** Adds or replaces. `position` is the one that a rule about a position is about; without it such a rule rests. */
  put(rule: Rule, position?: OpenPosition): void
  remove(ruleId: string): void
  ids(): Iterable<string>
  judge(look: Look): Verdict
  /** The index as it is now. */
  judgeMood(value: number, nowMs: number): Verdict
  /** Takes over all rules of another set. */
  absorb(other: RuleSet): void
  entries(): Iterable<{ readonly rule: Rule; readonly position?: OpenPosition }>
}

export function createRuleSet(): RuleSet {
  const books = new Map<string, RuleBook>()
  const place = new Map<string, { readonly book: RuleBook; readonly position?: OpenPosition }>()
  const bookOf = (metric: Metric, symbol: CoinSymbol | undefined) => {
    const key = `${metric} ${symbol ?? ''}`
    const known = books.get(key)
    if (known !== undefined) return known
    const made = createRuleBook()
    books.set(key, made)
    return made
  }
  for (const symbol of coinSymbols) {
    for (const metric of ['price', 'change1h', 'change24h'] as const) bookOf(metric, symbol)
  }
  const moodBook = bookOf('mood', undefined)

  function verdict(judged: Judged, told: (rule: Rule, side: 'above' | 'below') => Told): Verdict {
    for (const { rule } of judged.crossings) if (rule.once) place.delete(rule.id)
    return {
      firings: judged.crossings.map(({ rule, after, side }) => ({ rule, after, ...told(rule, side) })),
      armed: judged.armed,
    }
  }

  function judgeBook(metric: 'price' | 'change1h' | 'change24h', look: Look): Verdict {
    const reading = look[metric]
    if (reading === undefined) return none
    const { symbol, fromMs, toMs, isBase } = look
    const judged = bookOf(metric, symbol).judge({ reading, fromMs, toMs, isBase })
    return verdict(judged, (rule, side) => toldOf(rule, side, look, place.get(rule.id)?.position))
  }

  const set: RuleSet = {
    get size() {
      return place.size
    },
    get: (ruleId) => place.get(ruleId)?.book.get(ruleId),
    put(rule, position) {
      set.remove(rule.id)
      const book = bookOf(metricOf[rule.kind], rule.symbol)
      book.put({ rule, levels: levelsOf(rule, position) })
      place.set(rule.id, { book, ...(position && { position }) })
    },
    remove(ruleId) {
      place.get(ruleId)?.book.remove(ruleId)
      place.delete(ruleId)
    },
    ids: () => place.keys(),
    judge(look) {
      const verdicts = (['price', 'change1h', 'change24h'] as const).map((metric) => judgeBook(metric, look))
      return {
        firings: verdicts.flatMap(({ firings }) => firings),
        armed: verdicts.flatMap(({ armed }) => armed),
      }
    },
    judgeMood(value, nowMs) {
      const reading = { low: value, high: value, last: value }
      return verdict(moodBook.judge({ reading, fromMs: nowMs, toMs: nowMs }), () => ({ value, atMs: nowMs }))
    },
    absorb(other) {
      for (const { rule, position } of other.entries()) set.put(rule, position)
    },
    *entries() {
      for (const [ruleId, { book, position }] of place) {
        const rule = book.get(ruleId)
        if (rule !== undefined) yield { rule, ...(position && { position }) }
      }
    },
  }
  return set
}

const none: Verdict = { firings: [], armed: [] }

type Told = Omit<FoundFiring, 'rule' | 'after'>

/** What the user is told: the price that met his rule, and the change that it meant. */
function toldOf(rule: Rule, side: 'above' | 'below', look: Look, position: OpenPosition | undefined): Told {
  const { venue } = look
  const changed = look[rule.kind === 'change_24h' ? 'change24h' : 'change1h']
  switch (rule.kind) {
    case 'change_1h':
    case 'change_24h': {
      const percent = changed?.signed ?? 0
      const point = rule.kind === 'change_24h' ? look.last : percent >= 0 ? look.high : look.low
      return { venue, price: point.price, changePercent: percentText(percent), atMs: point.atMs }
    }
    default: {
      const point = side === 'above' ? look.high : look.low
      const percent = position && positionPercent(position, Number(point.price))
      return {
        venue,
        price: point.price,
        ...(percent === undefined ? {} : { changePercent: percentText(percent) }),
        atMs: point.atMs,
      }
    }
  }
}
