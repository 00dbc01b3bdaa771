import { expect, test } from 'vitest'
import type { DiscordMessage } from './embed.ts'
import { drainPosts, type OutboxDeps, outcomeOf, type Post, type PostOutcome, tooOldMs } from './outbox.ts'

const message: DiscordMessage = {
  embeds: [{ title: 't', description: 'd', color: 0, timestamp: '2026-11-28T08:00:00.000Z' }],
  allowed_mentions: { parse: [] },
}

function outbox(ids: readonly string[], answer: (id: string, sendings: number) => PostOutcome) {
  let nowMs = 1_000_000
  let hold: { atMs: number; failures: number } | undefined
  const posts = ids.map((id) => ({ id, message, begun: 0, addedAtMs: nowMs, state: 'waiting' }))
  const sent: string[] = []
  const waiting = () => posts.find(({ state }) => state === 'waiting')
  const deps: OutboxDeps = {
    next: () => waiting() satisfies Post | undefined,
    begin: (id) => {
      for (const post of posts) if (post.id === id) post.begun += 1
    },
    failed: (id) => {
      for (const post of posts) if (post.id === id) post.begun -= 1
    },
    settle: (id, end) => {
      for (const post of posts) if (post.id === id) post.state = end.status
    },
    hold: (next) => {
      hold = next
    },
    held: () => hold,
    send: async () => {
      const id = waiting()?.id ?? ''
      sent.push(id)
      return answer(id, sent.filter((each) => each === id).length)
    },
    nowMs: () => nowMs,
  }
  return {
    posts,
    sent,
    drain: () => drainPosts(deps),
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

test('messages go out in the order they came, each once', async () => {
  const { drain, sent, posts } = outbox(['a', 'b', 'c'], () => ({ status: 'sent', pauseMs: 0 }))
  expect(await drain()).toEqual({ nextAtMs: undefined })
  expect(await drain()).toEqual({ nextAtMs: undefined })
  expect(sent).toEqual(['a', 'b', 'c'])
  expect(posts.every(({ state }) => state === 'sent')).toBe(true)
})

test('an emptied bucket is waited for before the next message', async () => {
  const { drain, sent, pass } = outbox(['a', 'b'], () => ({ status: 'sent', pauseMs: 1500 }))
  expect(await drain()).toEqual({ nextAtMs: 1_001_500 })
  expect(sent).toEqual(['a'])
  pass(1500)
  await drain()
  expect(sent).toEqual(['a', 'b'])
})

test('a limit is obeyed to the moment; nothing is asked before', async () => {
  const { drain, sent, pass } = outbox(['a'], (_, sendings) =>
    sendings === 1 ? { status: 'wait', ms: 7300, error: '' } : { status: 'sent', pauseMs: 0 },
  )
  expect(await drain()).toEqual({ nextAtMs: 1_007_300 })
  pass(7000)
  await drain()
  expect(sent).toEqual(['a'])
})

test('through an outage the order is kept, and tries become rarer', async () => {
  let isDown = true
  const { drain, sent, pass, posts } = outbox(['a', 'b'], () =>
    isDown ? { status: 'wait', ms: 0, error: '' } : { status: 'sent', pauseMs: 0 },
  )
  let nowMs = 1_000_000
  const pauses: number[] = []
  for (let failures = 0; failures < 8; failures += 1) {
    const { nextAtMs = 0 } = await drain()
    pauses.push(nextAtMs - nowMs)
    pass(nextAtMs - nowMs)
    nowMs = nextAtMs
  }
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
  expect(new Set(sent)).toEqual(new Set(['a']))
  isDown = false
  await drain()
  expect(sent.slice(-2)).toEqual(['a', 'b'])
  expect(posts.every(({ state }) => state === 'sent')).toBe(true)
})

test('a message whose sending was cut off is sent once more, and not a third time', async () => {
  const { drain, sent, posts } = outbox(['a', 'b'], () => ({ status: 'sent', pauseMs: 0 }))
  const [first, second] = posts
  if (first) first.begun = 1
  if (second) second.begun = 2
  await drain()
  expect(sent).toEqual(['a'])
  expect(posts.every(({ state }) => state === 'sent')).toBe(true)
})

test('what is refused, and what is a day old, makes way for what is behind it', async () => {
  const { drain, sent, posts } = outbox(['old', 'bad', 'good'], (id) =>
    id === 'bad' ? { status: 'refused', error: 'Discord answered 400' } : { status: 'sent', pauseMs: 0 },
  )
  for (const post of posts) if (post.id === 'old') post.addedAtMs -= tooOldMs + 1
  await drain()
  expect(sent).toEqual(['bad', 'good'])
  expect(posts.map(({ state }) => state)).toEqual(['dead', 'dead', 'sent'])
})

test("Discord's answers are read as its documents say", () => {
  const answer = (status: number, headers: Record<string, string> = {}) =>
    outcomeOf(status, (name) => headers[name] ?? null)
  expect(answer(200, { 'x-ratelimit-remaining': '4' })).toEqual({ status: 'sent', pauseMs: 0 })
  expect(answer(204, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.25' })).toEqual({
    status: 'sent',
    pauseMs: 1250,
  })
  expect(answer(429, { 'retry-after': '0.35' })).toMatchObject({ status: 'wait', ms: 350 })
  expect(answer(404)).toMatchObject({ status: 'refused' })
  expect(answer(302)).toMatchObject({ status: 'refused' })
  expect(answer(500)).toMatchObject({ status: 'wait', ms: 0 })
})
