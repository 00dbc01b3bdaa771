import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { type FearGreedStandIn, startFearGreed } from './fear-greed.ts'
import { control, getJson } from './feeds/testing.ts'

const noon = Date.UTC(2026, 10, 24, 12)
const Body = z.object({
  name: z.string(),
  data: z.array(
    z.strictObject({
      value: z.string().regex(/^\d{1,3}$/),
      value_classification: z.string(),
      timestamp: z.string().regex(/^\d{10}$/),
      time_until_update: z.string().optional(),
    }),
  ),
  metadata: z.object({ error: z.string().nullable() }),
})

let standIn: FearGreedStandIn
beforeAll(async () => {
  standIn = await startFearGreed({ port: 0, seed: 'test', now: () => noon })
})
afterAll(() => standIn.close())

const index = async (query = '') => Body.parse((await getJson(`${standIn.url}/fng/${query}`)).body).data

it('gives the newest day alone, with the time until the next', async () => {
  const [today, ...others] = await index()
  expect(others).toEqual([])
  expect(today).toMatchObject({
    timestamp: String(Date.UTC(2026, 10, 24) / 1000),
    time_until_update: '43200',
  })
})

it('gives 400 days of history, newest first, a day apart', async () => {
  const days = await index('?limit=0')
  expect(days).toHaveLength(400)
  expect(days.filter((day) => day.time_until_update !== undefined)).toHaveLength(1)
  days.slice(1).forEach((day, position) => {
    expect(Number(days[position]?.timestamp) - Number(day.timestamp)).toBe(86_400)
  })
})

it('can be set for today and for earlier days, and fail', async () => {
  await control(standIn.url, { value: 9, values: { 7: 80 } })
  const days = await index('?limit=8')
  expect(days[0]).toMatchObject({ value: '9', value_classification: 'Extreme Fear' })
  expect(days[7]).toMatchObject({ value: '80', value_classification: 'Extreme Greed' })
  await control(standIn.url, { status: 502 })
  expect((await getJson(`${standIn.url}/fng/`)).status).toBe(502)
  expect((await control(standIn.url, { value: 101 })).status).toBe(400)
})
