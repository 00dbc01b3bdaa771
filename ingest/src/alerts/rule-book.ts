/**
 * All rules that watch one figure, ordered by their levels: a look costs a comparison with the nearest level of each
 * kind, however many rules there are, and what a crossing concerns is taken from the top.
 */
import TinyQueue from 'tinyqueue'
import type { Look, Reading } from './look.ts'
import { type Level, metricOf, type Rule } from './rule.ts'

export interface Watched {
  readonly rule: Rule
  readonly levels: readonly Level[]
}

export interface Crossing {
  readonly rule: Rule
  /** The rule as it is from now on. */
  readonly after: Rule
  readonly side: Level['side']
}

export interface Judged {
  readonly crossings: readonly Crossing[]
  /** Rules that may be crossed from now on, as they are now. */
  readonly armed: readonly Rule[]
}

/** What is judged: the figure over a look, whose first and last moment are given. */
export interface Judgement {
  readonly reading: Reading
  readonly fromMs: number
  readonly toMs: number
  /** How things stood on a venue that has just become the live one (`Look.isBase`). */
  readonly isBase?: boolean
}

export interface RuleBook {
  readonly size: number
  /** The rule as it stands. */
  get(ruleId: string): Rule | undefined
  /** Adds or replaces. */
  put(watched: Watched): void
  remove(ruleId: string): void
  judge(judgement: Judgement): Judged
}

/** A level in a queue; it counts only while its rule is still the one it was put in for, and in that phase. */
interface Entry {
  readonly watched: Watched
  readonly level: Level
  readonly at: number
  readonly round: number
}

/** On a venue that has just become the live one, a level that lies behind is crossed this much further on. */
const baseMargin = 0.005

const nothing: Judged = { crossings: [], armed: [] }

