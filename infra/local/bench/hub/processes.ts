/** CPU and memory of a process group, as Linux counts them under `/proc`. */
import { readdirSync, readFileSync } from 'node:fs'

export interface Usage {
  /** Time on a processor since the start, all threads. */
  readonly cpuMs: number
  readonly residentBytes: number
}

/**
 * The processes of a group and its leader's children, by their command lines: PostgreSQL's server processes leave the
 * group.
 */
export function processesOf(group: number): { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`)
      // The name in parentheses may hold anything; state, parent and group follow the last one.
      const [, parent, processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (Number(processGroup) !== group && Number(parent) !== group) return []
      return [{ pid: Number(name), command: read(`/proc/${name}/cmdline`).replaceAll('\0', ' ') }]
    })
}

export function usageOf(pid: number): Usage {
  const resident = /^Rss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? '0'
  const threads = readdirSync(`/proc/${pid}/task`)
  const cpuNs = threads
    .map((thread) => Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] || 0))
    .reduce((sum, each) => sum + each, 0)
  return { cpuMs: cpuNs / 1e6, residentBytes: Number(resident) * 1024 }
}

/** Time that all processors of the machine have been busy since it was started, by whomever. */
export function machineBusyMs(): number {
  const [, ...ticks] = (read('/proc/stat').split('\n')[0] ?? '').split(/\s+/)
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = ticks.map(Number)
  // A tick is 10 ms (USER_HZ).
  return (user + nice + system + irq + softirq + steal) * 10
}

/** Empty if the process or thread ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
