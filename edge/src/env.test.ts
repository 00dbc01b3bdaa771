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

test('a bad variable is named, its value is not', () => {
  const bad = { ...complete, AUTH_SECRETS: 'canary-short', INGEST_URL: 'ftp://canary' }
  expect(() => readSettings(bad)).toThrow(/INGEST_URL.*AUTH_SECRETS|AUTH_SECRETS.*INGEST_URL/)
  expect(() => readSettings(bad)).not.toThrow(/canary/)
})
