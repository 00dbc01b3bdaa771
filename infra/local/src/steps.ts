/** Progress on screen: what is being done, and how long each step took. */
export interface Steps {
  /** Runs one step; `outcome` may name what was chosen, e.g. "redis-server". */
  run<T>(title: string, work: () => Promise<T>, outcome?: (result: T) => string): Promise<T>
}

export function screenSteps(write: (line: string) => void): Steps {
  return {
    async run(title, work, outcome) {
      const startedAt = performance.now()
      const result = await work()
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      const detail = outcome?.(result) ?? ''
      write(`  ✓ ${`${title}${detail === '' ? '' : ` (${detail})`}`.padEnd(58)} ${seconds.padStart(5)} s`)
      return result
    },
  }
}

/** For tests: nothing on screen. */
export const silentSteps: Steps = { run: (_title, work) => work() }
