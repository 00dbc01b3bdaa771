/**
 * How messages reach a Discord webhook: one after the other in the order they came, each once, no faster than Discord
 * allows. An outage holds all of them up; what Discord refuses is set aside.
 */
import type { DiscordMessage } from './embed.ts'

export interface Post {
  readonly id: string
  readonly message: DiscordMessage
  /** Sendings that have begun and of which nobody knows what came: the object was lost meanwhile. */
  readonly begun: number
  readonly addedAtMs: number
}

export type PostOutcome =
  /** `pauseMs`: how long Discord wants to hear nothing more. */
  | { readonly status: 'sent'; readonly pauseMs: number }
  | { readonly status: 'refused'; readonly error: string }
  /** `ms`: as Discord asks; 0 where it does not say. */
  | { readonly status: 'wait'; readonly ms: number; readonly error: string }

export interface OutboxDeps {
  /** The oldest that is neither sent nor dead. */
  next(): Post | undefined
  /** Notes that a sending begins, before it does. */
  begin(id: string): void
  /** Takes that back: it has failed, and is tried again. */
  failed(id: string): void
  settle(id: string, end: { readonly status: 'sent' | 'dead'; readonly error?: string }): void
  /** Notes that nothing may be sent before `atMs`, and after how many failures in a row. */
  hold(hold: { readonly atMs: number; readonly failures: number } | undefined): void
  held(): { readonly atMs: number; readonly failures: number } | undefined
  send(message: DiscordMessage): Promise<PostOutcome>
  nowMs(): number
}

/** What nobody could be told for a day is no news. */
export const tooOldMs = 24 * 60 * 60_000
/** A message whose sending was cut off twice is left at that: more often than twice it must not appear. */
const mostBegun = 2

/** Sends until nothing is left or Discord must not be asked; then says when to come again. */
export async function drainPosts(deps: OutboxDeps): Promise<{ readonly nextAtMs: number | undefined }> {
  for (;;) {
    const post = deps.next()
    if (post === undefined) return { nextAtMs: undefined }
    const held = deps.held()
    if (held !== undefined && held.atMs > deps.nowMs()) return { nextAtMs: held.atMs }
    if (deps.nowMs() - post.addedAtMs > tooOldMs) {
      deps.settle(post.id, { status: 'dead', error: 'expired' })
      continue
    }
    if (post.begun >= mostBegun) {
      deps.settle(post.id, { status: 'sent', error: 'sent, but nobody saw the answer' })
      continue
    }
    deps.begin(post.id)
    const outcome = await deps.send(post.message)
    switch (outcome.status) {
      case 'sent':
        deps.settle(post.id, { status: 'sent' })
        deps.hold(outcome.pauseMs > 0 ? { atMs: deps.nowMs() + outcome.pauseMs, failures: 0 } : undefined)
        break
      case 'refused':
        deps.settle(post.id, { status: 'dead', error: outcome.error })
        deps.hold(undefined)
        break
      case 'wait': {
        deps.failed(post.id)
        const failures = (held?.failures ?? 0) + 1
        const atMs = deps.nowMs() + (outcome.ms > 0 ? outcome.ms : backOffMs(failures))
        deps.hold({ atMs, failures })
        return { nextAtMs: atMs }
      }
    }
  }
}

/** 1 s doubling to a minute. */
function backOffMs(failures: number): number {
  return Math.min(60_000, 1000 * 2 ** Math.min(failures - 1, 10))
}

/**
 * Reads Discord's answer. 429 says in `Retry-After` (seconds) how long to wait; before that happens, an emptied
 * bucket (`X-RateLimit-Remaining: 0`) says in `X-RateLimit-Reset-After` when it is filled (Discord, Rate Limits).
 */
export function outcomeOf(status: number, header: (name: string) => string | null): PostOutcome {
  const secondsIn = (name: string) => {
    const text = header(name)
    const seconds = text === null || text.trim() === '' ? Number.NaN : Number(text)
    return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : undefined
  }
  if (status >= 200 && status < 300) {
    const isEmpty = header('x-ratelimit-remaining')?.trim() === '0'
    return { status: 'sent', pauseMs: isEmpty ? (secondsIn('x-ratelimit-reset-after') ?? 0) : 0 }
  }
  const error = `Discord answered ${status}`
  if (status === 429) return { status: 'wait', ms: secondsIn('retry-after') ?? 5000, error }
  // A redirect is followed nowhere; the rest of 4xx will not change by itself.
  if (status < 500) return { status: 'refused', error }
  return { status: 'wait', ms: 0, error }
}
