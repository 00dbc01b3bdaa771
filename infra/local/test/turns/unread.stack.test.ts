import { Chats } from '@sage/edge/contract'
import { beforeEach, expect, it } from 'vitest'
import { allEvents, misbehave, type Person, signIn } from '../stack.ts'

beforeEach(() => misbehave('claude', { latencyMs: 20, tokensPerSecond: 300 }))

/** Whether the list of chats calls the person's only chat unread, and whether its answer has named it yet. */
async function listed(person: Person) {
  const { chats } = Chats.parse(await (await person.request('/api/chats')).json())
  return chats.map(({ unread, title }) => ({ unread, isNamed: title !== '' }))
}

it('a chat whose answer nobody waited for is unread in the list until it is opened', async () => {
  const person = await signIn()
  const { id } = await person.newChat()
  await (await person.ask(id, 'BTC 어때?')).body?.cancel()
  await expect
    .poll(() => listed(person), { timeout: 40_000, interval: 300 })
    .toEqual([{ unread: true, isNamed: true }])
  await person.request(`/api/chats/${id}/messages`)
  await expect
    .poll(() => listed(person), { timeout: 20_000, interval: 300 })
    .toEqual([{ unread: false, isNamed: true }])
})

it('a chat whose answer was read to its end is not unread', async () => {
  const person = await signIn()
  const { id } = await person.newChat()
  await allEvents(await person.ask(id, 'BTC 어때?'))
  await expect
    .poll(() => listed(person), { timeout: 20_000, interval: 300 })
    .toEqual([{ unread: false, isNamed: true }])
})
