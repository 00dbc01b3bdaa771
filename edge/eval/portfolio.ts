/**
 * `npm run -s eval:portfolio -- FILE.json`: computes every figure of a portfolio with the code that production uses.
 * The file is `{"trades": [{id, symbol, side, quantity, price, fee, at}], "prices": {"BTC": [["ISO", "decimal"], …]},
 * "from": "ISO", "to": "ISO"}`. Prints one JSON; exits with 2 if the file cannot be read.
 */
import { readFileSync } from 'node:fs'
import { CoinSymbol, Decimal, Timestamp } from '@sage/db/vocabulary'
import * as z from 'zod'
import { Trade } from '../src/portfolio/fills.ts'
import { performance } from '../src/portfolio/performance.ts'

const Input = z
  .object({
    trades: z.array(Trade),
    prices: z.partialRecord(CoinSymbol, z.array(z.tuple([Timestamp, Decimal]))),
    from: Timestamp,
    to: Timestamp,
  })
  .refine(({ from, to }) => Date.parse(from) <= Date.parse(to), { message: 'from is after to' })

function readInput(file: string): z.infer<typeof Input> {
  try {
    return Input.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    console.error(`${file}: ${reason}`)
    process.exit(2)
  }
}

const file = process.argv[2]
if (file === undefined) {
  console.error('usage: npm run -s eval:portfolio -- FILE.json')
  process.exit(2)
}
console.log(JSON.stringify(performance(readInput(file)), null, 2))
