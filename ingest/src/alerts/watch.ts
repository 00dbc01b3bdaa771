/**
 * The one place where sudden moves are found and users' rules are judged. Every task looks; only the leader judges.
 * A judgement takes effect in PostgreSQL first, under the leader's fence, and only what was written there is reported.
 */
import { type CoinSymbol, coinSymbols, type Venue } from '@sage/db/vocabulary'
import type { AlertReport, FearGreedPoint, MarketEvent, RuleFiring } from '../contract.ts'
import type { Ran } from '../loop.ts'
import { caughtUp } from './catch-up.ts'
import { type FearGreedThresholds, type FoundMood, judgeMood, moodIsNewsMs } from './fear-greed-moves.ts'
import type { LastLooks } from './last-looks.ts'
import type { Look } from './look.ts'
import type { Lookout } from './lookout.ts'
import { type FoundMove, initialDetector, judgeMove, type MoveDetector } from './moves.ts'
import type { AlertQueue } from './queue.ts'
import type { Rule } from './rule.ts'
import type { FoundFiring, RuleSet, Verdict } from './rule-set.ts'
import type { AlertStore, Outcome, StoredRule } from './store.ts'

export interface AlertThresholds extends FearGreedThresholds {
  /** In percent. */
  readonly movePercent: Readonly<Record<CoinSymbol, number>>
}

export interface WatchDeps {
  readonly lookout: Lookout
  readonly liveVenue: (symbol: CoinSymbol) => Venue
  /** Oldest first. */
  readonly mood: () => readonly FearGreedPoint[]
  readonly store: AlertStore
  readonly queue: Pick<AlertQueue, 'add'>
  readonly lastLooks: LastLooks
  /** Whether the venue's past is known; a leader waits for that, but not for ever. */
  readonly remembers: (venue: Venue, symbol: CoinSymbol) => boolean
  readonly thresholds: AlertThresholds
  readonly fence: () => number | undefined
  readonly deposed: () => void
  readonly nowMs: () => number
}

export interface AlertWatch {
  /** Some ten times a second: looks at every coin, and judges what is seen. Never waits for anything. */
  look(): void
  /** Once a second: reads what has changed of the rules; after a change of leader, everything. */
  refresh(): Promise<Ran>
  /** Writes what was judged, in order. Rejects while PostgreSQL is away; nothing is lost by that. */
  write(): Promise<Ran>
  /** Hands over what was written. Rejects while Valkey is away; nothing is lost by that. */
  report(): Promise<Ran>
  readonly counts: {
    readonly rules: number
    readonly unwritten: number
    readonly unreported: number
    found: number
  }
}

/** What a judgement has to change in PostgreSQL. */
type Change =
  | { readonly type: 'event'; readonly found: FoundMove | FoundMood }
  | { readonly type: 'rearmed'; readonly symbol: CoinSymbol; readonly detector: MoveDetector }
  | { readonly type: 'firing'; readonly found: FoundFiring }
  | { readonly type: 'armed'; readonly rule: Rule }

/** Changes older than this are dropped: what could not be told for so long is no news. */
const newsMs = 15 * 60_000
/** Looks of one task are closer together, as long as its venue speaks. */
const unseenMs = 5000
/** A venue that does not tell its past is not waited for longer. */
const rememberingMs = 15_000
const mostInStatement = 1000
const mostUnreported = 20_000
/** A change is seen when its transaction ends, which may be this much later than it says (`transaction_timeout`). */
const overlapMs = 15_000
/** Deleted rules are only noticed by reading all. Until then they are judged in vain: their firing is not written. */
const readAllEveryMs = 300_000
/** Long enough ago that a dead leader may have written, and not reported, it. */
const reportAgainMs = 120_000

