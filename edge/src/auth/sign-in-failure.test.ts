import { describe, expect, test } from 'vitest'
import { failureOf, signInFailure } from './sign-in-failure.ts'

const caused = (name: string, cause: unknown) => Object.assign(new Error('secret', { cause }), { name })

describe('why a sign-in failed', () => {
  test.each([
    ['AccessDenied', [], 'denied'],
    ['OAuthCallbackError', [{ name: 'refusal', providerCode: 'access_denied' }], 'denied'],
    ['OAuthCallbackError', [{ name: 'refusal', providerCode: 'server_error' }], 'unavailable'],
    ['MissingCSRF', [], 'expired'],
    ['Configuration', [{ name: 'InvalidCheck' }], 'expired'],
    ['Configuration', [{ name: 'CallbackRouteError', providerCode: 'invalid_grant' }], 'replayed'],
    ['Configuration', [{ name: 'CallbackRouteError' }], 'unavailable'],
    ['anything', [], 'unavailable'],
  ] as const)('%s after %j is %s', (code, met, failure) => {
    expect(signInFailure(code, met)).toBe(failure)
  })

  test('is told without the messages of the errors', () => {
    const beneath = caused('CallbackRouteError', {
      err: { name: 'ResponseBodyError', error: 'invalid_grant' },
    })
    expect(failureOf(beneath)).toEqual({ name: 'CallbackRouteError', providerCode: 'invalid_grant' })
    expect(failureOf(caused('InvalidCheck', undefined))).toEqual({ name: 'InvalidCheck' })
    expect(JSON.stringify(failureOf(beneath))).not.toContain('secret')
  })
})
