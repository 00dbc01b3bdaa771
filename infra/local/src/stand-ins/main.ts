/**
 * Runs the stand-ins that STANDINS names (comma-separated) in one process, all on one market. PORT_BINANCE, PORT_GATE,
 * PORT_FEAR_GREED, PORT_CLAUDE, PORT_PUSH and PORT_DISCORD choose ports (0 or unset: free ones), SEED the market. Prints one line of JSON when
 * all answer: `{"ready":{"binance":"http://…", …}}`.
 */
import * as z from 'zod'
import { startBinance } from './binance.ts'
import { startClaude } from './claude.ts'
import { startDiscord } from './discord.ts'
import { startFearGreed } from './fear-greed.ts'
import { startGate } from './gate.ts'
import { createMarket } from './market-model.ts'
import { startPush } from './push.ts'

const names = ['binance', 'gate', 'fear-greed', 'claude', 'push', 'discord'] as const
type Name = (typeof names)[number]
const Port = z.coerce.number().int().min(0).max(65_535).default(0)

const Environment = z.object({
  STANDINS: z
    .string()
    .default(names.join(','))
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(names)).min(1)),
  PORT_BINANCE: Port,
  PORT_GATE: Port,
  PORT_FEAR_GREED: Port,
  PORT_CLAUDE: Port,
  PORT_PUSH: Port,
  PORT_DISCORD: Port,
  SEED: z.string().default('sage'),
})

const environment = Environment.safeParse(process.env)
if (!environment.success) {
  console.error(`The stand-ins cannot start: ${z.prettifyError(environment.error)}`)
  process.exit(1)
}
const { STANDINS, SEED: seed, ...ports } = environment.data
const market = createMarket(seed)

const start: Record<Name, () => Promise<{ readonly url: string; close(): Promise<void> }>> = {
  binance: () => startBinance({ port: ports.PORT_BINANCE, market }),
  gate: () => startGate({ port: ports.PORT_GATE, market }),
  'fear-greed': () => startFearGreed({ port: ports.PORT_FEAR_GREED, market }),
  claude: () => startClaude({ port: ports.PORT_CLAUDE, seed }),
  push: () => startPush({ port: ports.PORT_PUSH }),
  discord: () => startDiscord({ port: ports.PORT_DISCORD }),
}

const running = await Promise.all(STANDINS.map(async (name) => ({ name, standIn: await start[name]() })))

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    await Promise.all(running.map(({ standIn }) => standIn.close()))
    process.exit(0)
  })
}
console.log(
  JSON.stringify({ ready: Object.fromEntries(running.map(({ name, standIn }) => [name, standIn.url])) }),
)
