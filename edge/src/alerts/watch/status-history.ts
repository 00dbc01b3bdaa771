/** The last 90 days as incidents tell them: for how many minutes of each day a part that users know was not well. Pure. */
import type { StatusDay, StatusHistory, StatusPart } from '../../contract/status.ts'
import type { Component } from './judge.ts'

export interface PastIncident {
  readonly component: string
  readonly startedAt: Date
  /** Absent while it goes on. */
  readonly endedAt: Date | null
}

export const historyDays = 90
const dayMs = 86_400_000

/** What each part of ours means for a reader; one may mean more than one thing. */
const felt: Readonly<Record<Component, readonly StatusPart[]>> = {
  prices: ['feeds'],
  first_word: ['mentor'],
  answers: ['mentor'],
  // Chats go on without it, but what has to be looked up does not.
  database: ['mentor', 'alerts'],
  valkey: ['alerts'],
  push_queue: ['alerts'],
}

export function statusHistory(incidents: readonly PastIncident[], nowMs: number): StatusHistory {
  const today = Math.floor(nowMs / dayMs)
  const spans = { feeds: [], mentor: [], alerts: [] } as Record<StatusPart, Span[]>
  for (const { component, startedAt, endedAt } of incidents) {
    const span = { fromMs: startedAt.getTime(), toMs: Math.min(endedAt?.getTime() ?? nowMs, nowMs) }
    for (const part of isComponent(component) ? felt[component] : []) spans[part].push(span)
  }
  const days = Array.from({ length: historyDays }, (_, index): StatusDay => {
    const fromMs = (today - historyDays + 1 + index) * dayMs
    const minutes = (part: StatusPart) => Math.ceil(covered(spans[part], fromMs, fromMs + dayMs) / 60_000)
    return {
      day: new Date(fromMs).toISOString().slice(0, 10),
      minutes: { feeds: minutes('feeds'), mentor: minutes('mentor'), alerts: minutes('alerts') },
    }
  })
  return { at: new Date(nowMs).toISOString(), days }
}

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** How much of `[fromMs, toMs)` lies in any of `spans`; what lies in two of them counts once. */
function covered(spans: readonly Span[], fromMs: number, toMs: number): number {
  let sum = 0
  let reachedMs = fromMs
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const from = Math.max(span.fromMs, reachedMs)
    const to = Math.min(span.toMs, toMs)
    if (to <= from) continue
    sum += to - from
    reachedMs = to
  }
  return sum
}

/** A component that this version does not know (any more) is nobody's. */
function isComponent(name: string): name is Component {
  return Object.hasOwn(felt, name)
}
