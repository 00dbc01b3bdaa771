import { afterEach, beforeEach, expect, it } from 'vitest'
import * as z from 'zod'
import { allEvents, misbehave, type Person, ready, signIn } from '../stack.ts'

const Inspected = z.object({
  requests: z.array(z.object({ agent: z.string(), totalMs: z.number().optional() })),
})

/** How many briefs Claude's stand-in has given since it was told to forget. */
async function briefsMade(): Promise<number> {
  const response = await fetch(`${ready().standIns.claude}/__control`)
  const { requests } = Inspected.parse(await response.json())
  return requests.filter(({ agent, totalMs }) => agent === 'analyst' && totalMs !== undefined).length
}

async function ask(person: Person) {
  const chat = await person.newChat()
  return (await allEvents(await person.ask(chat.id, 'BTC 어때?'))).map(({ event }) => event)
}

beforeEach(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 }))
afterEach(() => Promise.all([misbehave('binance', { reset: true }), misbehave('gate', { reset: true })]))

it('after a move of the market the brief is ready before anybody asks', async () => {
  const person = await signIn()
  await ask(person)
  await misbehave('claude', { forget: true })
  const move = { path: { BTC: [['+0s', '+2%']] } }
  await Promise.all([misbehave('binance', move), misbehave('gate', move)])
  await expect.poll(briefsMade, { timeout: 40_000, interval: 500 }).toBeGreaterThan(0)
  const events = await ask(person)
  expect(events.filter((event) => event.type === 'stage' && event.agent === 'analyst')).toEqual([
    { type: 'stage', agent: 'analyst', status: 'done', ms: 0 },
  ])
  expect(events.at(-1)?.type).toBe('done')
})
