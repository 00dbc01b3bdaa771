/** Work that repeats: never twice at a time, never stopped by a failure, and over when it is told to stop. */
export interface Loop {
  /** Runs at once instead of waiting for its turn. */
  hurry(): void
  /** No further run begins; resolves when the running one has ended. */
  stop(): Promise<void>
}

/** `idle`: there was nothing to do, so that nothing has been learnt of the part that it is done with. */
export type Ran = 'done' | 'idle'

/**
 * Runs `work` now and then `pauseMs()` after each end. `settled` hears of every run that was not idle: of the failure,
 * or of none.
 *
 * @example const loop = repeat(() => 1000, () => keeper.store(), outages.of('postgres'))
 */
export function repeat(
  pauseMs: () => number,
  work: () => Promise<Ran>,
  settled: (failure?: unknown) => void,
): Loop {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let hurried = false
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    try {
      if ((await work()) === 'done') settled()
    } catch (failure) {
      settled(failure)
    }
  }

  function begin(): void {
    clearTimeout(timer)
    timer = undefined
    if (stopped) return
    hurried = false
    running = run().finally(() => {
      running = undefined
      if (stopped) return
      if (hurried) begin()
      else timer = setTimeout(begin, pauseMs())
    })
  }

  begin()
  return {
    hurry() {
      if (running === undefined) begin()
      else hurried = true
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
