/**
 * Answers of the API that can be read without a network: one's profile, chats and portfolio, each with the time it
 * was read. Prices are not among them: an old price must not look like one of now. They belong to one reader, and
 * go when that reader leaves.
 */
import { keptAtHeader, keptCacheName } from './kept-cache.ts'

const profilePath = '/api/users/me'
const keptPaths = [
  /^\/api\/users\/me$/,
  /^\/api\/chats$/,
  /^\/api\/chats\/[0-9a-f-]{36}\/messages$/,
  /^\/api\/portfolios$/,
  /^\/api\/portfolio\/performance$/,
  /^\/api\/shadow-trades$/,
  /^\/api\/notifications$/,
]
/** Some fifty chats and what stands around them. */
const mostKept = 80
/** Whoever has something to read does not wait longer for something newer. */
const patienceMs = 6000
/** The server is away, whatever it says of itself. */
const awayStatuses = [502, 503, 504]

export interface Asked {
  readonly method: string
  readonly url: string
}

/** Whether the answer to a request is kept. */
export function isKept({ method, url }: Asked): boolean {
  return method === 'GET' && keptPaths.some((path) => path.test(new URL(url).pathname))
}

/** Whether a request begins or ends a session, so that whatever is kept may be somebody else's from here on. */
export function changesReader({ method, url }: Asked): boolean {
  const { pathname } = new URL(url)
  if (pathname.startsWith('/api/auth/callback/')) return true
  return method === 'DELETE'
    ? pathname === profilePath
    : method === 'POST' && /^\/api\/auth\/sign-?out/.test(pathname)
}

/** The chat that a request deletes. */
export function deletedChat({ method, url }: Asked): string | undefined {
  return method === 'DELETE' ? /^\/api\/chats\/([0-9a-f-]{36})$/.exec(new URL(url).pathname)?.[1] : undefined
}

export interface AnswerDeps {
  readonly fetch: (request: Request) => Promise<Response>
  readonly caches: Pick<CacheStorage, 'open' | 'delete'>
  readonly now: () => number
  /** Resolves after `ms`. */
  readonly pause: (ms: number) => Promise<void>
}

export function createAnswers({ fetch, caches, now, pause }: AnswerDeps) {
  // Counts readers. An answer that was asked for by an earlier one is not kept for the present one.
  let reader = 0

  async function forget(): Promise<void> {
    reader += 1
    await caches.delete(keptCacheName)
  }

  async function forgetChat(chatId: string): Promise<void> {
    const cache = await caches.open(keptCacheName)
    const requests = await cache.keys()
    const gone = requests.filter(({ url }) => new URL(url).pathname.startsWith(`/api/chats/${chatId}/`))
    await Promise.all(gone.map((request) => cache.delete(request)))
  }

  /**
   * The server's answer, or else the kept one, with its time. `later` takes the work of keeping, which nobody waits
   * for; where it fails (a full disk), the answer is merely not kept.
   */
  async function answer(request: Request, later: (work: Promise<void>) => void): Promise<Response> {
    const asker = reader
    const fresh = fetch(request).then(
      (response) => {
        later(remember(request, response.clone(), asker).catch(() => undefined))
        return response
      },
      () => undefined,
    )
    const kept = await (await caches.open(keptCacheName)).match(request.url)
    if (!kept) return (await fresh) ?? Response.error()
    const response = await Promise.race([fresh, pause(patienceMs)])
    return !response || awayStatuses.includes(response.status) ? kept : response
  }

  async function remember(request: Request, response: Response, asker: number): Promise<void> {
    if (response.status === 401) return forget()
    if (!response.ok) return
    const body = await response.text()
    const isProfile = new URL(request.url).pathname === profilePath
    const cache = await caches.open(keptCacheName)
    const owner = await ownerOf(await cache.match(new URL(profilePath, request.url).href))
    if (isProfile && owner !== undefined && owner !== idOf(body)) {
      await forget()
      return remember(request, new Response(body, response), reader)
    }
    // Before it is known who reads, nothing is kept.
    if (asker !== reader || (!isProfile && owner === undefined)) return
    // What is read again moves to the end of the line.
    await cache.delete(request.url)
    await cache.put(
      request.url,
      new Response(body, {
        headers: {
          'Content-Type': 'application/json',
          'Cache-Control': 'no-store',
          [keptAtHeader]: new Date(now()).toISOString(),
        },
      }),
    )
    const requests = await cache.keys()
    const oldest = requests.filter(({ url }) => new URL(url).pathname !== profilePath)
    for (const each of oldest.slice(0, Math.max(0, requests.length - mostKept))) await cache.delete(each)
  }

  return { answer, forget, forgetChat }
}

async function ownerOf(profile: Response | undefined): Promise<string | undefined> {
  return profile && idOf(await profile.text())
}

function idOf(profile: string): string | undefined {
  try {
    const { id } = JSON.parse(profile)
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}

/** Answers a page's requests in `scope`. */
export function keepAnswers(scope: ServiceWorkerGlobalScope): void {
  const answers = createAnswers({
    fetch: (request) => scope.fetch(request),
    caches: scope.caches,
    now: Date.now,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  })
  scope.addEventListener('fetch', (event) => {
    const { request } = event
    if (new URL(request.url).origin !== scope.location.origin) return
    const chatId = deletedChat(request)
    if (changesReader(request)) event.waitUntil(answers.forget())
    else if (chatId !== undefined) event.waitUntil(answers.forgetChat(chatId))
    else if (isKept(request)) {
      event.respondWith(answers.answer(request, (work) => event.waitUntil(work)))
    }
  })
}
