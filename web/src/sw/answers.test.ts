import { describe, expect, it } from 'vitest'
import { type AnswerDeps, changesReader, createAnswers, deletedChat, isKept } from './answers.ts'
import { keptAtHeader } from './kept-cache.ts'

const origin = 'https://sage.example'
const me = `${origin}/api/users/me`
const chats = `${origin}/api/chats?limit=30`

/** A network whose answers are set, and caches that are maps. */
function world() {
  const answers = new Map<string, () => Promise<Response>>()
  const stores = new Map<string, Map<string, Response>>()
  const keyOf = (request: RequestInfo | URL) => (request instanceof Request ? request.url : String(request))
  const cacheOf = (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>()
    stores.set(name, store)
    return {
      match: async (request: RequestInfo | URL) => store.get(keyOf(request))?.clone(),
      put: async (request: RequestInfo | URL, response: Response) => {
        store.set(keyOf(request), response)
      },
      delete: async (request: RequestInfo | URL) => store.delete(keyOf(request)),
      keys: async () => [...store.keys()].map((url) => new Request(url)),
    }
  }
  const clock = { now: Date.parse('2026-11-28T00:00:00Z'), pass: () => {} }
  const caches = {
    open: async (name: string) => cacheOf(name) as unknown as Cache,
    delete: async (name: string) => stores.delete(name),
  }
  const deps: AnswerDeps = {
    fetch: (request) => answers.get(request.url)?.() ?? Promise.reject(new TypeError('offline')),
    caches,
    now: () => clock.now,
    pause: () =>
      new Promise((resolve) => {
        clock.pass = resolve
      }),
  }
  const says = (url: string, body: unknown, status = 200) =>
    answers.set(url, async () => Response.json(body, { status }))
  const keptUrls = () => [...stores.values()].flatMap((store) => [...store.keys()])
  const { answer, forget, forgetChat } = createAnswers(deps)
  /** Resolves once the answer is kept too. */
  const answerAndKeep = async (request: Request) => {
    const work: Promise<void>[] = []
    const response = await answer(request, (each) => work.push(each))
    await Promise.all(work)
    return response
  }
  return { answer: answerAndKeep, forget, forgetChat, answers, says, clock, keptUrls, caches }
}

type World = ReturnType<typeof world>
const read = async ({ answer }: World, url: string) => {
  const response = await answer(new Request(url))
  return { body: await response.json(), keptAt: response.headers.get(keptAtHeader) }
}

