/** What the edge's processes use, from /proc: `wrangler dev` with everything it has started. Linux only. */
import { readdirSync, readFileSync } from 'node:fs'

const clockTicksPerSecond = 100

export interface Use {
  readonly pid: number
  readonly cpuMs: number
  readonly memoryMb: number
}

/** Every process of a group. CPU so far, to 10 ms. */
export function usesOf(group: number): Use[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    const use = useOf(Number(entry))
    return use?.group === group ? [use] : []
  })
}

function useOf(pid: number): (Use & { readonly group: number }) | undefined {
  try {
    // The name in parentheses may hold anything; what follows it is numbers (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const number = (index: number) => Number(fields[index])
    const residentKb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
    return {
      pid,
      group: number(2),
      cpuMs: ((number(11) + number(12)) * 1000) / clockTicksPerSecond,
      memoryMb: residentKb / 1024,
    }
  } catch {
    return undefined
  }
}

export const cpuMsOf = (uses: readonly Use[]) => uses.reduce((sum, use) => sum + use.cpuMs, 0)
export const memoryMbOf = (uses: readonly Use[]) =>
  Math.round(uses.reduce((sum, use) => sum + use.memoryMb, 0))
