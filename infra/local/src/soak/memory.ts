/** Resident memory of the parts, process by process, from /proc; nothing elsewhere than on Linux. */
import { readdirSync, readFileSync } from 'node:fs'

export interface MemorySample {
  readonly part: string
  /** Another number is another process: a restarted part begins anew. */
  readonly pid: number
  readonly atMs: number
  readonly mb: number
}

/** What all processes of a group hold, in MB; `undefined` where it cannot be known. */
export function groupMemoryMb(group: number): number | undefined {
  try {
    let kb = 0
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue
      kb += memoryOf(entry, group)
    }
    return kb / 1024
  } catch {
    return undefined
  }
}

function memoryOf(pid: string, group: number): number {
  try {
    // After the name in parentheses: state, parent, group (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    if (Number(fields?.[2]) !== group) return 0
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    // It has ended while it was looked at.
    return 0
  }
}

export interface Growth {
  readonly part: string
  readonly fromMb: number
  readonly toMb: number
  readonly minutes: number
  readonly leaks: boolean
}

/** What a part takes while it warms up: its caches, its pools, its compiled code. */
const warmUpMs = 45_000
const shortestMs = 60_000
/** Garbage that was not collected yet, and caches that fill: below both it is no leak. */
const harmlessMb = 96
const harmlessShare = 0.5

/** Of every process that lived for long enough: its memory after the warm-up and at the end, as medians of a fifth each. */
export function growths(samples: readonly MemorySample[]): readonly Growth[] {
  return [...Map.groupBy(samples, ({ part, pid }) => `${part} ${pid}`)].flatMap(([, own]) => {
    const [first] = own
    const last = own.at(-1)
    if (first === undefined || last === undefined) return []
    const warm = own.filter(({ atMs }) => atMs - first.atMs >= warmUpMs)
    const [begin] = warm
    if (begin === undefined || last.atMs - begin.atMs < shortestMs) return []
    const fifth = Math.max(1, Math.floor(warm.length / 5))
    const [fromMb, toMb] = [median(warm.slice(0, fifth)), median(warm.slice(-fifth))]
    return [
      {
        part: first.part,
        fromMb,
        toMb,
        minutes: (last.atMs - begin.atMs) / 60_000,
        leaks: toMb - fromMb > harmlessMb && toMb / fromMb > 1 + harmlessShare,
      },
    ]
  })
}

function median(samples: readonly MemorySample[]): number {
  const sorted = samples.map(({ mb }) => mb).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
