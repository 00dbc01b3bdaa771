import { expect, test } from 'vitest'
import { readSettings } from './env.ts'

const complete = {
  ANTHROPIC_API_KEY: 'canary-key',
  INGEST_URL: 'http://127.0.0.1:1/',
  EDGE_SIGNING_KEY: '{}',
  AUTH_SECRETS: 'newest-secret-of-32-characters-00, older-secret-of-32-characters-000',
  AUTH_URL: 'https://app.sage.ai/somewhere',
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'secret',
  VAPID_PUBLIC_KEY: 'B'.repeat(87),
  VAPID_PRIVATE_KEY: 'k'.repeat(43),
  VAPID_SUBJECT: 'mailto:us@sage.ai',
  MODEL_FAST: '',
}

test('lists are split, addresses trimmed, empty variables absent', () => {
  const settings = readSettings(complete)
  expect(settings.AUTH_SECRETS).toEqual([
    'newest-secret-of-32-characters-00',
    'older-secret-of-32-characters-000',
  ])
  expect(settings.AUTH_URL).toBe('https://app.sage.ai')
  expect(settings.INGEST_URL).toBe('http://127.0.0.1:1')
  expect(settings.MODEL_FAST).toBeUndefined()
})

test('production refuses the demo mentor and an open origin', () => {
  expect(() => readSettings({ ...complete, STAGE: 'prod', MENTOR: 'demo' })).toThrow(/MENTOR/)
  expect(() => readSettings({ ...complete, STAGE: 'prod', AUTH_URL: 'http://app.sage.ai' })).toThrow(
    /AUTH_URL/,
  )
})

test('production pushes to the known services only', () => {
  const more = { ...complete, PUSH_EXTRA_ORIGINS: 'http://127.0.0.1:9/, https://push.example' }
  expect(readSettings(more).PUSH_EXTRA_ORIGINS).toEqual(
    new Set(['http://127.0.0.1:9', 'https://push.example']),
  )
  expect(() => readSettings({ ...more, STAGE: 'prod' })).toThrow(/PUSH_EXTRA_ORIGINS/)
})

test("ingest's keys are a key set of Ed25519 keys with names, or there are none", () => {
  expect(readSettings({ ...complete }).INGEST_PUBLIC_KEYS).toEqual({ keys: [] })
  const key = { kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'one' }
  const given = { ...complete, INGEST_PUBLIC_KEYS: JSON.stringify({ keys: [key] }) }
  expect(readSettings(given).INGEST_PUBLIC_KEYS.keys).toEqual([key])
  for (const bad of ['x', '[]', JSON.stringify({ keys: [{ ...key, kid: undefined }] })]) {
    expect(() => readSettings({ ...complete, INGEST_PUBLIC_KEYS: bad })).toThrow(/INGEST_PUBLIC_KEYS/)
  }
})

test('a bad variable is named, its value is not', () => {
  const bad = { ...complete, AUTH_SECRETS: 'canary-short', INGEST_URL: 'ftp://canary' }
  expect(() => readSettings(bad)).toThrow(/INGEST_URL.*AUTH_SECRETS|AUTH_SECRETS.*INGEST_URL/)
  expect(() => readSettings(bad)).not.toThrow(/canary/)
})
