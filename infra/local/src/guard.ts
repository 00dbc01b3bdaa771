/**
 * The launcher's own watchman: a small shell process in a session of its own that ends every process group it was
 * told of when the launcher is gone, SIGKILL included.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Guard {
  add(group: number, signal: NodeJS.Signals): void
  drop(group: number): void
  /** Lets the guard go; it ends whatever was not dropped. Resolves when it has. */
  close(): Promise<void>
  /** Resolves if the guard dies before `close`: without it nothing may keep running. */
  readonly lost: Promise<void>
}

export function startGuard(): Guard {
  const child = spawn('/bin/sh', [fileURLToPath(new URL('guard.sh', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  let closing = false
  // A guard that is gone is reported by `lost`; the write itself needs no second report.
  child.stdin.on('error', () => {})
  const tell = (line: string) => {
    if (child.stdin.writable) child.stdin.write(`${line}\n`)
  }
  return {
    add: (group, signal) => tell(`add ${group} ${signal.replace(/^SIG/, '')}`),
    drop: (group) => tell(`drop ${group}`),
    close() {
      closing = true
      child.stdin.end()
      return exited
    },
    lost: new Promise((resolve) => {
      exited.then(() => {
        if (!closing) resolve()
      })
    }),
  }
}
