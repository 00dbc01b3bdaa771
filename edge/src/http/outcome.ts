/** Outcomes of the parts behind the routes, as values or as errors for the one place that answers them. */
import type { Missing, TurnRefusal } from '../chat/room.ts'
import { ApiError } from '../errors.ts'
import type { Stored } from '../services.ts'

/** The stored value; throws `unavailable` where the database did not answer. */
export function available<T>(stored: Stored<T>): T {
  if (stored.status === 'unavailable') throw new ApiError('unavailable', { retryAfterMs: 5000 })
  return stored.value
}

/** The value; throws 404 where there is none. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new ApiError('not_found')
  return value
}

/** The outcome where the chat is there; throws 404 or 503 otherwise. */
export function present<T extends { readonly status: string }>(outcome: T): Exclude<T, Missing> {
  if (isPresent(outcome)) return outcome
  throw outcome.status === 'absent'
    ? new ApiError('not_found')
    : new ApiError('unavailable', { retryAfterMs: 5000 })
}

function isPresent<T extends { readonly status: string }>(outcome: T): outcome is Exclude<T, Missing> {
  return outcome.status !== 'absent' && outcome.status !== 'unavailable'
}

/** Why a turn does not begin, as the error its sender gets. */
export function refusal(outcome: TurnRefusal): ApiError {
  switch (outcome.status) {
    case 'turn_running':
      return new ApiError('turn_running', { details: { turnId: outcome.turnId } })
    case 'unknown_parent':
      return new ApiError('not_found', { message: 'The message it refers to is not in this chat.' })
    case 'rate_limited':
      return new ApiError('rate_limited', { retryAfterMs: outcome.retryAfterMs })
    case 'quota_spent':
      return new ApiError('budget_spent', { retryAfterMs: outcome.retryAfterMs })
    case 'too_many_turns':
      return new ApiError('rate_limited', {
        message: 'Three answers are being written already.',
        retryAfterMs: 5000,
      })
  }
}
