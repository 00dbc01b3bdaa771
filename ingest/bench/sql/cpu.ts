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
  /** Spent between `before` and this, in ms, by the processes that are still there. */
  since(before: CpuTimes): Readonly<Record<Part, number>>
  readonly processes: ReadonlyMap<number, { readonly part: Part; readonly cpuMs: number }>
}

/** Of the process `root`, the client, and of all that it or its children started. All zero on other systems. */
export async function cpuOfTree(root: number): Promise<CpuTimes> {
  const known = new Map((await processes()).map((each) => [each.pid, each]))
  const isOurs = (pid: number): boolean => {
    const parent = known.get(pid)?.parent
    return pid === root || (parent !== undefined && parent !== 0 && isOurs(parent))
  }
  const ours = [...known.values()].filter(({ pid }) => isOurs(pid))
  const now = new Map(ours.map((each) => [each.pid, { part: partOf(each, root), cpuMs: each.cpuMs }]))
  return {
    processes: now,
    since(before) {
      const spent = { client: 0, gateway: 0, postgres: 0, valkey: 0 }
      for (const [pid, { part, cpuMs }] of now) spent[part] += cpuMs - (before.processes.get(pid)?.cpuMs ?? 0)
      return spent
    },
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
