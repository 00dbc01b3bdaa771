/**
 * `npm run -s normalize -- --venue binance|gate`: reads raw frames, one a line, and writes what each of them is, one
 * JSON a line. Decimals are the venue's own digits, times ISO-8601 in UTC as fine as the venue gives them.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { binance } from './exchanges/binance.ts'
import type { Parsed } from './exchanges/exchange.ts'
import { gate } from './exchanges/gate.ts'

const exchanges = [binance, gate]

function normalized(parsed: Parsed): unknown {
  switch (parsed.type) {
    case 'ticker': {
      const { venue: _, exchangeMs, ...ticker } = parsed
      return { ...ticker, exchangeTime: isoTime(exchangeMs) }
    }
    case 'trade': {
      const { venue: _, exchangeMs, subMs, tradeId, ...trade } = parsed
      return { ...trade, tradeId: String(tradeId), exchangeTime: isoTime(exchangeMs, subMs) }
    }
    case 'ignored':
      return parsed
    case 'error': {
      const { detail, ...error } = parsed
      return detail === undefined ? error : { ...error, reason: `${error.reason}: ${detail}` }
    }
  }
}

function isoTime(ms: number, subMs = ''): string {
  return new Date(ms).toISOString().replace('Z', `${subMs}Z`)
}

const { values } = parseArgs({ options: { venue: { type: 'string' } } })
const exchange = exchanges.find(({ venue }) => venue === values.venue)
if (exchange === undefined) {
  console.error('Which venue sent the frames? Use --venue binance or --venue gate.')
  process.exit(1)
}
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue
  process.stdout.write(`${JSON.stringify(normalized(exchange.parse(line, Date.now())))}\n`)
}
