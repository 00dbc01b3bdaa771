import { Messages } from '@sage/edge/contract'
import pg from 'pg'
import { beforeEach, expect, it } from 'vitest'
import * as z from 'zod'
import { allEvents, misbehave, type Person, ready, signIn } from '../stack.ts'

beforeEach(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 }))

const length = 120

/** A chat of `length` messages that its object has never seen, each answering to the one before; their ids. */
async function longChat(
  person: Person,
): Promise<{ readonly chatId: string; readonly ids: readonly string[] }> {
  const known = (await person.newChat()).id
  const client = new pg.Client({ connectionString: ready().postgres })
  await client.connect()
  try {
    const { rows } = await client.query(
      `with owner as (select user_id from chats where id = $1),
         chat as (insert into chats (user_id, title) select user_id, 'long' from owner returning id, user_id),
         ids as (select n, uuidv7() as id from generate_series(1, $2::int) n)
       insert into messages (id, chat_id, user_id, parent_id, role, status, content)
       select id, chat_id, user_id, parent_id, case n % 2 when 1 then 'user' else 'assistant' end, 'done', 'word ' || n
       from (select ids.n, ids.id, chat.id as chat_id, user_id, lag(ids.id) over (order by ids.id) as parent_id
         from ids, chat) m
       order by id returning id, chat_id`,
      [known, length],
    )
    return { chatId: z.string().parse(rows[0]?.chat_id), ids: rows.map(({ id }) => z.string().parse(id)) }
  } finally {
    await client.end()
  }
}

const Inspected = z.object({ requests: z.array(z.object({ agent: z.string(), body: z.unknown() })) })

async function lastPersonaPrompt(): Promise<string> {
  const response = await fetch(`${ready().standIns.claude}/__control`)
  const { requests } = Inspected.parse(await response.json())
  return JSON.stringify(requests.findLast(({ agent }) => agent === 'persona')?.body)
}

it('a message from long ago can be put differently, answered once more and rated', async () => {
  const person = await signIn()
  const { chatId, ids } = await longChat(person)
  const [early = '', earlyAnswer = ''] = [ids[20], ids[21]]
  const put = await person.ask(chatId, 'BTC 어때?', {
    method: 'POST',
    body: JSON.stringify({
      content: 'BTC 어때?',
      clientMessageId: crypto.randomUUID(),
      parentId: earlyAnswer,
    }),
  })
  expect(put.status).toBe(200)
  expect((await allEvents(put)).at(-1)?.event.type).toBe('done')
  // The mentor remembers what led there, and nothing that was said on the other branch.
  const prompt = await lastPersonaPrompt()
  expect(prompt).toContain('word 22')
  expect(prompt).toContain('word 4')
  expect(prompt).not.toContain('word 23')

  const again = await person.request(`/api/chats/${chatId}/messages/${earlyAnswer}/regenerate`, {
    method: 'POST',
    body: JSON.stringify({ clientMessageId: crypto.randomUUID() }),
  })
  expect((await allEvents(again)).at(-1)?.event.type).toBe('done')
  const rated = await person.request(`/api/chats/${chatId}/messages/${earlyAnswer}/feedback`, {
    method: 'PUT',
    body: JSON.stringify({ rating: 'up' }),
  })
  expect(rated.status).toBe(200)

  const page = async (query: string) =>
    Messages.parse(await (await person.request(`/api/chats/${chatId}/messages?${query}`)).json())
  const newest = await page('limit=100')
  const older = await page(`limit=100&cursor=${newest.nextCursor}`)
  const all = [...older.messages, ...newest.messages]
  expect(all.map(({ id }) => id).slice(0, length)).toEqual(ids)
  expect(all.slice(length).map(({ parentId }) => parentId)).toEqual([earlyAnswer, all[length]?.id, early])
  await expect
    .poll(async () => (await page(`limit=100&cursor=${newest.nextCursor}`)).messages[21]?.feedback)
    .toEqual({ rating: 'up' })
})
