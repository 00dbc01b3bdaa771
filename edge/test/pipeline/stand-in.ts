/** Claude's stand-in, in a process of its own as on a laptop: its work is not ours, and only the wire connects us. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const main = fileURLToPath(new URL('../../../infra/local/src/stand-ins/main.ts', import.meta.url))
const Ready = z.object({ ready: z.object({ claude: z.url() }) })

export interface StandIn {
  readonly url: string
  /** Changes its settings; see infra/local/src/stand-ins/claude/settings.ts. */
  control(patch: object): Promise<void>
  stop(): Promise<void>
}

export async function startStandIn(): Promise<StandIn> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, STANDINS: 'claude', PORT_CLAUDE: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const url = Ready.parse(JSON.parse(String(line))).ready.claude
  return {
    url,
    async control(patch) {
      const response = await fetch(`${url}/__control`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(patch),
      })
      if (!response.ok) throw new Error(`control: ${await response.text()}`)
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
