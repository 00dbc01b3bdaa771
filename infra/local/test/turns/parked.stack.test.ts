import { Messages, type ParkedRow, ParkedRows, RetriedRow } from '@sage/edge/contract'
import pg from 'pg'
import { beforeEach, expect, it } from 'vitest'
import { adminEmail } from '../accounts/admin-email.ts'
import { allEvents, misbehave, type Person, ready, signIn } from '../stack.ts'

beforeEach(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 }))

async function inDatabase<T extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: ready().postgres })
  await client.connect()
  try {
    return (await client.query<T>(text, values)).rows
  } finally {
    await client.end()
  }
}

const storedIds = async (chatId: string) =>
  (await inDatabase<{ id: string }>('select id from messages where chat_id = $1 order by id', [chatId])).map(
    ({ id }) => id,
  )

async function parkedRowsOf(admin: Person, chatId: string): Promise<ParkedRow[]> {
  const response = await admin.request('/api/admin/parked-rows?limit=100')
  return ParkedRows.parse(await response.json()).parkedRows.filter((row) => row.chatId === chatId)
}

it('what PostgreSQL refuses stops no chat, is shown to administrators without its words, and can be tried again', async () => {
  const [person, admin] = await Promise.all([signIn(), signIn(adminEmail)])
  const chatId = (await person.newChat()).id
  await expect
    .poll(() => inDatabase('select from chats where id = $1', [chatId]).then(({ length }) => length))
    .toBe(1)
  // A message without its chat breaks a constraint, until the turn's end writes the chat anew.
  await inDatabase('delete from chats where id = $1', [chatId])
  const events = await allEvents(await person.ask(chatId, '비밀이네, BTC 어때?'))
  expect(events.at(-1)?.event.type).toBe('done')

  await expect.poll(() => parkedRowsOf(admin, chatId).then(({ length }) => length)).toBeGreaterThan(0)
  const parked = await parkedRowsOf(admin, chatId)
  const first = parked.at(-1)
  expect(first).toMatchObject({ kind: 'message', code: '23503', rule: 'messages_chat' })
  expect(JSON.stringify(parked)).not.toContain('비밀')
  const shown = Messages.parse(await (await person.request(`/api/chats/${chatId}/messages`)).json()).messages
  expect(shown).toHaveLength(2)
  expect(first?.subjectId).toBe(shown[0]?.id)

  const retry = (by: Person) =>
    by.request(`/api/admin/parked-rows/${first?.id}/retry`, { method: 'POST', body: '{}' })
  expect((await retry(person)).status).toBeGreaterThanOrEqual(400)
  expect(RetriedRow.parse(await (await retry(admin)).json())).toEqual({ status: 'written' })
  await expect.poll(() => storedIds(chatId)).toEqual(shown.map(({ id }) => id))
  await expect.poll(() => parkedRowsOf(admin, chatId)).toEqual([])
  expect((await retry(admin)).status).toBe(404)
})
