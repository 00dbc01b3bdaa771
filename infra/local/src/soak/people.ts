/** What users of a soak do until it is over, and what each of them holds the product to. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { coinSymbols, staleAfterMs } from '@sage/db/vocabulary'
import {
  Chat,
  isTerminal,
  MarketStreamEvent,
  Messages,
  Prices,
  ShadowTrade,
  ShadowTrades,
  TurnEvent,
} from '@sage/edge/contract'
import { AlertRule, Notifications } from '@sage/edge/contract/alerts'
import * as z from 'zod/mini'
import { pick, type Random } from '../stand-ins/random.ts'
import { sseEvents } from './sse.ts'
import { enter, type Visitor, type World } from './visitor.ts'

/** Looks once everything is at rest; each sentence is something that was lost or invented. */
export type Reckoning = () => Promise<readonly string[]>

const questions = [
  'BTC 어때?',
  'ETH 지금 어떤가요?',
  '내 포트폴리오 어때?',
  'How is SOL doing?',
  '시장 분위기는?',
]

/** Asks, reads to the end over as many connections as it takes, and wants every word to be kept. */
export async function chatter(world: World, random: Random): Promise<Reckoning> {
  const visitor = await enter(world)
  const told: { readonly chatId: string; readonly turnId: string; readonly question: string }[] = []
  const problems: string[] = []
  let chat: Chat | undefined
  while (!world.over.aborted) {
    if (chat === undefined || random() < 0.2) {
      chat = await visitor.ask('POST /api/chats', '/api/chats', Chat, { method: 'POST', body: {} })
      if (chat === undefined) continue
    }
    const question = pick(random, questions)
    const turn = await readTurn(visitor, chat.id, question, world)
    if (turn.status === 'ended') told.push({ chatId: chat.id, turnId: turn.turnId, question })
    if (turn.status === 'broken') problems.push(turn.problem)
    // A desk takes ten questions a minute.
    await delay(4000 + random() * 4000)
  }
  return async () => {
    const lost: string[] = [...problems]
    for (const [chatId, turns] of Map.groupBy(told, ({ chatId }) => chatId)) {
      const page = await visitor.ask(
        'GET /api/chats/:id/messages',
        `/api/chats/${chatId}/messages?limit=100`,
        Messages,
      )
      const kept = new Set(page?.messages.map(({ role, turnId }) => `${role} ${turnId}`))
      for (const { turnId } of turns) {
        for (const role of ['user', 'assistant']) {
          if (!kept.has(`${role} ${turnId}`))
            lost.push(`message of ${role} in turn ${turnId} of chat ${chatId}`)
        }
      }
    }
    return lost
  }
}

type Turn =
  | { readonly status: 'ended'; readonly turnId: string }
  | { readonly status: 'refused' }
  | { readonly status: 'broken'; readonly problem: string }

const mostConnections = 120

/** One turn to its end; `broken` where an event is missing, repeated or malformed, or the end never comes. */
export async function readTurn(
  visitor: Visitor,
  chatId: string,
  content: string,
  world: World,
): Promise<Turn> {
  const body = JSON.stringify({ content, clientMessageId: randomUUID() })
  let last: { readonly turnId: string; readonly seq: number } | undefined
  for (let connection = 0; connection < mostConnections; connection += 1) {
    const signal = AbortSignal.timeout(170_000)
    const response: Response | undefined =
      last === undefined
        ? await visitor.send('POST /api/chats/:id/messages', `/api/chats/${chatId}/messages`, {
            method: 'POST',
            body,
            signal,
          })
        : await visitor.send('GET /api/chats/:id/stream', `/api/chats/${chatId}/stream`, {
            headers: { 'last-event-id': `${last.turnId}:${last.seq}` },
            signal,
          })
    if (response?.status === 429 || response?.status === 409) {
      await response.body?.cancel()
      return { status: 'refused' }
    }
    if (response?.status !== 200) {
      await response?.body?.cancel()
      await delay(500)
      continue
    }
    const startedMs = performance.now()
    try {
      for await (const { id, data } of sseEvents(response)) {
        const [turnId = '', number] = id.split(':')
        const seq = Number(number)
        if (seq !== (last?.seq ?? 0) + 1 || (last !== undefined && last.turnId !== turnId)) {
          return { status: 'broken', problem: `event ${id} came after ${last?.seq ?? 0}` }
        }
        const event = TurnEvent.parse(JSON.parse(data))
        if (last === undefined || event.type === 'text') noteFirst(world, event, startedMs, seq)
        last = { turnId, seq }
        if (isTerminal(event)) return { status: 'ended', turnId }
      }
    } catch (error) {
      // What undici throws when a server is killed in mid-stream; a malformed event is another matter.
      if (!(error instanceof TypeError) && !(error instanceof DOMException)) {
        return { status: 'broken', problem: `turn of chat ${chatId}: ${String(error)}` }
      }
    }
    await delay(250)
  }
  return { status: 'broken', problem: `a turn of chat ${chatId} has no end` }
}

