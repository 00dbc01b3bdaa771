/** From a price on a venue to a signed report at the edge: real processes, PostgreSQL, Valkey and the stand-ins. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AlertHistory, RulePreview } from '../src/contract.ts'
import { type AlertsPeople, openPeople } from './alerts-people.ts'
import { eventually, type IngestTask, type MarketStack, startMarketStack } from './market-stack.ts'

let stack: MarketStack
let task: IngestTask
let people: AlertsPeople

beforeAll(async () => {
  stack = await startMarketStack()
  people = await openPeople(stack.database.adminUrl)
  // The price stands still until it is moved.
  for (const symbol of ['BTC', 'ETH', 'XRP']) await hold(symbol)
  task = await stack.ingest()
  await eventually(30_000, async () => (await fetch(`${task.url}/readyz`)).status === 200)
}, 120_000)
afterAll(async () => {
  await people?.close()
  await stack?.close()
})

const hold = (symbol: string) =>
  stack.control('binance', { path: { [symbol]: [['+0s', '0%']] }, still: true })
const move = (symbol: string, percent: string) =>
  stack.control('binance', { path: { [symbol]: [['+0s', percent]] }, still: true })

async function priceOf(symbol: string): Promise<number> {
  const { quotes } = await task.snapshot()
  return Number(quotes.find((quote) => quote.symbol === symbol)?.price)
}
const isArmed = async (ruleId: string) => {
  const [row] = await people.query<{ armed: boolean }>('select armed from alert_rules where id = $1', [
    ruleId,
  ])
  return row?.armed
}
const history = async () =>
  AlertHistory.parse(await (await task.get('/v1/events?after=2026-01-01T00:00:00Z')).json())
const moves = () =>
  stack.edge.accepted.flatMap((each) =>
    each.type === 'market_event' && each.event.kind === 'move' ? each.event : [],
  )
const firingsOf = (ruleId: string) =>
  stack.edge.accepted.flatMap((each) =>
    each.type === 'rule_fired' && each.firing.ruleId === ruleId ? each.firing : [],
  )

describe('a rule', () => {
  it('that is crossed is reported once, switched off if it speaks once, and kept', async () => {
    const userId = await people.user()
    const price = await priceOf('ETH')
    const given = { kind: 'price_above', symbol: 'ETH', threshold: (price * 1.01).toFixed(2) }
    const ruleId = await people.rule(userId, { ...given, once: true })
    await move('ETH', '+2%')
    const firing = await eventually(20_000, () => firingsOf(ruleId)[0])
    expect(firing).toMatchObject({ userId, kind: 'price_above', symbol: 'ETH', venue: 'binance' })
    expect(Number(firing.price)).toBeCloseTo(price * 1.02, 0)
    const rows = await people.query('select enabled, armed from alert_rules where id = $1', [ruleId])
    expect(rows).toEqual([{ enabled: false, armed: false }])
    expect((await history()).firings).toContainEqual(firing)
    await move('ETH', '-2%')
    await move('ETH', '+2%')
    await eventually(10_000, async () => (await priceOf('ETH')) > price)
    expect(firingsOf(ruleId)).toHaveLength(1)
  })

  it('is not judged by the price that was there before it was changed', async () => {
    const price = await priceOf('XRP')
    const threshold = (price * 1.05).toFixed(4)
    const ruleId = await people.rule(await people.user(), { kind: 'price_above', symbol: 'XRP', threshold })
    await eventually(10_000, () => isArmed(ruleId))
    await people.query('update alert_rules set threshold = $2 where id = $1', [
      ruleId,
      (price * 0.9).toFixed(4),
    ])
    await people.query('update alert_rules set threshold = $2 where id = $1', [
      ruleId,
      (price * 1.01).toFixed(4),
    ])
    await move('XRP', '+1.5%')
    await eventually(20_000, () => firingsOf(ruleId).length === 1)
  })

  it('about a position follows the ledger', async () => {
    const userId = await people.user()
    const price = await priceOf('XRP')
    const ruleId = await people.rule(userId, { kind: 'position_change', symbol: 'XRP', threshold: '3' })
    await people.trade(userId, 'XRP', '100', price.toFixed(4))
    await eventually(10_000, () => isArmed(ruleId))
    await move('XRP', '-4%')
    const firing = await eventually(20_000, () => firingsOf(ruleId)[0])
    expect(Number(firing.changePercent)).toBeCloseTo(-4, 1)
  })
})

describe('a sudden move', () => {
  it('is one row and one report, with where it came from', async () => {
    const price = await priceOf('BTC')
    await move('BTC', '-5.5%')
    const event = await eventually(20_000, () => moves()[0])
    expect(event).toMatchObject({ kind: 'move', symbol: 'BTC', direction: 'down', venue: 'binance' })
    expect(Number(event.changePercent)).toBeLessThan(-5)
    expect(Number(event.price)).toBeCloseTo(price * 0.945, -2)
    await move('BTC', '+0.8%')
    await move('BTC', '-0.9%')
    await eventually(10_000, async () => (await task.metric('sage_alerts_waiting{for="valkey"}')) === 0)
    expect(moves()).toEqual([event])
    expect((await history()).events).toContainEqual(event)
  })

  it('is not served to whoever has not signed', async () => {
    for (const path of ['/v1/events?after=2026-01-01T00:00:00Z', '/v1/rules/preview']) {
      expect((await fetch(`${task.url}${path}`)).status).toBe(401)
    }
    expect((await task.get('/v1/events?after=yesterday')).status).toBe(400)
  })
})

describe('a preview', () => {
  it('says what the last 30 days would have brought', async () => {
    const preview = async (rule: unknown, userId?: string) => {
      const response = await task.post('/v1/rules/preview', rule, userId)
      return response.status === 200 ? RulePreview.parse(await response.json()) : response.status
    }
    const price = await priceOf('SOL')
    const rule = { kind: 'change_24h', symbol: 'SOL', threshold: '3' }
    const firings = await eventually(40_000, async () => {
      const found = await preview(rule)
      return typeof found === 'object' && found.firings.length > 0 && found.firings
    })
    for (const { changePercent } of firings) expect(Math.abs(Number(changePercent))).toBeGreaterThanOrEqual(3)
    const unreachable = { kind: 'price_above', symbol: 'SOL', threshold: String(price * 100) }
    expect(await preview(unreachable)).toMatchObject({ firings: [] })
    expect(await preview({ kind: 'fear_greed_above', threshold: '1' })).toMatchObject({ firings: [] })
    expect(await preview({ kind: 'price_above', threshold: '1' })).toBe(400)
    const position = { kind: 'position_change', symbol: 'SOL', threshold: '3' }
    expect(await preview(position)).toBe(400)
    expect(await preview(position, await people.user())).toMatchObject({ firings: [] })
  })
})
