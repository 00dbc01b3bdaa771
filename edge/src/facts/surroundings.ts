import { endOfSentence } from './sentences.ts'
import type { Subject } from './subjects.ts'

/** What stands around a figure. */
export interface Surroundings {
  readonly before: string
  readonly after: string
  /** The coin the conversation is about, where the answer itself has named none yet. */
  readonly topic: Subject | undefined
}

/** So much after a figure may tell what it means; nothing is awaited for longer. */
export const figureReach = 64

/** Whether `after` holds all that may tell what stands before it: the rest of the sentence, or `reach` of it. */
export const isSettled = (after: string, reach: number) =>
  after.length >= reach || endOfSentence(after) !== undefined
