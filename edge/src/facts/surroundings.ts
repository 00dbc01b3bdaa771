import { afterList, clauseIsOver, type Subject, startsList } from './context.ts'

/** What stands around a figure while the stream goes on. */
export interface Surroundings {
  readonly before: string
  readonly after: string
  /** The coin the conversation is about, where the answer itself has named none yet. */
  readonly topic: Subject | undefined
  readonly final: boolean
}

/** A clause that goes on for longer than this is judged as it stands. */
const longestClause = 60

/** Whether the clause that the figure stands in may still go on. */
export const isOpen = ({ after, final }: Surroundings) =>
  !final && !clauseIsOver(after) && after.length < longestClause

/** Whether a list of figures begins after this one, whose verb is still to come. */
export function listIsOpen({ after, final }: Surroundings): boolean {
  if (final || after.length >= longestClause) return false
  const rest = afterList(after)
  return rest === after ? startsList(after) : startsList(rest) || !clauseIsOver(rest)
}