export function createAlertWatch(deps: WatchDeps): AlertWatch {
  const { lookout, liveVenue, mood, store, queue, lastLooks, thresholds, fence, deposed, nowMs } = deps
  const startedMs = nowMs()
  /** Absent unless this task leads and has read how things stand. */
  let state: { fence: number; detectors: Map<CoinSymbol, MoveDetector>; rules: RuleSet } | undefined
  let readMs = 0
  let readAllMs = 0
  let unwritten: { readonly change: Change; readonly sinceMs: number }[] = []
  let unreported: AlertReport[] = []
  let moodKey: string | undefined
  const counts = {
    found: 0,
    get rules() {
      return state?.rules.size ?? 0
    },
    get unwritten() {
      return unwritten.length
    },
    get unreported() {
      return unreported.length
    },
  }

  function change(each: Change): void {
    unwritten.push({ change: each, sinceMs: nowMs() })
  }

  function take({ armed, firings }: Verdict): void {
    for (const found of firings) change({ type: 'firing', found })
    for (const rule of armed) change({ type: 'armed', rule })
  }

  function judgeMoves(detectors: Map<CoinSymbol, MoveDetector>, look: Look): void {
    const before = detectors.get(look.symbol) ?? initialDetector
    const { detector, found } = judgeMove(before, look, thresholds.movePercent[look.symbol])
    detectors.set(look.symbol, detector)
    if (found) change({ type: 'event', found })
    else if (detector.armed && !before.armed) change({ type: 'rearmed', symbol: look.symbol, detector })
  }

  function judgeIndex(rules: RuleSet): void {
    const points = mood()
    const newest = points.at(-1)
    const now = nowMs()
    if (newest === undefined || now - Date.parse(newest.at) > moodIsNewsMs) return
    take(rules.judgeMood(newest.value, now))
    const found = judgeMood(points, thresholds, now)
    if (found === undefined || found.key === moodKey) return
    moodKey = found.key
    change({ type: 'event', found })
  }

  /** From the last look of any leader to the first one of this task, where that leaves out anything. */
  function missed(lastLook: ReadonlyMap<CoinSymbol, number>): Look[] {
    return coinSymbols.flatMap((symbol) => {
      const lookedMs = lastLook.get(symbol)
      const first = lookout.trail().find((look) => look.symbol === symbol)
      const untilMs = first?.fromMs ?? nowMs()
      if (lookedMs === undefined || untilMs - lookedMs < unseenMs) return []
      return lookout.missed(liveVenue(symbol), symbol, Math.max(lookedMs, nowMs() - newsMs), untilMs)
    })
  }

  async function readAll(current: number): Promise<void> {
    const since = nowMs()
    const [detectors, stored, recent, lastLook] = await Promise.all([
      store.detectors(),
      store.rules(),
      store.history(new Date(since - reportAgainMs)),
      lastLooks.read(),
    ])
    const catchUp = await caughtUp(stored, store)
    if (fence() !== current) return
    // From here on nothing waits: no look falls between those of the trail and the next one.
    const past = [...missed(lastLook), ...lookout.trail()]
    const { rules, verdicts } = catchUp(past)
    state = { fence: current, detectors: new Map(detectors), rules }
    for (const look of past) judgeMoves(state.detectors, look)
    verdicts.forEach(take)
    reportAll(recent.events, recent.firings)
    readMs = readAllMs = since
    moodKey = undefined
  }

  async function readChanges(known: NonNullable<typeof state>): Promise<void> {
    const since = nowMs()
    const all = since - readAllMs >= readAllEveryMs
    const stored = await store.rules(all ? undefined : readMs - overlapMs)
    if (state !== known) return
    const isNew = ({ rule }: StoredRule) => known.rules.get(rule.id)?.updatedAtMs !== rule.updatedAtMs
    const changed = stored.filter((each) => isNew(each) && (each.enabled || known.rules.get(each.rule.id)))
    if (changed.length > 0) {
      const catchUp = await caughtUp(changed, store)
      if (state !== known) return
      for (const { rule } of changed) known.rules.remove(rule.id)
      const { rules, verdicts } = catchUp(lookout.trail())
      verdicts.forEach(take)
      known.rules.absorb(rules)
    }
    if (all) {
      const kept = new Set(stored.map(({ rule }) => rule.id))
      for (const id of [...known.rules.ids()]) if (!kept.has(id)) known.rules.remove(id)
      readAllMs = since
    }
    readMs = since
  }

  function reportAll(events: readonly MarketEvent[], firings: readonly RuleFiring[]): void {
    const reports: AlertReport[] = [
      ...events.map((event) => ({ type: 'market_event', event }) as const),
      ...firings.map((firing) => ({ type: 'rule_fired', firing }) as const),
    ]
    unreported = [...unreported, ...reports].slice(-mostUnreported)
  }

  /** The first changes that go into one statement. */
  function nextBatch(): readonly Change[] {
    const [first] = unwritten
    if (first === undefined) return []
    const { type } = first.change
    const isBatch = type === 'firing' || type === 'armed'
    const end = unwritten.findIndex(({ change: each }) => each.type !== type)
    const count = isBatch ? Math.min(end === -1 ? unwritten.length : end, mostInStatement) : 1
    return unwritten.slice(0, count).map((each) => each.change)
  }

  async function writeBatch(batch: readonly Change[], current: number): Promise<Outcome<unknown>['status']> {
    const [first] = batch
    switch (first?.type) {
      case undefined:
        return 'written'
      case 'event': {
        const outcome = await store.writeEvent(first.found, current)
        if (outcome.status === 'written') {
          reportAll(outcome.written, [])
          counts.found += outcome.written.length
        }
        return outcome.status
      }
      case 'rearmed':
        return (await store.rearmDetector(first.symbol, first.detector, current)).status
      case 'firing': {
        const found = batch.flatMap((each) => (each.type === 'firing' ? each.found : []))
        const outcome = await store.writeFirings(found, current)
        if (outcome.status === 'written') {
          reportAll([], outcome.written)
          counts.found += outcome.written.length
        }
        return outcome.status
      }
      case 'armed': {
        const rules = batch.flatMap((each) => (each.type === 'armed' ? each.rule : []))
        return (await store.armRules(rules, current)).status
      }
    }
  }

  return {
    counts,

    look() {
      const looks = lookout.look(liveVenue)
      if (fence() === undefined) state = undefined
      if (state === undefined) return
      for (const look of looks) {
        judgeMoves(state.detectors, look)
        take(state.rules.judge(look))
      }
      judgeIndex(state.rules)
    },

    async refresh() {
      const current = fence()
      if (current === undefined) return 'idle'
      if (state === undefined || state.fence !== current) {
        const isWaiting = coinSymbols.some((symbol) => !deps.remembers(liveVenue(symbol), symbol))
        if (isWaiting && nowMs() - startedMs < rememberingMs) return 'idle'
        await readAll(current)
      } else await readChanges(state)
      // What is not written yet would have to be seen again.
      if (unwritten.length === 0) await lastLooks.write(lookout.trail())
      return 'done'
    },

    async write() {
      unwritten = unwritten.filter(({ sinceMs }) => nowMs() - sinceMs < newsMs)
      let wrote = false
      for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
        const current = fence()
        if (current === undefined) break
        if ((await writeBatch(batch, current)) === 'fenced') {
          deposed()
          break
        }
        unwritten.splice(0, batch.length)
        wrote = true
      }
      return wrote ? 'done' : 'idle'
    },

    async report() {
      if (unreported.length === 0) return 'idle'
      const reports = unreported
      await queue.add(reports)
      const handed = new Set(reports)
      unreported = unreported.filter((each) => !handed.has(each))
      return 'done'
    },
  }
}
