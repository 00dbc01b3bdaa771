/** What to do with a turn that was running when its object went away. */

/** Attempts in all, the first included: each costs calls to the models. */
export const maxAttempts = 3
/** Nobody waits longer for an answer; what is older ends as interrupted. */
export const maxTurnAgeMs = 5 * 60_000
/** While a turn runs, an alarm this far ahead finds it again after a crash. */
export const lookAgainMs = 10_000

export type Recovery = 'conclude' | 'run_again' | 'restart' | 'give_up'

/**
 * `conclude`: the signal is the last word of an answer, so nothing is missing but the end; another attempt could give
 * another signal. `restart`: something was shown that the reader must be told to clear.
 */
export function recovery(turn: {
  readonly attempts: number
  readonly ageMs: number
  readonly hasShown: boolean
  readonly hasSignalled: boolean
}): Recovery {
  if (turn.hasSignalled) return 'conclude'
  if (turn.attempts >= maxAttempts || turn.ageMs > maxTurnAgeMs) return 'give_up'
  return turn.hasShown ? 'restart' : 'run_again'
}
