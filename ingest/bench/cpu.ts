/** CPU time of a bench's own processes by what they are, from Linux's `/proc`. */
import { readdir, readFile } from 'node:fs/promises'

export const parts = ['client', 'gateway', 'postgres', 'valkey'] as const
export type Part = (typeof parts)[number]

/** A `stat` file counts in ticks of 10 ms (`getconf CLK_TCK`, 100 on every Linux that Node supports). */
const tickMs = 10

interface Process {
  readonly pid: number
  readonly parent: number
  readonly name: string
  readonly cpuMs: number
}

export interface CpuTimes {
  /** Spent between `before` and this, in ms. */
  since(before: CpuTimes): Readonly<Record<Part, number>>
  readonly totals: Readonly<Record<Part, number>>
}

/** Of the process `root`, the client, and of all that it or its children started. All zero on other systems. */
export async function cpuOfTree(root: number): Promise<CpuTimes> {
  const known = new Map((await processes()).map((each) => [each.pid, each]))
  const isOurs = (pid: number): boolean => {
    const parent = known.get(pid)?.parent
    return pid === root || (parent !== undefined && parent !== 0 && isOurs(parent))
  }
  const totals = { client: 0, gateway: 0, postgres: 0, valkey: 0 }
  for (const each of known.values()) if (isOurs(each.pid)) totals[partOf(each, root)] += each.cpuMs
  return {
    totals,
    since: (before) => ({
      client: totals.client - before.totals.client,
      gateway: totals.gateway - before.totals.gateway,
      postgres: totals.postgres - before.totals.postgres,
      valkey: totals.valkey - before.totals.valkey,
    }),
  }
}

function partOf({ pid, name }: Process, root: number): Part {
  if (pid === root) return 'client'
  if (name.startsWith('postgres')) return 'postgres'
  return /^(redis|valkey)/.test(name) ? 'valkey' : 'gateway'
}

async function processes(): Promise<readonly Process[]> {
  const entries = await readdir('/proc').catch(() => [])
  const read = entries.filter((entry) => /^\d+$/.test(entry)).map(readProcess)
  return (await Promise.all(read)).filter((each) => each !== undefined)
}

async function readProcess(pid: string): Promise<Process | undefined> {
  // It may have ended meanwhile.
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name stands in brackets and may hold any of them.
  const found = /^\d+ \((.*)\) \S+ (\d+) (?:\S+ ){9}(\d+) (\d+) /s.exec(text)
  if (found === null) return undefined
  const [, name = '', parent, user, system] = found
  return { pid: Number(pid), parent: Number(parent), name, cpuMs: (Number(user) + Number(system)) * tickMs }
}
