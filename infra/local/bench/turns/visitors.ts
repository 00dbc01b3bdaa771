/** People with chats of their own, who ask and time what they get. */
import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import * as z from 'zod'
import type { Stack } from '../../src/stack.ts'
import { never } from './figures.ts'

/** Within the pace that one person is allowed: ten questions a minute, three answers at once. */
const chatsPerPerson = 9
const answersAtOncePerPerson = 3

export interface Place {
  readonly cookie: string
  readonly chatId: string
}

export interface Turn {
  /** Answers before this one that an overloaded machine had broken off, and that were asked for again. */
  readonly failures: number
  readonly firstWordMs: number
  readonly lastId: string
  readonly middleId: string
}

export async function signIn({ ready }: Stack): Promise<string> {
  const url = new URL(ready.demoLogin ?? never())
  url.searchParams.set('email', `${randomUUID()}@example.com`)
  return z.object({ cookie: z.string() }).parse(await (await fetch(url)).json()).cookie
}

export async function enter(stack: Stack, chats: number): Promise<Place[]> {
  const people = Array.from({ length: Math.ceil(chats / chatsPerPerson) })
  const cookies = await inParallel(people, 4, () => signIn(stack))
  const owners = Array.from({ length: chats }, (_, index) => cookies[Math.floor(index / chatsPerPerson)])
  return inParallel(owners, 20, (cookie = never()) => newChat(stack, cookie))
}

async function newChat(stack: Stack, cookie: string): Promise<Place> {
  const response = await call(stack, cookie, '/api/chats', { method: 'POST', body: '{}' })
  return { cookie, chatId: z.object({ id: z.string() }).parse(await response.json()).id }
}

/** What runs one after the other: as many lanes a person as one may have answers at once. */
export function lanesOf(places: readonly Place[]): Place[][] {
  const lanes = new Map<string, Place[]>()
  for (const [index, place] of places.entries()) {
    const key = `${place.cookie} ${index % answersAtOncePerPerson}`
    lanes.set(key, [...(lanes.get(key) ?? []), place])
  }
  return [...lanes.values()]
}

/** The response of a question that was taken. */
export async function send(stack: Stack, { cookie, chatId }: Place): Promise<Response> {
  const body = JSON.stringify({ content: 'BTC 어때?', clientMessageId: randomUUID() })
  for (;;) {
    const response = await call(stack, cookie, `/api/chats/${chatId}/messages`, { method: 'POST', body })
    if (response.status === 200) return response
    const refusal = await response.text()
    if (response.status !== 429) throw new Error(`asking answered ${response.status}: ${refusal}`)
    // The former answer of this lane has been read to its end but its lease may not be back yet.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const failuresAtMost = 5

/** Asks until the answer ends in `done`; the times are those of the last attempt. */
export async function ask(stack: Stack, place: Place, failures = 0): Promise<Turn> {
  const startedAt = performance.now()
  const response = await send(stack, place)
  let text = ''
  let firstWordMs: number | undefined
  for await (const piece of (response.body ?? never()).pipeThrough(new TextDecoderStream())) {
    text += piece
    if (firstWordMs === undefined && text.includes('"type":"text"'))
      firstWordMs = performance.now() - startedAt
  }
  const ids = [...text.matchAll(/^id: (\S+)$/gm)].map(([, id]) => id ?? never())
  if (!text.includes('"type":"done"')) {
    const isRetryable = text.includes('"retryable":true') && failures < failuresAtMost
    if (isRetryable) return ask(stack, place, failures + 1)
    throw new Error(`a turn did not end in done: ${text.slice(-300)}\n${stack.logs('edge', 20)}`)
  }
  return {
    failures,
    firstWordMs: firstWordMs ?? never(),
    lastId: ids.at(-1) ?? never(),
    middleId: ids[Math.floor(ids.length / 2)] ?? never(),
  }
}

export async function timedGet(stack: Stack, place: Place, what: string, headers = {}): Promise<number> {
  const startedAt = performance.now()
  const response = await call(stack, place.cookie, `/api/chats/${place.chatId}/${what}`, { headers })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`GET ${what} answered ${response.status}`)
  return performance.now() - startedAt
}

/** Straight to the Worker, as Cloudflare would hand it a request. */
export function call(
  { ready }: Stack,
  cookie: string,
  path: string,
  init: { method?: string; body?: string; headers?: object } = {},
): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...init.headers, cookie, origin: ready.web }
  return fetch(`${ready.edge}${path}`, { ...init, headers })
}

export async function inParallel<In, Out>(
  inputs: readonly In[],
  width: number,
  work: (input: In) => Promise<Out>,
): Promise<Out[]> {
  const outputs: Out[] = []
  const queue = inputs.entries()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, input] of queue) outputs[index] = await work(input)
    }),
  )
  return outputs
}
