/** From readings to incidents: one opens when a part is found failing and ends when it was found well twice. */

export const components = ['prices', 'first_word', 'answers', 'database', 'valkey', 'push_queue'] as const
export type Component = (typeof components)[number]

/** What was found out about a part; a part of which nothing could be found out is not in the list. */
export interface Reading {
  readonly component: Component
  readonly healthy: boolean
  /** One sentence with the figures, for those who run Sage. */
  readonly summary: string
}

export interface OpenIncident {
  readonly id: string
  readonly component: Component
  readonly summary: string
  readonly startedAt: string
  /** Good readings in a row. */
  readonly good: number
}

export interface Judgement {
  readonly open: readonly OpenIncident[]
  readonly opened: readonly OpenIncident[]
  readonly ended: readonly OpenIncident[]
}

/** A part that comes and goes is one incident, not one a minute. */
const goodToEnd = 2

export function judge(
  open: readonly OpenIncident[],
  readings: readonly Reading[],
  at: string,
  newId: () => string,
): Judgement {
  const byComponent = new Map(readings.map((reading) => [reading.component, reading]))
  const going = open.map((incident) => {
    const reading = byComponent.get(incident.component)
    if (reading === undefined) return incident
    return { ...incident, good: reading.healthy ? incident.good + 1 : 0 }
  })
  const known = new Set(open.map(({ component }) => component))
  const opened = readings
    .filter(({ component, healthy }) => !healthy && !known.has(component))
    .map(({ component, summary }) => ({ id: newId(), component, summary, startedAt: at, good: 0 }))
  const ended = going.filter(({ good }) => good >= goodToEnd)
  return { open: [...going.filter(({ good }) => good < goodToEnd), ...opened], opened, ended }
}
