/** What a stack test needs: the running stack, someone who is signed in, and the events of a turn. */
import { randomUUID } from 'node:crypto'
import { type Chat, Chat as ChatSchema, Prices, TurnEvent } from '@sage/edge/contract'
import { inject } from 'vitest'
import * as z from 'zod'
import type { PartName } from '../src/stack.ts'
import type { SharedStack } from './shared-stack.ts'

/** Base URL of the control server of this worker's stack: vitest numbers its workers from 1. */
function controlUrl(): string {
  const url = inject('stackControls')[Number(process.env.VITEST_POOL_ID) - 1]
  if (url === undefined) throw new Error(`worker ${process.env.VITEST_POOL_ID} has no stack`)
  return url
}

const startDeadlineMs = 240_000

/** Waits for the stack to start, which it may still be doing when the first of these tests begins. */
async function find(): Promise<SharedStack> {
  const response = await fetch(controlUrl(), { signal: AbortSignal.timeout(startDeadlineMs) })
  if (!response.ok) throw new Error(`the stack did not start: ${await response.text()}`)
  // As the control server sends it, which is this repository's own.
  return (await response.json()) as SharedStack
}

const own = await find()

/** URLs of the running stack, as on the `ready` line. */
export const ready = () => own.ready
/** Where the stack keeps its data and logs. */
export const stackHome = () => own.home

async function control(path: string): Promise<void> {
  const response = await fetch(`${controlUrl()}${path}`, { method: 'POST' })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
}

/** Stops and starts a part of the stack; resolves when it answers again. */
export const restart = (part: PartName) => control(`/restart/${part}`)
/** Ends, freezes (SIGSTOP) or thaws (SIGCONT) a part. A test that ends one must `restart` it. */
export const kill = (part: PartName, signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') =>
  control(`/kill/${part}/${signal}`)
/** The last 200 lines of a part's log. */
export const logs = async (part: PartName) => (await fetch(`${controlUrl()}/logs/${part}`)).text()

/** Sets a stand-in's behaviour, see its `GET /__control`. */
export async function misbehave(
  standIn: keyof ReturnType<typeof ready>['standIns'],
  patch: object,
): Promise<void> {
  const url = ready().standIns[standIn]
  const response = await fetch(`${url}/__control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(patch),
  })
  if (!response.ok) throw new Error(`${standIn} refused the settings: ${await response.text()}`)
}

/** Someone who is signed in; requests carry their cookie and the app's origin. */
export interface Person {
  readonly email: string
  readonly cookie: string
  request(path: string, init?: RequestInit): Promise<Response>
  newChat(): Promise<Chat>
  /** Asks in a chat and yields the events of the turn as they arrive. */
  ask(chatId: string, content: string, init?: RequestInit): Promise<Response>
}

/** Signs in through the provider's own flow; a fresh address if none is given. */
export async function signIn(email = `${randomUUID()}@example.com`): Promise<Person> {
  const url = new URL('/__local/demo-login', ready().web)
  url.searchParams.set('email', email)
  const response = await fetch(url, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`demo-login answered ${response.status}: ${await response.text()}`)
  const { cookie } = z.object({ cookie: z.string() }).parse(await response.json())
  const request = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', cookie)
    headers.set('origin', ready().web)
    if (init.body !== undefined && !headers.has('content-type'))
      headers.set('content-type', 'application/json')
    return fetch(`${ready().web}${path}`, { redirect: 'manual', ...init, headers })
  }
  return {
    email,
    cookie,
    request,
    async newChat() {
      const created = await request('/api/chats', { method: 'POST', body: '{}' })
      if (!created.ok) throw new Error(`POST /api/chats answered ${created.status}: ${await created.text()}`)
      return ChatSchema.parse(await created.json())
    },
    ask: (chatId, content, init) =>
      request(`/api/chats/${chatId}/messages`, {
        method: 'POST',
        body: JSON.stringify({ content, clientMessageId: randomUUID() }),
        ...init,
      }),
  }
}

export interface ReceivedEvent {
  /** `<turnId>:<seq>`. */
  readonly id: string
  readonly event: TurnEvent
}

/** Yields the typed events of an SSE response until it ends. */
export async function* eventsOf(response: Response): AsyncGenerator<ReceivedEvent> {
  if (response.body === null) return
  let buffered = ''
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    buffered += piece
    const blocks = buffered.split('\n\n')
    buffered = blocks.pop() ?? ''
    for (const block of blocks) {
      const received = parseBlock(block)
      if (received !== undefined) yield received
    }
  }
}

/** All events of an SSE response. */
export async function allEvents(response: Response): Promise<ReceivedEvent[]> {
  const received: ReceivedEvent[] = []
  for await (const each of eventsOf(response)) received.push(each)
  return received
}

/** Comments and other lines that carry no event give `undefined`. */
function parseBlock(block: string): ReceivedEvent | undefined {
  const field = (name: string) =>
    block
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trimStart())
  const data = field('data')
  if (data.length === 0) return undefined
  return { id: field('id')[0] ?? '', event: TurnEvent.parse(JSON.parse(data.join('\n'))) }
}

/** `GET /api/market/prices`. */
export async function prices(): Promise<Prices> {
  return Prices.parse(await (await fetch(`${ready().web}/api/market/prices`)).json())
}
