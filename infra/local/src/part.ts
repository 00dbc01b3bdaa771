/** One child process of the stack in a process group of its own, its output in a log file. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from './failure.ts'
import type { Guard } from './guard.ts'

export interface PartSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly logFile: string
  /** Runs as this user; the launcher's own if absent. */
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** The signal that ends it in good order. */
  readonly stopSignal?: NodeJS.Signals
  /** How long good order may take before SIGKILL. */
  readonly graceMs?: number
}

export interface PartExit {
  readonly name: string
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Part {
  readonly name: string
  readonly pid: number
  readonly exited: Promise<PartExit>
  /** Sends a signal to the whole group; a group that is gone is no error. */
  signal(signal: NodeJS.Signals): void
  /** Ends the whole group and resolves when no process of it is left. */
  stop(): Promise<void>
}

const groupPollMs = 20

export function startPart(spec: PartSpec, guard: Guard): Part {
  keepPreviousLog(spec.logFile)
  const log = openSync(spec.logFile, 'a', 0o600)
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...spec.owner,
  })
  closeSync(log)
  const { pid } = child
  const spawnFailed = new Promise<never>((_, reject) => child.once('error', reject))
  if (pid === undefined) {
    spawnFailed.catch(() => {})
    throw new Failure(`${spec.name} did not start: ${spec.command} cannot be run.`)
  }
  const stopSignal = spec.stopSignal ?? 'SIGTERM'
  guard.add(pid, stopSignal)

  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name)
    } catch (error) {
      if (!isNoSuchProcess(error)) throw error
    }
  }
  const exited = new Promise<PartExit>((resolve) => {
    child.once('exit', (code, signalName) => resolve({ name: spec.name, code, signal: signalName }))
  })
  return {
    name: spec.name,
    pid,
    exited,
    signal,
    async stop() {
      signal(stopSignal)
      const gone = await groupGone(pid, spec.graceMs ?? 5000)
      if (!gone) signal('SIGKILL')
      await exited
      await groupGone(pid, 2000)
      guard.drop(pid)
    },
  }
}

async function groupGone(group: number, withinMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= withinMs; waitedMs += groupPollMs) {
    try {
      process.kill(-group, 0)
    } catch (error) {
      if (isNoSuchProcess(error)) return true
      throw error
    }
    await delay(groupPollMs)
  }
  return false
}

function isNoSuchProcess(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH'
}

function keepPreviousLog(file: string): void {
  if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'))
}

/** The last lines of a part's log, without colours. */
export function tailOf(file: string, lines = 20): string {
  if (!existsSync(file)) return ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours start with the escape character
  const text = readFileSync(file, 'utf8').replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}

/** One sentence on how a part ended. */
export function describeExit(exit: PartExit): string {
  return exit.signal === null
    ? `${exit.name} ended with code ${exit.code}.`
    : `${exit.name} was ended by ${exit.signal}.`
}
