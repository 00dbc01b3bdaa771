import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { admitted } from '../build/admit-reports.ts'

const headers = readFileSync(new URL('../public/_headers', import.meta.url), 'utf8')

it('the policy admits the host of the DSN, and nothing else changes', () => {
  const wider = admitted(headers, `https://${'a'.repeat(32)}@o1.ingest.sentry.io/42`)
  expect(wider).toContain("connect-src 'self' https://o1.ingest.sentry.io;")
  expect(wider.replace(' https://o1.ingest.sentry.io', '')).toBe(headers)
})

it('without reports the page may connect to its own origin alone', () => {
  expect(headers).toContain("connect-src 'self';")
})

it('a policy that cannot be widened ends the build', () => {
  expect(() => admitted('/*\n  X: y\n', 'https://a@b.test/1')).toThrow('VITE_SENTRY_DSN')
})
