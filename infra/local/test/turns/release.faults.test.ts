/**
 * A new version of the Worker in mid-turn, as far as the local runtime allows: `wrangler dev` puts new code in place of the
 * old, which ends every object and connection. In the cloud objects are told no more than that.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Chat, Messages } from '@sage/edge/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { repository } from '../../src/repository.ts'
import { readSettings } from '../../src/settings.ts'
import { control } from '../../src/soak/disturb.ts'
import { readTurn } from '../../src/soak/people.ts'
import { enter, type World } from '../../src/soak/visitor.ts'
import { type Stack, startStack } from '../../src/stack.ts'
import { silentSteps } from '../../src/steps.ts'

const home = mkdtempSync(join(tmpdir(), 'sage-release-'))
// Beside the sources, whose packages it needs.
const folder = join(repository, 'edge/dist')
const entry = join(folder, `release-${process.pid}.ts`)
let stack: Stack

/** The product's own Worker, which says which release it is. */
function write(release: number): void {
  writeFileSync(
    entry,
    `import worker from '../src/worker.ts'
export * from '../src/worker.ts'
export default {
  ...worker,
  async fetch(request, env, ctx) {
    const answer = await worker.fetch(request, env, ctx)
    const named = new Response(answer.body, answer)
    named.headers.set('x-release', '${release}')
    return named
  },
}
`,
  )
}

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  write(1)
  const { PATH, HOME } = process.env
  const settings = readSettings({ PATH, HOME, SAGE_HOME: home, MARKET: 'replay' })
  stack = await startStack({ settings, steps: silentSteps, web: 'none', edgeScript: entry })
}, 180_000)
afterAll(async () => {
  await stack?.close()
  rmSync(entry, { force: true })
  rmSync(home, { recursive: true, force: true })
})

it('loses no turn: each goes on or begins again, ends once, and every word is kept', async () => {
  const { web, demoLogin = '', standIns } = stack.ready
  await control(standIns.claude, { reset: true, latencyMs: 200, tokensPerSecond: 20 })
  const world: World = { web, demoLogin, note: () => {}, over: new AbortController().signal }
  const visitors = await Promise.all(Array.from({ length: 5 }, () => enter(world)))
  const chats = await Promise.all(
    visitors.map(async (visitor) => {
      const chat = await visitor.ask('chat', '/api/chats', Chat, { method: 'POST', body: {} })
      if (!chat) throw new Error('no chat')
      return { visitor, chatId: chat.id }
    }),
  )
  const release = async () =>
    (await fetch(`${web}/api/healthz`).catch(() => undefined))?.headers.get('x-release')
  expect(await release()).toBe('1')
  const turns = chats.map(({ visitor, chatId }) => readTurn(visitor, chatId, 'BTC 어때?', world))
  await delay(1500)
  write(2)
  await expect.poll(release, { timeout: 60_000 }).toBe('2')
  const ended = await Promise.all(turns)
  expect(ended.filter(({ status }) => status !== 'ended')).toEqual([])
  for (const { visitor, chatId } of chats) {
    const page = await visitor.ask('messages', `/api/chats/${chatId}/messages`, Messages)
    expect(page?.messages.map(({ role, status }) => `${role} ${status}`)).toEqual([
      'user done',
      'assistant done',
    ])
  }
})
