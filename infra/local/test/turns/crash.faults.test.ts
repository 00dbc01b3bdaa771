/** The edge is killed at every `step`-th event of a turn, from the first to the last. */
import { isTerminal } from '@sage/edge/contract'
import { beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { allEvents, misbehave, ready, signIn } from '../stack.ts'
import { killAfter } from './killing.ts'
import { expectTold } from './promises.ts'
import { readOn } from './reader.ts'

const step = 4
/** As many attempts as recovery allows, the first included. */
const attempts = 3

beforeAll(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 100, seed: 'crash' }))

const Inspected = z.object({ requests: z.array(z.object({ agent: z.string() })) })

/** Requests that Claude's stand-in has had for one turn; the Analyst's brief is the market's, not the turn's. */
async function callsOfTurn(): Promise<number> {
  const { requests } = Inspected.parse(await (await fetch(`${ready().standIns.claude}/__control`)).json())
  return requests.filter(({ agent }) => agent !== 'analyst').length
}

async function enter() {
  const person = await signIn()
  return { person, chatId: (await person.newChat()).id }
}

it('an edge killed at any event loses no word, doubles none, and asks Claude within its budget', async () => {
  const { person, chatId } = await enter()
  await misbehave('claude', { forget: true })
  const length = (await allEvents(await person.ask(chatId, 'BTC 어때?'))).length
  const callsAtMost = (await callsOfTurn()) * attempts
  expect(length).toBeGreaterThan(step * 5)
  for (let count = 1; count < length; count += step) {
    const { person, chatId } = await enter()
    await misbehave('claude', { forget: true })
    const before = await killAfter(person, chatId, count)
    const received = await readOn(person, chatId, before)
    await expectTold(person, chatId, received).catch((cause: unknown) => {
      throw new Error(`killed after event ${count}`, { cause })
    })
    expect(received.filter(({ event }) => isTerminal(event)).map(({ event }) => event.type)).toEqual(['done'])
    expect(await callsOfTurn()).toBeLessThanOrEqual(callsAtMost)
  }
}, 1_200_000)
