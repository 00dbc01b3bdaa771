import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import * as z from 'zod'
import type { DiscordMessage } from './discord/embed.ts'
import type { Reading } from './watch/judge.ts'

// PostgreSQL is away in these tests; Discord is there, and tells what it was posted.

const Seen = z.array(z.object({ webhook: z.string(), title: z.string() }))

async function seen(webhook: string, word: string): Promise<string[]> {
  const all = Seen.parse(await (await fetch('http://discord.test/seen')).json())
  return all.filter((post) => post.webhook === webhook && post.title.includes(word)).map(({ title }) => title)
}

function message(title: string): DiscordMessage {
  const embed = { title, description: 'd', color: 0, timestamp: '2026-11-28T08:00:00.000Z' }
  return { embeds: [embed], allowed_mentions: { parse: [] } }
}

test('what is posted twice, by whomever, goes out once and in order', async () => {
  const outbox = env.DISCORD_OUTBOX.getByName('market')
  const word = crypto.randomUUID()
  const titles = Array.from({ length: 8 }, (_, index) => `${index} ${word}`)
  for (const title of titles) {
    await Promise.all([outbox.post(title, message(title)), outbox.post(title, message(title))])
  }
  for (const title of titles) expect(await outbox.post(title, message(title))).toBe('sent')
  expect(await seen('/market', word)).toEqual(titles)
})

test('an outage holds up what comes after it, and an alarm is set to go on', async () => {
  const outbox = env.DISCORD_OUTBOX.getByName('market')
  const word = crypto.randomUUID()
  expect(await outbox.post(`a ${word}`, message(`down ${word}`))).toBe('waiting')
  expect(await outbox.post(`b ${word}`, message(`later ${word}`))).toBe('waiting')
  expect(await seen('/market', word)).toEqual([])
  expect(await runDurableObjectAlarm(outbox)).toBe(true)
  expect(await seen('/market', word)).toEqual([])
})

test('an incident is reported once and its end once, whoever looks, and without a database', async () => {
  const watch = env.WATCH.getByName('watch')
  const prices = (healthy: boolean): Reading[] => [{ component: 'prices', healthy, summary: 'none' }]
  await Promise.all([watch.note(prices(false)), watch.note(prices(false))])
  expect(await watch.note(prices(false))).toMatchObject([{ component: 'prices' }])
  expect(await seen('/ops', 'prices')).toEqual(['Incident: prices'])
  await watch.note(prices(true))
  expect(await watch.note(prices(true))).toEqual([])
  await watch.note(prices(true))
  expect(await seen('/ops', 'prices')).toEqual(['Incident: prices', 'Recovered: prices'])
})
