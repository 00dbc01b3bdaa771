import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import * as z from 'zod'

const program = fileURLToPath(new URL('main.ts', import.meta.url))
const Ready = z.object({ ready: z.record(z.string(), z.url()) })

function start(env: Readonly<Record<string, string>>) {
  return spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

it('starts those that are named, tells where they are in one line, and ends on SIGTERM', async () => {
  const child = start({ STANDINS: 'binance,gate,fear-greed,claude,push,discord' })
  const lines = createInterface({ input: child.stdout })
  const [line] = await once(lines, 'line')
  const { ready } = Ready.parse(JSON.parse(String(line)))
  expect(Object.keys(ready)).toEqual(['binance', 'gate', 'fear-greed', 'claude', 'push', 'discord'])
  for (const url of Object.values(ready)) expect((await fetch(`${url}/__control`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('says what is wrong with its environment and ends with 1', async () => {
  const child = start({ STANDINS: 'kraken' })
  const complaint = createInterface({ input: child.stderr })[Symbol.asyncIterator]().next()
  expect(await once(child, 'exit')).toEqual([1, null])
  expect((await complaint).value).toMatch(/cannot start/)
})
