/** What may happen at the worst moment of an alert, and that each is told all the same, and once. Real processes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AlertsPeople, openPeople } from './alerts-people.ts'
import { eventually, type IngestTask, type MarketStack, startMarketStack } from './market-stack.ts'

let stack: MarketStack
let people: AlertsPeople
let userId: string
beforeEach(async () => {
  stack = await startMarketStack()
  people = await openPeople(stack.database.adminUrl)
  userId = await people.user()
  await stack.control('binance', { path: { BTC: [['+0s', '0%']], ETH: [['+0s', '0%']] }, still: true })
}, 120_000)
afterEach(async () => {
  await people?.close()
  await stack?.close()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const leading = (task: IngestTask) => task.metric('sage_leader')

async function readyTask(): Promise<IngestTask> {
  const task = await stack.ingest()
  await eventually(30_000, async () => (await fetch(`${task.url}/readyz`)).status === 200)
  return task
}

async function leaderAndOther(): Promise<[IngestTask, IngestTask]> {
  const [one, other] = [await readyTask(), await readyTask()]
  return (await leading(one)) === 1 ? [one, other] : [other, one]
}

async function priceOf(task: IngestTask, symbol: string): Promise<number> {
  const { quotes } = await task.snapshot()
  return Number(quotes.find((quote) => quote.symbol === symbol)?.price)
}

/** A rule that the next rise of 2 % crosses, ready to be crossed. */
async function armedRule(price: number, share = 1.01): Promise<string> {
  const ruleId = await people.rule(userId, {
    ...{ kind: 'price_above', symbol: 'ETH', cooldownMinutes: 60 },
    threshold: (price * share).toFixed(2),
  })
  await eventually(20_000, async () => {
    const [row] = await people.query<{ armed: boolean }>('select armed from alert_rules where id = $1', [
      ruleId,
    ])
    return row?.armed
  })
  return ruleId
}

const setPrice = (price: number) =>
  stack.control('binance', { price: { ETH: Number(price.toFixed(2)) }, still: true })

/** Up by 2 % until the task has heard of it (a coin trades every few seconds), then back. */
async function spike(task: IngestTask, price: number, atTheTop = async () => {}): Promise<void> {
  await setPrice(price * 1.02)
  await eventually(30_000, async () => (await priceOf(task, 'ETH')) > price * 1.015)
  await atTheTop()
  await setPrice(price)
}

/** Ids under which the edge was told of the rule. */
const told = (ruleId: string) =>
  new Set(
    stack.edge.accepted.flatMap((each) =>
      each.type === 'rule_fired' && each.firing.ruleId === ruleId ? each.firing.id : [],
    ),
  )
const movesTold = () =>
  new Set(
    stack.edge.accepted.flatMap((each) =>
      each.type === 'market_event' && each.event.kind === 'move' ? each.event.id : [],
    ),
  )

async function expectToldOnce(ruleId: string): Promise<void> {
  await eventually(60_000, () => told(ruleId).size > 0)
  // A second telling would follow the first at once.
  await pause(3000)
  expect(told(ruleId).size).toBe(1)
  const rows = await people.query('select id from rule_firings where rule_id = $1', [ruleId])
  expect(rows).toHaveLength(1)
}

