/**
 * `npm run bench -- rules`: what users' rules cost the leader. An hour of BTC at ten looks a second is judged with no
 * rule, and with 1,000, 10,000 and 100,000 of them whose levels lie around the price: CPU microseconds per look, the
 * firings among them. The last line is JSON.
 */
import type { Look } from '../src/alerts/look.ts'
import { createLookout } from '../src/alerts/lookout.ts'
import type { Rule } from '../src/alerts/rule.ts'
import { createRuleSet, type RuleSet } from '../src/alerts/rule-set.ts'
import type { Ticker } from '../src/exchanges/exchange.ts'

const startMs = Date.parse('2026-11-24T09:00:00Z')
const looksPerHour = 36_000
const kinds = ['price_above', 'price_below', 'change_1h', 'change_24h', 'position_change'] as const

let state = 1
function random(): number {
  state = (state * 48_271) % 2_147_483_647
  return state / 2_147_483_647
}

function ticker(price: number, atMs: number): Ticker {
  return {
    ...{ type: 'ticker', venue: 'binance', symbol: 'BTC', exchangeMs: atMs },
    ...{ price: price.toFixed(2), bid: price.toFixed(2), ask: price.toFixed(2) },
    ...{ changePercent24h: (random() * 4 - 2).toFixed(3), high24h: '90000', low24h: '70000', volume24h: '1' },
  }
}

/** An hour of a price that wanders, a tick each look; `lookUs` is what making a look of it costs. */
function hour(): { readonly looks: readonly Look[]; readonly lookUs: number } {
  const lookout = createLookout()
  const looks: Look[] = []
  let price = 80_000
  const before = process.cpuUsage()
  for (let index = 0; index < looksPerHour; index += 1) {
    price *= 1 + (random() - 0.5) * 0.0004
    const atMs = startMs + index * 100
    lookout.onTick(ticker(price, atMs), atMs, atMs)
    looks.push(...lookout.look(() => 'binance'))
  }
  return { looks, lookUs: since(before) / looksPerHour }
}

function rules(count: number): Rule[] {
  return Array.from({ length: count }, (_, index): Rule => {
    const kind = kinds[index % kinds.length] ?? 'price_above'
    const threshold = kind.startsWith('price') ? 72_000 + random() * 16_000 : 0.5 + random() * 20
    return {
      ...{ id: `rule-${index}`, userId: 'user', kind, symbol: 'BTC', threshold: threshold.toFixed(4) },
      ...{ once: false, cooldownMs: 300_000, updatedAtMs: 0 },
    }
  })
}

function filled(count: number): { readonly set: RuleSet; readonly fillMs: number } {
  const made = rules(count)
  const before = process.cpuUsage()
  const set = createRuleSet()
  for (const rule of made) set.put(rule, { quantity: 1, offset: 0, cost: 60_000 + random() * 40_000 })
  return { set, fillMs: since(before) / 1000 }
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return user + system
}

const { looks, lookUs } = hour()
// Once for the compiler.
for (const look of looks) filled(0).set.judge(look)
const measured = [0, 1000, 10_000, 100_000].map((count) => {
  const { set, fillMs } = filled(count)
  const [first, ...rest] = looks
  const arming = process.cpuUsage()
  const armed = first === undefined ? 0 : set.judge(first).armed.length
  const armMs = since(arming) / 1000
  let fired = 0
  const judging = process.cpuUsage()
  for (const look of rest) fired += set.judge(look).firings.length
  const judgeUs = since(judging) / rest.length
  const figures = { rules: count, fillMs, armed, armMs, judgeUs, fired }
  console.log(
    `${String(count).padStart(7)} rules: ${judgeUs.toFixed(2)} us a look, ${fired} firings in the hour; ` +
      `put in ${fillMs.toFixed(0)} ms, ${armed} armed by the first look in ${armMs.toFixed(1)} ms`,
  )
  return figures
})
console.log(`making a look: ${lookUs.toFixed(1)} us`)
console.log(JSON.stringify({ bench: 'rules', looks: looks.length, lookUs, measured }))
