/** Somebody who has used the app for a month: an answer with a signal, trades, a rule, and what alerts told them. */
import { randomUUID } from 'node:crypto'
import { Chat, Portfolios } from '@sage/edge/contract'
import pg from 'pg'
import type { OwnStack } from './own-stack.ts'

export interface Resident {
  readonly cookie: string
  readonly chatId: string
}

const questions = { ko: '지금 BTC를 더 사도 될까?', en: 'Should I buy more BTC now?' } as const
/** Days ago, coin, USDT. */
const purchases = [
  [26, 'BTC', 2500],
  [19, 'ETH', 1500],
  [12, 'SOL', 800],
  [5, 'BTC', 600],
] as const

/** Everything goes through the API, except for what has to lie in the past, which is made of the stored candles. */
export async function moveIn(stack: OwnStack, email: string, locale: 'ko' | 'en'): Promise<Resident> {
  const cookie = await stack.signIn(email)
  const post = async (path: string, body: object) => JSON.parse(await stack.call(cookie, 'POST', path, body))
  await stack.call(cookie, 'PATCH', '/api/users/me', { locale })
  const chat = Chat.parse(await post('/api/chats', {}))
  const asked = { content: questions[locale], clientMessageId: randomUUID() }
  await stack.call(cookie, 'POST', `/api/chats/${chat.id}/messages`, asked)
  await post('/api/alert-rules', { kind: 'change_1h', symbol: 'DOGE', threshold: '8' })
  const { portfolios } = Portfolios.parse(JSON.parse(await stack.call(cookie, 'GET', '/api/portfolios')))
  await withDatabase(stack, async (database) => {
    for (const [daysAgo, symbol, usdt] of purchases) {
      await database.query(
        `insert into shadow_trades (user_id, portfolio_id, symbol, side, quantity, entry_price, fee, venue, tick_at,
           marks, created_at)
         select p.user_id, p.id, c.symbol, 'buy', round($4::numeric / c.close, 8), c.close, $4::numeric * 0.001, 'binance',
           c.at + interval '1 hour',
           (select jsonb_object_agg(each.symbol, each.close::text) from candles_1h each where each.at = c.at),
           c.at + interval '1 hour'
         from portfolios p, candles_1h c
         where p.id = $1 and c.symbol = $2 and c.at = date_trunc('hour', now() - make_interval(days => $3))`,
        [portfolios[0]?.id, symbol, daysAgo, usdt],
      )
    }
  })
  return { cookie, chatId: chat.id }
}

/** A public record of two months: signals at the prices of then, which time has judged since. */
export async function fillRecord(stack: OwnStack): Promise<void> {
  await withDatabase(stack, (database) =>
    database.query(
      `insert into signals (symbol, action, confidence, reasoning, price, venue, tick_at, created_at)
       select c.symbol, case when i % 3 = 0 then 'sell' else 'buy' end, (array['low', 'medium', 'high'])[1 + i % 3],
         'from the past', c.close, 'binance', c.at + interval '1 hour', c.at + interval '1 hour'
       from generate_series(1, 45) i
       join candles_1h c on c.symbol = (array['BTC', 'ETH', 'SOL', 'BNB', 'DOGE', 'XRP'])[1 + i % 6]
         and c.at = date_trunc('hour', now() - i * interval '31 hours')`,
    ),
  )
}

/** A client that row-level security does not bind. */
export async function withDatabase<T>(
  stack: OwnStack,
  work: (database: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: stack.ready.postgres })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