describe('what is kept', () => {
  it('is one’s own and nothing of the market or of signing in', () => {
    const kept = (path: string, method = 'GET') => isKept({ method, url: origin + path })
    expect(kept('/api/chats?limit=30')).toBe(true)
    expect(kept('/api/chats/019ab0a0-0000-7000-8000-000000000000/messages?limit=50')).toBe(true)
    expect(kept('/api/portfolio/performance?range=all')).toBe(true)
    expect(kept('/api/chats/019ab0a0-0000-7000-8000-000000000000/stream')).toBe(false)
    expect(kept('/api/chats', 'POST')).toBe(false)
    expect(kept('/api/market/prices')).toBe(false)
    expect(kept('/api/auth/session')).toBe(false)
    expect(kept('/api/users/me/export')).toBe(false)
  })

  it('is answered without a network, with the time it was read', async () => {
    const all = world()
    all.says(me, { id: 'a' })
    all.says(chats, { chats: ['one'] })
    await read(all, me)
    expect(await read(all, chats)).toEqual({ body: { chats: ['one'] }, keptAt: null })
    all.answers.clear()
    all.clock.now += 60_000
    expect(await read(all, chats)).toEqual({ body: { chats: ['one'] }, keptAt: '2026-11-28T00:00:00.000Z' })
  })

  it('stands in for a server that is away, and not for one that refuses', async () => {
    const all = world()
    all.says(me, { id: 'a' })
    all.says(chats, { chats: ['one'] })
    await read(all, me)
    await read(all, chats)
    all.says(chats, {}, 503)
    expect((await read(all, chats)).body).toEqual({ chats: ['one'] })
    all.says(chats, { error: 'no' }, 429)
    expect((await read(all, chats)).body).toEqual({ error: 'no' })
  })

  it('is shown to a reader who has waited long enough for something newer', async () => {
    const all = world()
    all.says(me, { id: 'a' })
    await read(all, me)
    all.answers.set(me, () => new Promise(() => {}))
    const waiting = read(all, me)
    await new Promise((resolve) => setTimeout(resolve))
    all.clock.pass()
    expect((await waiting).body).toEqual({ id: 'a' })
  })

  it('is an answer all the same where nothing can be kept', async () => {
    const all = world()
    all.says(me, { id: 'a' })
    all.caches.open = async () => {
      const cache = { match: async () => undefined, delete: async () => false, keys: async () => [] }
      return {
        ...cache,
        put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
      } as unknown as Cache
    }
    expect((await read(all, me)).body).toEqual({ id: 'a' })
  })

  it('goes with the chat that is deleted', async () => {
    const all = world()
    const chatId = '019ab0a0-0000-7000-8000-000000000000'
    const messages = `${origin}/api/chats/${chatId}/messages?limit=50`
    all.says(me, { id: 'a' })
    all.says(messages, {})
    await read(all, me)
    await read(all, messages)
    expect(deletedChat({ method: 'DELETE', url: `${origin}/api/chats/${chatId}` })).toBe(chatId)
    await all.forgetChat(chatId)
    expect(all.keptUrls()).toEqual([me])
  })

  it('is a failure where nothing is kept', async () => {
    const response = await world().answer(new Request(chats))
    expect(response.type).toBe('error')
  })

  it('stays within its limit, and what was read last stays', async () => {
    const all = world()
    all.says(me, { id: 'a' })
    await read(all, me)
    const pages = Array.from({ length: 100 }, (_, place) => `${chats}&cursor=${place}`)
    for (const page of pages) {
      all.says(page, {})
      await read(all, page)
    }
    expect(all.keptUrls()).toHaveLength(80)
    expect(all.keptUrls()).toContain(me)
    expect(all.keptUrls()).toContain(pages.at(-1))
    expect(all.keptUrls()).not.toContain(pages[0])
  })
})

describe('what another reader left', () => {
  it('goes with the first sign of somebody else', async () => {
    const all = world()
    all.says(me, { id: 'a' })
    all.says(chats, { chats: ['of a'] })
    await read(all, me)
    await read(all, chats)
    all.says(me, { id: 'b' })
    await read(all, me)
    expect(all.keptUrls()).toEqual([me])
    all.answers.clear()
    expect((await read(all, me)).body).toEqual({ id: 'b' })
  })

  it('goes when the server knows the session no longer', async () => {
    const all = world()
    all.says(me, { id: 'a' })
    await read(all, me)
    all.says(chats, {}, 401)
    await read(all, chats)
    expect(all.keptUrls()).toEqual([])
  })

  it('is not kept by an answer that comes after the leaving', async () => {
    const all = world()
    all.says(me, { id: 'a' })
    await read(all, me)
    let arrive: (response: Response) => void = () => {}
    all.answers.set(chats, () => new Promise((resolve) => (arrive = resolve)))
    const late = read(all, chats)
    await new Promise((resolve) => setTimeout(resolve))
    await all.forget()
    all.says(me, { id: 'b' })
    await read(all, me)
    arrive(Response.json({ chats: ['of a'] }))
    await late
    expect(all.keptUrls()).toEqual([me])
  })

  it('is not kept before it is known whose it is', async () => {
    const all = world()
    all.says(chats, {})
    await read(all, chats)
    expect(all.keptUrls()).toEqual([])
  })

  it.each([
    ['POST', '/api/auth/signout'],
    ['POST', '/api/auth/sign-out-everywhere'],
    ['GET', '/api/auth/callback/google?code=1'],
    ['DELETE', '/api/users/me'],
  ])('goes with %s %s', (method, path) => {
    expect(changesReader({ method, url: origin + path })).toBe(true)
  })

  it('stays through everything else', () => {
    expect(changesReader({ method: 'POST', url: `${origin}/api/auth/signin/google` })).toBe(false)
    expect(changesReader({ method: 'PATCH', url: me })).toBe(false)
  })
})
