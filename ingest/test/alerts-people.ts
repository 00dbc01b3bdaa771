/** Users and their rules in the database of a test. */
import pg from 'pg'

export interface AlertsPeople {
  user(): Promise<string>
  /** Prices in USDT and percent as text; returns the rule's id. */
  rule(userId: string, given: RuleGiven): Promise<string>
  trade(userId: string, symbol: string, quantity: string, price: string): Promise<void>
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export interface RuleGiven {
  readonly kind: string
  readonly symbol?: string
  readonly threshold: string
  readonly once?: boolean
  readonly cooldownMinutes?: number
}

export async function openPeople(adminUrl: string): Promise<AlertsPeople> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  let people = 0
  async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await client.query<Row>(text, values)).rows
  }
  async function insert(text: string, values: unknown[]): Promise<string> {
    const [row] = await query<{ id: string }>(`${text} returning id`, values)
    if (row === undefined) throw new Error('nothing was inserted')
    return row.id
  }
  return {
    query,
    user() {
      people += 1
      return insert('insert into users (google_sub, email) values ($1, $2)', [
        String(people),
        `${people}@example.com`,
      ])
    },
    rule: (userId, { kind, symbol, threshold, once = false, cooldownMinutes = 60 }) =>
      insert(
        `insert into alert_rules (user_id, kind, symbol, threshold, once, cooldown_minutes)
        values ($1, $2, $3, $4, $5, $6)`,
        [userId, kind, symbol, threshold, once, cooldownMinutes],
      ),
    async trade(userId, symbol, quantity, price) {
      await query(
        `insert into portfolios (user_id, name) values ($1, 'mine') on conflict (user_id, slot) do nothing`,
        [userId],
      )
      await query(
        `with moved as (update portfolios set version = version + 1 where user_id = $1 returning id, user_id)
        insert into shadow_trades
          (user_id, portfolio_id, symbol, side, quantity, entry_price, fee, venue, tick_at)
        select user_id, id, $2, 'buy', $3, $4, 0, 'binance', now() from moved`,
        [userId, symbol, quantity, price],
      )
    },
    close: () => client.end(),
  }
}
