/** The launcher as a person starts it, and what it leaves behind. Linux only: it reads /proc. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { nodeProgram, repository } from '../src/repository.ts'

const Ready = z.object({ web: z.url(), edge: z.url(), ingest: z.url(), valkey: z.string() })

export interface Launcher {
  readonly child: ChildProcess
  /** Parsed from the `ready {json}` line; rejects with the whole output if the launcher ends before. */
  readonly ready: Promise<z.infer<typeof Ready>>
  /** Exit code, or the signal that ended it, with everything that was printed. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>
}

/** `node infra/local/start.mjs start --headless` with nothing of the caller's environment but the path. */
export function startLauncher(environment: Readonly<Record<string, string>>): Launcher {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(nodeProgram, [join(repository, 'infra/local/start.mjs'), 'start', '--headless'], {
    env: { PATH, HOME, MARKET: 'replay', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  let announce = (_line: string) => {}
  const line = new Promise<string>((resolve) => {
    announce = resolve
  })
  const take = (chunk: Buffer) => {
    output += chunk.toString('utf8')
    const found = /^ready (\{.*\})$/m.exec(output)?.[1]
    if (found !== undefined) announce(found)
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  )
  const early = ended.then(() =>
    Promise.reject(new Error(`The launcher ended before it was ready:\n${output}`)),
  )
  const ready = Promise.race([line, early]).then((json) => Ready.parse(JSON.parse(json)))
  // Whoever only waits for the end must not be told of the missing line as well.
  ready.catch(() => {})
  return { child, ready, ended }
}

/** All living processes below `pid`, however deep. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    const status = /^\d+$/.test(entry) ? statusOf(Number(entry)) : undefined
    if (status !== undefined) parents.set(Number(entry), status.parent)
  }
  const below = (ancestor: number): number[] =>
    [...parents].flatMap(([child, parent]) => (parent === ancestor ? [child, ...below(child)] : []))
  return below(pid)
}

/** Whether a process runs; one that has died and was not collected yet does not. */
export function runs(pid: number): boolean {
  return statusOf(pid) !== undefined
}

/** The command line, to tell which part a process is. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

function statusOf(pid: number): { readonly parent: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    if (/^State:\s+[ZX]/m.test(status)) return undefined
    return { parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) }
  } catch {
    return undefined
  }
}
