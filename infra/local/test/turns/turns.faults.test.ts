/**
 * Two hundred turns, each with its own seeded mishap or several at once. A failing seed is repeated by
 * `SAGE_SEED=<seed> npm run test:faults -- turns`.
 */
import { randomUUID } from 'node:crypto'
import { isTerminal, Messages } from '@sage/edge/contract'
import pg from 'pg'
import { afterAll, expect, it } from 'vitest'
import { kill, misbehave, type Person, type ReceivedEvent, ready, restart, signIn } from '../stack.ts'
import { crashDatabase } from './database.ts'
import { expectTold, expectWhole } from './promises.ts'
import { chance } from './random.ts'
import { readOn, readUntil, replay } from './reader.ts'

const schedules = 200
/** Turns that run side by side. Mishaps to a whole part strike all of them. */
const atOnce = 10
const lastEvent = 90
const wanted = process.env.SAGE_SEED

afterAll(() => misbehave('claude', { reset: true }))

/**
 * How Claude is doing during a round: as always, slow to begin and to speak, or falling silent in the midst of a word
 * or two, as a whole (`overloaded`) or for longer than anybody waits (`stall`).
 */
const weathers = [
  { latencyMs: 30, tokensPerSecond: 150 },
  { latencyMs: 30, tokensPerSecond: 150 },
  { latencyMs: { medianMs: 1500, p95Ms: 4000 }, tokensPerSecond: 25 },
  {
    latencyMs: 30,
    tokensPerSecond: 150,
    faults: [
      { kind: 'stall', times: 1, afterEvents: 20, match: { stream: true, modelClass: 'smart' } },
      { kind: 'overloadedMidStream', times: 2, afterEvents: 12, match: { modelClass: 'smart' } },
    ],
  },
] as const

interface Schedule {
  readonly seed: number
  readonly cutAfter?: number
  readonly stopAfter?: number
  readonly resendAfter?: number
  readonly secondTab: boolean
}

function scheduleOf(seed: number): Schedule {
  const random = chance(seed)
  const at = () => 1 + Math.floor(random() * lastEvent)
  return {
    seed,
    ...(random() < 0.6 ? { cutAfter: at() } : {}),
    ...(random() < 0.25 ? { stopAfter: at() } : {}),
    ...(random() < 0.4 ? { resendAfter: at() } : {}),
    secondTab: random() < 0.5,
  }
}

interface Outcome {
  readonly seed: number
  readonly person: Person
  readonly chatId: string
  readonly received: readonly ReceivedEvent[]
}

/** Signed in, with a chat of their own, before anything goes wrong. */
async function enter(): Promise<Pick<Outcome, 'person' | 'chatId'>> {
  const person = await signIn()
  return { person, chatId: (await person.newChat()).id }
}

async function live(
  schedule: Schedule,
  { person, chatId }: Pick<Outcome, 'person' | 'chatId'>,
): Promise<Outcome> {
  const body = JSON.stringify({ content: `BTC 어때? (${schedule.seed})`, clientMessageId: randomUUID() })
  const send = () => person.request(`/api/chats/${chatId}/messages`, { method: 'POST', body })
  const others: Promise<unknown>[] = []
  const also = (work: () => Promise<unknown>) => others.push(work().catch(() => {}))
  let first: Response | undefined
  // A question is sent until someone has taken it, as the browser does.
  while (first?.status !== 200) first = await send().catch(() => undefined)
  const turnId = first.headers.get('x-turn')
  const stop = () =>
    person.request(`/api/chats/${chatId}/stop`, { method: 'POST', body: JSON.stringify({ turnId }) })
  if (schedule.secondTab) also(() => replay(person, chatId))
  const before = await readUntil(first, ({ length }) => {
    if (length === schedule.stopAfter) also(stop)
    if (length === schedule.resendAfter) also(async () => readUntil(await send()))
    return length === schedule.cutAfter
  })
  const received = await readOn(person, chatId, before)
  await Promise.all(others)
  return { seed: schedule.seed, person, chatId, received }
}

/** What strikes all turns of a round while they run. */
async function strike(random: () => number): Promise<void> {
  const kind = random()
  if (kind < 0.35) {
    await kill('edge', 'SIGKILL')
    await restart('edge')
  } else if (kind < 0.6) {
    await crashDatabase()
  } else if (kind < 0.75) {
    await restart('ingest')
  }
}

const seeds = wanted === undefined ? Array.from({ length: schedules }, (_, seed) => seed) : [Number(wanted)]
const rounds = Array.from({ length: Math.ceil(seeds.length / atOnce) }, (_, round) =>
  seeds.slice(round * atOnce, (round + 1) * atOnce),
)

it.each(rounds)(
  'seeds from %i on: every turn ends once, and every word is told and kept',
  async (...round) => {
    const random = chance(1_000_000 + (round[0] ?? 0))
    const places = await Promise.all(round.map(async (seed) => ({ seed, place: await enter() })))
    const weather = weathers[Math.floor(random() * weathers.length)]
    await misbehave('claude', { reset: true, ...weather })
    const turns = places.map(({ seed, place }) => live(scheduleOf(seed), place))
    await new Promise((resolve) => setTimeout(resolve, random() * 800))
    await strike(random)
    const outcomes = await Promise.all(turns)
    for (const { seed, person, chatId, received } of outcomes) {
      expectWhole(received)
      await expectTold(person, chatId, received).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error })
      })
    }
    for (const outcome of outcomes) {
      await expect.poll(() => kept(outcome), { timeout: 90_000, interval: 500 }).toEqual('all')
    }
  },
)

/** Whether PostgreSQL has each message of the chat exactly as the chat shows it, and its turn's ending once. */
async function kept({ person, chatId, received }: Outcome): Promise<string> {
  const shown = Messages.parse(await (await person.request(`/api/chats/${chatId}/messages`)).json()).messages
  const client = new pg.Client({ connectionString: ready().postgres })
  try {
    await client.connect()
    const messages = await client.query<{ id: string; content: string; status: string }>(
      'select id, content, status from messages where chat_id = $1 order by id',
      [chatId],
    )
    const turns = await client.query<{ status: string }>('select status from turns where chat_id = $1', [
      chatId,
    ])
    const stored = messages.rows.map(({ id, content, status }) => `${id} ${status} ${content}`)
    const expected = shown.map(({ id, content, status }) => `${id} ${status} ${content}`)
    const ending = received.map(({ event }) => event).filter(isTerminal)
    if (JSON.stringify(stored) !== JSON.stringify(expected))
      return `${stored.length} of ${expected.length} messages`
    return turns.rows.map(({ status }) => status).join() === ending[0]?.type ? 'all' : 'no turn yet'
  } catch {
    return 'PostgreSQL does not answer'
  } finally {
    await client.end().catch(() => {})
  }
}
