import { isTerminal } from '@sage/edge/contract'
import pg from 'pg'
import { beforeEach, expect, it } from 'vitest'
import { allEvents, misbehave, ready, signIn } from '../stack.ts'
import { crashDatabase } from './database.ts'
import { killAfter } from './killing.ts'
import { expectTold } from './promises.ts'
import { readOn } from './reader.ts'

beforeEach(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 200 }))

it.each([30])('an edge killed after event %i loses no word and doubles none', async (count) => {
  const person = await signIn()
  const chatId = (await person.newChat()).id
  const before = await killAfter(person, chatId, count)
  await expectTold(person, chatId, await readOn(person, chatId, before))
})

it('a turn that nobody watches after the crash is finished all the same', async () => {
  const person = await signIn()
  const chatId = (await person.newChat()).id
  await killAfter(person, chatId, 5)
  await expect.poll(() => statusInDatabase(chatId), { timeout: 40_000, interval: 500 }).toEqual(['done'])
})

it('a database that is away slows nothing and loses nothing', async () => {
  const person = await signIn()
  const chatId = (await person.newChat()).id
  await crashDatabase(async () => {
    const received = await allEvents(await person.ask(chatId, 'ETH 어때?'))
    expect(received.filter(({ event }) => isTerminal(event)).map(({ event }) => event.type)).toEqual(['done'])
    await expectTold(person, chatId, received)
  })
  await expect.poll(() => statusInDatabase(chatId), { timeout: 50_000, interval: 500 }).toEqual(['done'])
})

/** How the turns of a chat have ended by PostgreSQL's account; nothing while it cannot be asked. */
async function statusInDatabase(chatId: string): Promise<string[] | undefined> {
  const client = new pg.Client({ connectionString: ready().postgres })
  try {
    await client.connect()
    const result = await client.query<{ status: string }>(
      'select t.status from turns t join messages m on m.id = t.assistant_message_id where t.chat_id = $1',
      [chatId],
    )
    return result.rows.map(({ status }) => status)
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => {})
  }
}
