/**
 * CPU of the gate per streamed token: `node edge/bench/gate.ts [tokens]`. Feeds answers in pieces of a model's token
 * size, well-behaved ones (references) and ones full of raw figures, and prints JSON last.
 */
import type { Fact, FactId } from '../src/contract/fact.ts'
import { createGate } from '../src/facts/gate.ts'

const at = '2026-11-24T09:00:00.000Z'
const figures: readonly Fact[] = [
  { id: 'BTC.price', value: '43250', unit: 'USDT', at, venue: 'binance' },
  { id: 'BTC.change24h', value: '-2.41', unit: '%', at, venue: 'binance' },
  { id: 'BTC.ma50', value: '41980', unit: 'USDT', at, venue: 'binance' },
  { id: 'ETH.price', value: '2315.48', unit: 'USDT', at, venue: 'gate' },
  { id: 'ETH.change24h', value: '1.87', unit: '%', at, venue: 'gate' },
  { id: 'market.fearGreed', value: '40', unit: 'points', at, venue: 'alternative.me' },
]
const facts: ReadonlyMap<FactId, Fact> = new Map(figures.map((fact) => [fact.id, fact]))

const answers = {
  references: [
    '비트코인은 지금 {{BTC.price}}에 있고 하루 사이 {{BTC.change24h}} 내렸네. 공포·탐욕 지수는 {{market.fearGreed}}일세. 서두르지 말고 자네가 산 이유를 다시 떠올려 보게. 스스로 조사하고 판단하게.',
    'Bitcoin is at {{BTC.price}} and slipped {{BTC.change24h}} over the day. The index reads {{market.fearGreed}}. I would not rush to buy or to sell; ask yourself why you own it. Do your own research, my friend.',
  ],
  rawFigures: [
    '비트코인은 지금 43,250달러이고 24시간 동안 2.41% 내렸네. 이더리움은 2,315달러로 하루 동안 1.87% 올랐네. 공포탐욕지수는 40일세. 무조건 오르는 것은 없네.',
    'Bitcoin trades at $43,250, down 2.41% in 24 hours. Ether is at $2,315, up 1.87% today. Nothing is guaranteed, so never use leverage.',
  ],
} as const

/** Three characters of Korean or four of English are about one token. */
function tokensOf(text: string): string[] {
  const size = /[가-힣]/.test(text) ? 3 : 4
  return text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
}

function measure(texts: readonly string[], atLeast: number) {
  const streams = texts.map(tokensOf)
  const perToken: number[] = []
  let cpuMicros = 0
  let tokens = 0
  while (tokens < atLeast) {
    for (const stream of streams) {
      const started = process.cpuUsage()
      const gate = createGate({ facts, locale: 'ko', saidByUser: ['BTC 어때?'] })
      for (const token of stream) {
        const before = process.hrtime.bigint()
        gate.push(token)
        perToken.push(Number(process.hrtime.bigint() - before) / 1000)
      }
      gate.end()
      const used = process.cpuUsage(started)
      cpuMicros += used.user + used.system
      tokens += stream.length
      if (gate.decisions.some(({ decision }) => decision === 'held'))
        throw new Error('a grounded answer was held')
    }
  }
  perToken.sort((a, b) => a - b)
  const percentile = (share: number) => Number(perToken[Math.floor(perToken.length * share)]?.toFixed(1))
  return {
    tokens,
    cpuMicrosPerToken: Number((cpuMicros / tokens).toFixed(2)),
    p50: percentile(0.5),
    p99: percentile(0.99),
  }
}

const tokens = Number(process.argv[2] ?? 20_000)
for (const texts of Object.values(answers)) measure(texts, 2_000)
console.log(
  JSON.stringify({
    bench: 'gate',
    goalCpuMicrosPerToken: 50,
    references: measure(answers.references, tokens),
    rawFigures: measure(answers.rawFigures, tokens),
  }),
)
