/** Someone who is signed in and behaves as the app does: an idempotent request is repeated until somebody takes it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { ErrorBody } from '@sage/edge/contract'
import * as z from 'zod'
import type { z as zod } from 'zod/mini'
import { outcomeOf, type Sample } from './tally.ts'

export interface World {
  readonly web: string
  readonly demoLogin: string
  readonly note: (sample: Sample) => void
  /** No new work is begun once it is over. */
  readonly over: AbortSignal
}

export interface Visitor {
  /** One attempt; `undefined` where nobody answered. The body of an answer is the caller's to read. */
  send(route: string, path: string, init?: RequestInit): Promise<Response | undefined>
  /** The parsed answer, repeated while parts are away; `undefined` if it was refused or never came. */
  ask<Schema extends zod.ZodMiniType>(
    route: string,
    path: string,
    schema: Schema,
    init?: { readonly method: string; readonly body: unknown },
  ): Promise<zod.output<Schema> | undefined>
}

const deadlineMs = 20_000
const mostAttempts = 60
const pauseMs = 500

export async function enter(world: World): Promise<Visitor> {
  const cookie = await signIn(world.demoLogin)
  const { web, note } = world

  async function send(route: string, path: string, init: RequestInit = {}): Promise<Response | undefined> {
    const atMs = performance.now()
    const noted = (outcome: Sample['outcome'], kind: string) =>
      note({ route, outcome, kind, atMs, ms: performance.now() - atMs })
    try {
      const response = await fetch(`${web}${path}`, {
        redirect: 'manual',
        signal: AbortSignal.timeout(deadlineMs),
        ...init,
        headers: {
          cookie,
          origin: web,
          'x-request-id': randomUUID(),
          ...(init.body == null ? {} : { 'content-type': 'application/json' }),
          ...Object.fromEntries(new Headers(init.headers)),
        },
      })
      const outcome = outcomeOf(response.status)
      if (outcome === 'answered') noted(outcome, String(response.status))
      else noted(outcome, `${response.status} ${await codeOf(response.clone())}`)
      return response
    } catch (error) {
      // Whoever leaves because it is over has not met an error.
      if (!world.over.aborted) noted('away', error instanceof Error ? error.name : 'error')
      return undefined
    }
  }

  return {
    send,
    async ask(route, path, schema, init) {
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        const response = await send(
          route,
          path,
          init && { method: init.method, body: JSON.stringify(init.body) },
        )
        const body = await response?.json().catch(() => undefined)
        if (response !== undefined && outcomeOf(response.status) === 'answered' && body !== undefined) {
          const parsed = schema.safeParse(body)
          if (parsed.success) return parsed.data
          note({ route, outcome: 'broken', kind: 'not what was agreed', atMs: performance.now(), ms: 0 })
          return undefined
        }
        const outcome = response && outcomeOf(response.status)
        if (outcome === 'refused' || outcome === 'broken') return undefined
        await delay(pauseMs)
      }
      return undefined
    },
  }
}

async function signIn(demoLogin: string): Promise<string> {
  const url = new URL(demoLogin)
  url.searchParams.set('email', `${randomUUID()}@example.com`)
  const response = await fetch(url, { headers: { accept: 'application/json' } })
  return z.object({ cookie: z.string() }).parse(await response.json()).cookie
}

async function codeOf(response: Response): Promise<string> {
  const body = ErrorBody.safeParse(await response.json().catch(() => undefined))
  return body.success ? body.data.error.code : 'no error of the contract'
}
