/** `npm start` and `npm run dev`: the stack on this terminal until it is told to stop or a part of it ends. */
import { spawn } from 'node:child_process'
import { Failure } from '../failure.ts'
import type { Settings } from '../settings.ts'
import { type Stack, startStack } from '../stack.ts'
import { screenSteps } from '../steps.ts'

export interface LaunchOptions {
  readonly web: 'built' | 'dev'
  /** Leaves the browser alone. */
  readonly headless: boolean
}

/** Resolves with the exit code: 0 after a signal, 1 after a crash. */
export async function launch(settings: Settings, { web, headless }: LaunchOptions): Promise<number> {
  const startedAt = performance.now()
  const stop = stopRequested()
  console.log('Sage.ai on this machine')
  const steps = screenSteps((line) => console.log(line))
  let stack: Stack
  try {
    stack = await startStack({ settings, steps, web, signal: stop })
  } catch (error) {
    if (stop.aborted) return 0
    throw error
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`Ready in ${seconds} s: ${stack.ready.web}   (Ctrl-C stops it)`)
  console.log(`ready ${JSON.stringify(stack.ready)}`)
  if (!headless) openBrowser(stack.ready.web)

  const stopped = new Promise<undefined>((resolve) => {
    if (stop.aborted) resolve(undefined)
    stop.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  const crash = await Promise.race([stack.crashed, stopped])
  console.log(crash === undefined ? '\nStopping' : '\nStopping, because a part has ended')
  await stack.close()
  if (crash === undefined) return 0
  throw new Failure(crash.message, crash.detail)
}

/** Aborts on Ctrl-C, SIGTERM, SIGHUP, and when the process that started this one is gone. */
function stopRequested(): AbortSignal {
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.channel !== undefined) {
    process.on('disconnect', stop)
    process.channel?.unref()
  }
  return controller.signal
}

/** A convenience: where there is no browser, the URL on screen is enough. */
function openBrowser(url: string): void {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