/** The time to the turn's first event; to the first word it is in the turn's own timings. */
function noteFirst(world: World, event: TurnEvent, startedMs: number, seq: number): void {
  if (event.type !== 'turn' || seq !== 1) return
  const ms = performance.now() - startedMs
  world.note({ route: 'first event of a turn', outcome: 'answered', kind: '', atMs: startedMs, ms })
}

/** Watches the ticker: what it calls live is. Comes back whenever the stream ends. */
export async function watcher(world: World): Promise<Reckoning> {
  const visitor = await enter(world)
  const problems: string[] = []
  let heard = 0
  while (!world.over.aborted) {
    const response = await visitor.send('GET /api/market/stream', '/api/market/stream', {
      signal: AbortSignal.any([world.over, AbortSignal.timeout(600_000)]),
    })
    try {
      if (response?.status === 200) {
        for await (const { data } of sseEvents(response)) {
          const event = MarketStreamEvent.parse(JSON.parse(data))
          heard += 1
          const quotes =
            event.type === 'snapshot' ? event.snapshot.quotes : event.type === 'quotes' ? event.quotes : []
          for (const { symbol, ageMs, freshness } of quotes) {
            if (freshness === 'live' && ageMs > staleAfterMs)
              problems.push(`${symbol} of ${ageMs} ms called live`)
          }
        }
      }
    } catch (error) {
      if (!(error instanceof TypeError) && !(error instanceof DOMException)) problems.push(String(error))
    }
    if (!world.over.aborted) await delay(500)
  }
  return async () => (heard === 0 ? ['the market stream never said anything', ...problems] : problems)
}

/** Buys, looks and sells; every trade that was confirmed is there at the end, once. */
export async function trader(world: World, random: Random): Promise<Reckoning> {
  const visitor = await enter(world)
  const confirmed = new Set<string>()
  while (!world.over.aborted) {
    const body = { symbol: pick(random, coinSymbols), side: 'buy', usdt: '100', clientTradeId: randomUUID() }
    const route = 'POST /api/shadow-trades'
    const trade = await visitor.ask(route, '/api/shadow-trades', ShadowTrade, { method: 'POST', body })
    if (trade) confirmed.add(trade.id)
    const performance = '/api/portfolio/performance'
    await visitor.ask(`GET ${performance}`, `${performance}?range=24h`, z.object({}))
    if (trade && random() < 0.5) {
      const close = `/api/shadow-trades/${trade.id}/close`
      const closed = { method: 'POST', body: {} }
      await visitor.ask('POST /api/shadow-trades/:id/close', close, z.object({}), closed)
    }
    await visitor.ask('GET /api/market/prices', '/api/market/prices', Prices)
    await visitor.ask('GET /api/market/history/:symbol', '/api/market/history/BTC?range=24h', z.object({}))
    await visitor.ask('GET /api/users/me', '/api/users/me', z.object({}))
    await delay(1500 + random() * 2500)
  }
  return async () => {
    const list = await visitor.ask('GET /api/shadow-trades', '/api/shadow-trades', ShadowTrades)
    const kept = list?.trades.map(({ id }) => id) ?? []
    const lost = [...confirmed].filter((id) => !kept.includes(id))
    const invented = kept.filter((id, index) => kept.indexOf(id) !== index)
    return [...lost.map((id) => `trade ${id}`), ...invented.map((id) => `trade ${id} is there twice`)]
  }
}

/** `move(symbol, percent)`: the replayed market's price. */
export type MovePrice = (symbol: string, percent: string) => Promise<void>

/** The venues' own noise is far below; a move of the market's, of which everybody is told, is above. */
const step = 4

/** Sets a rule just beyond the price, moves the price across it, and wants to be told once. */
export async function listener(world: World, random: Random, move: MovePrice): Promise<Reckoning> {
  const visitor = await enter(world)
  const symbol = 'XRP'
  let crossed = 0
  for (let up = true; !world.over.aborted; up = !up) {
    const prices = await visitor.ask('GET /api/market/prices', '/api/market/prices', Prices)
    const quote = prices?.quotes.find((each) => each.symbol === symbol && each.freshness === 'live')
    if (quote) {
      const threshold = (Number(quote.price) * (1 + ((up ? 1 : -1) * step) / 200)).toFixed(6)
      const rule = { kind: up ? 'price_above' : 'price_below', symbol, threshold, once: true }
      const made = await visitor.ask('POST /api/alert-rules', '/api/alert-rules', AlertRule, {
        method: 'POST',
        body: rule,
      })
      if (made) {
        // Ingest reads new rules each second; a price that crosses before that has not crossed the rule.
        await delay(8000)
        await move(symbol, `${up ? '+' : '-'}${step}%`)
        crossed += 1
      }
    }
    await delay(20_000 + random() * 10_000, undefined, { signal: world.over }).catch(() => {})
  }
  return async () => {
    const told = async () => {
      const path = '/api/notifications?limit=100'
      const page = await visitor.ask('GET /api/notifications', path, Notifications)
      return page?.notifications.filter(({ kind }) => kind === 'alert_rule').length ?? 0
    }
    let count = await told()
    for (let attempt = 0; attempt < 30 && count < crossed; attempt += 1) {
      await delay(2000)
      count = await told()
    }
    return count === crossed ? [] : [`alerts: ${crossed} rules were crossed, and ${count} were told of`]
  }
}
