/** Auth.js' many errors as the few that a person can act on. */
import type { SignInFailure } from '../contract/sign-in.ts'

/** What Auth.js met during one request, by name, and the OAuth error code of the provider where there was one. */
export interface Failure {
  readonly name: string
  readonly providerCode?: string | undefined
}

/**
 * The failure behind Auth.js' code in `?error=` (https://authjs.dev/reference/core/errors). It calls everything that is
 * not the reader's doing `Configuration`, so what it met on the way decides.
 */
export function signInFailure(code: string, met: readonly Failure[]): SignInFailure {
  switch (code) {
    case 'AccessDenied':
      return 'denied'
    case 'OAuthCallbackError':
      return met.some(({ providerCode }) => providerCode === 'access_denied') ? 'denied' : 'unavailable'
    case 'MissingCSRF':
      return 'expired'
    default:
      if (met.some(({ providerCode }) => providerCode === 'invalid_grant')) return 'replayed'
      return met.some(({ name }) => name === 'InvalidCheck') ? 'expired' : 'unavailable'
  }
}

/** Reads an error of Auth.js without its messages, which may hold codes and tokens. */
export function failureOf(error: Error): Failure {
  const cause = error.cause
  const beneath = isRecord(cause) && 'err' in cause ? cause.err : cause
  const code = isRecord(beneath) ? beneath.error : undefined
  return { name: error.name, ...(typeof code === 'string' && { providerCode: code.slice(0, 60) }) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