describe('the leader', () => {
  it('killed at the crossing is followed by one that tells it once, even if the price is back by then', async () => {
    let [leader, other] = await leaderAndOther()
    const price = await priceOf(other, 'ETH')
    for (const killed of ['before it', 'at once', 'soon after']) {
      const ruleId = await armedRule(price)
      if (killed === 'before it') await leader.end('SIGKILL')
      await spike(other, price, async () => {
        if (killed === 'soon after') await pause(150)
        await leader.end('SIGKILL')
      })
      await expectToldOnce(ruleId)
      leader = other
      other = await readyTask()
    }
  }, 240_000)

  it('killed in a sudden move is followed by one that tells it once, and so is that one', async () => {
    const [leader, other] = await leaderAndOther()
    const price = await priceOf(other, 'BTC')
    await stack.control('binance', { path: { BTC: [['+0s', '-5.5%']] }, still: true })
    await eventually(30_000, async () => (await priceOf(other, 'BTC')) < price * 0.95)
    await leader.end('SIGKILL')
    await eventually(60_000, () => movesTold().size > 0)
    const third = await readyTask()
    await other.end('SIGKILL')
    await eventually(20_000, async () => (await leading(third)) === 1)
    await pause(5000)
    expect(movesTold().size).toBe(1)
    expect(await people.query('select id from market_events')).toHaveLength(1)
  }, 180_000)

  it('that was frozen and replaced tells nothing when it wakes up', async () => {
    const [leader, other] = await leaderAndOther()
    const price = await priceOf(other, 'ETH')
    const ruleId = await armedRule(price)
    await spike(leader, price, async () => void leader.child.kill('SIGSTOP'))
    await eventually(20_000, async () => (await leading(other)) === 1)
    await eventually(30_000, () => told(ruleId).size === 1)
    leader.child.kill('SIGCONT')
    await expectToldOnce(ruleId)
  }, 120_000)
})

describe('a store', () => {
  it('Valkey: restarted empty during the crossing, it is told once', async () => {
    const task = await readyTask()
    const price = await priceOf(task, 'ETH')
    const ruleId = await armedRule(price)
    await stack.valkey.stop()
    await spike(task, price)
    // Longer than the lease.
    await pause(7000)
    await stack.valkey.start()
    await expectToldOnce(ruleId)
  }, 120_000)

  it('Valkey: emptied with a report in it, the row is there for the sweep', async () => {
    const task = await readyTask()
    const price = await priceOf(task, 'ETH')
    const ruleId = await armedRule(price)
    stack.edge.answer = 503
    await spike(task, price)
    await eventually(20_000, () => stack.edge.turnedAway > 0)
    await stack.valkey.stop()
    await stack.valkey.start()
    stack.edge.answer = 200
    const { firings } = await (await task.get('/v1/events?after=2026-01-01T00:00:00Z')).json()
    expect(firings).toMatchObject([{ ruleId }])
  }, 120_000)

  it('PostgreSQL: down during the crossing, it is told once when that is back', async () => {
    const task = await readyTask()
    const price = await priceOf(task, 'ETH')
    const ruleId = await armedRule(price)
    await people.close()
    await stack.database.stop('SIGQUIT')
    await spike(task, price)
    await pause(5000)
    await stack.database.start()
    people = await openPeople(stack.database.adminUrl)
    await expectToldOnce(ruleId)
  }, 120_000)
})

describe('the edge', () => {
  it('away for a while is told when it is back, after a number of attempts that is bounded', async () => {
    const task = await readyTask()
    const price = await priceOf(task, 'ETH')
    const ruleIds: string[] = []
    for (const share of [1.005, 1.01, 1.015]) ruleIds.push(await armedRule(price, share))
    stack.edge.answer = 503
    await spike(task, price)
    await pause(20_000)
    // Three reports, tried again after 0.5, 1.5, 3.5, 7.5 and 15.5 s.
    expect(stack.edge.turnedAway).toBeGreaterThanOrEqual(3)
    expect(stack.edge.turnedAway).toBeLessThanOrEqual(18)
    stack.edge.answer = 200
    await eventually(40_000, () => ruleIds.every((ruleId) => told(ruleId).size === 1))
    await expectToldOnce(ruleIds[0] ?? '')
  }, 120_000)

  it('that refuses a report is not asked again, and the report is kept', async () => {
    const task = await readyTask()
    const price = await priceOf(task, 'ETH')
    await armedRule(price)
    stack.edge.answer = 422
    await spike(task, price)
    await eventually(20_000, async () => (await task.metric('sage_alert_jobs{state="failed"}')) === 1)
    await pause(3000)
    expect(stack.edge.turnedAway).toBe(1)
  }, 120_000)
})
