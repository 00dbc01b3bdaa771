import * as z from 'zod/mini'

/**
 * What somebody agrees to by signing in, each in the version that is shown now. A new text is a new version, and the
 * next sign-in is recorded as agreement to it.
 */
export const consents = [
  { document: 'terms', version: '2026-11-28' },
  { document: 'privacy', version: '2026-11-28' },
] as const

/**
 * Why a sign-in failed, as `?error=` of `/sign-in`. `denied`: the person refused; `expired`: what the browser kept of
 * the attempt is gone; `replayed`: its code was used before; `unavailable`: Google or we do not answer; `unverified`:
 * Google has not verified the address; `profile`: Google gave none; `disabled`: the account is.
 */
export const SignInFailure = z.enum([
  'denied',
  'expired',
  'replayed',
  'unavailable',
  'unverified',
  'profile',
  'disabled',
])
export type SignInFailure = z.infer<typeof SignInFailure>