export function createRuleBook(): RuleBook {
  const rules = new Map<string, { watched: Watched; round: number }>()
  const ascending = () => new TinyQueue<Entry>([], (one, other) => one.at - other.at)
  const descending = () => new TinyQueue<Entry>([], (one, other) => other.at - one.at)
  /** Armed levels, the nearest first. */
  const armed = { above: ascending(), below: descending() }
  /** Levels that the figure has to leave, the nearest first. */
  const waiting = { above: descending(), below: ascending() }
  /** Rules that have just fired, by when they may do so again. */
  const cooling = ascending()
  /** For the end of a judgement: levels that are not its concern yet. */
  const later: Entry[] = []
  let rounds = 0

  /** A rule is in the queues of one phase only: entries of an earlier one are passed over. */
  function enter(watched: Watched): number {
    rounds += 1
    rules.set(watched.rule.id, { watched, round: rounds })
    return rounds
  }
  const counts = ({ watched, round }: Entry) => rules.get(watched.rule.id)?.round === round

  function schedule(watched: Watched): void {
    const round = enter(watched)
    const [level] = watched.levels
    if (level === undefined) return
    if (isArmed(watched.rule)) arm(watched, round)
    else if (hasFired(watched.rule)) cooling.push({ watched, level, at: coolUntil(watched.rule), round })
    else wait(watched, level, round)
  }

  function arm(watched: Watched, round: number): void {
    for (const level of watched.levels) armed[level.side].push({ watched, level, at: level.fireAt, round })
  }

  function wait(watched: Watched, level: Level, round: number): void {
    waiting[level.side].push({ watched, level, at: leaveAt(watched.rule, level), round })
  }

  function take(queue: TinyQueue<Entry>, reached: (at: number) => boolean): Entry[] {
    const taken: Entry[] = []
    for (let next = queue.peek(); next !== undefined; next = queue.peek()) {
      if (counts(next) && !reached(next.at)) break
      queue.pop()
      if (counts(next)) taken.push(next)
    }
    return taken
  }

  function crossed({ reading, fromMs, toMs }: Judgement): Crossing[] {
    const found: Crossing[] = []
    const above = take(armed.above, (at) => at <= reading.high)
    const below = take(armed.below, (at) => at >= reading.low)
    for (const entry of [...above, ...below]) {
      if (!counts(entry)) continue
      const { watched, level, round } = entry
      const { rule } = watched
      if ((rule.armedAtMs ?? 0) > fromMs) {
        // Armed since: a leader that has just taken over looks at a time before that.
        armed[level.side].push({ ...entry, round })
        continue
      }
      const { armedAtMs: _, ...rest } = rule
      const after = { ...rest, lastFiredAtMs: toMs }
      found.push({ rule, after, side: level.side })
      if (rule.once) rules.delete(rule.id)
      else schedule({ ...watched, rule: after })
    }
    return found
  }

  function rearmed({ reading, fromMs, toMs }: Judgement): Rule[] {
    for (const { watched, level, round } of take(cooling, (at) => at <= toMs)) wait(watched, level, round)
    const left = (side: Level['side']) => (at: number) =>
      side === 'above' ? reading.last < at : reading.last > at
    const found: Rule[] = []
    for (const side of ['above', 'below'] as const) {
      for (const entry of take(waiting[side], left(side))) {
        const { watched, round } = entry
        if (watched.rule.updatedAtMs > fromMs) {
          // What was before the rule, or before its change.
          later.push(entry)
          continue
        }
        const blocking = watched.levels.find((each) => !left(each.side)(leaveAt(watched.rule, each)))
        if (blocking !== undefined) {
          wait(watched, blocking, round)
          continue
        }
        const rule = { ...watched.rule, armedAtMs: toMs }
        const now = { ...watched, rule }
        arm(now, enter(now))
        found.push(rule)
      }
    }
    for (const entry of later.splice(0)) waiting[entry.level.side].push(entry)
    return found
  }

  /** The levels that lie behind on the new venue are moved on, so that only a change on that venue crosses them. */
  function rebase({ last }: Reading): void {
    const behind = [
      ...take(armed.above, (at) => at <= last).map((entry) => ({ entry, at: last * (1 + baseMargin) })),
      ...take(armed.below, (at) => at >= last).map((entry) => ({ entry, at: last * (1 - baseMargin) })),
    ]
    for (const { entry, at } of behind) {
      armed[entry.level.side].push({ ...entry, at })
      // Or it is left, and can be crossed where it is.
      if (counts(entry)) wait(entry.watched, entry.level, entry.round)
    }
  }

  return {
    get size() {
      return rules.size
    },
    get: (ruleId) => rules.get(ruleId)?.watched.rule,
    put: schedule,
    remove(ruleId) {
      rules.delete(ruleId)
    },
    judge(judgement) {
      if (rules.size === 0) return nothing
      if (judgement.isBase) {
        rebase(judgement.reading)
        return nothing
      }
      return { crossings: crossed(judgement), armed: rearmed(judgement) }
    },
  }
}

/**
 * A rule that was made or changed a moment ago, as of that moment: armed if the last look before it was on the near
 * side of its levels, so that a crossing right after it counts.
 */
export function armedAtChange(rule: Rule, levels: readonly Level[], past: readonly Look[]): Rule {
  const [oldest] = past
  const { symbol, kind, updatedAtMs } = rule
  const metric = metricOf[kind]
  if (metric === 'mood' || levels.length === 0 || isArmed(rule) || hasFired(rule)) return rule
  if (oldest === undefined || updatedAtMs < oldest.fromMs) return rule
  const before = past.findLast(
    (look) => look.symbol === symbol && look.toMs <= updatedAtMs && look[metric] !== undefined,
  )
  const last = before?.[metric]?.last
  if (last === undefined) return rule
  const isNear = levels.every(({ side, fireAt }) => (side === 'above' ? last < fireAt : last > fireAt))
  return isNear ? { ...rule, armedAtMs: updatedAtMs } : rule
}

/** What was known of a rule before it was changed no longer counts. */
const isArmed = ({ armedAtMs, updatedAtMs }: Rule) => armedAtMs !== undefined && armedAtMs >= updatedAtMs
const hasFired = ({ lastFiredAtMs, updatedAtMs }: Rule) =>
  lastFiredAtMs !== undefined && lastFiredAtMs >= updatedAtMs
const coolUntil = ({ lastFiredAtMs = 0, cooldownMs }: Rule) => lastFiredAtMs + cooldownMs
const leaveAt = (rule: Rule, level: Level) => (hasFired(rule) ? level.rearmAt : level.fireAt)
