/** Waiting until a part answers. */
import { setTimeout as delay } from 'node:timers/promises'
import { Failure } from './failure.ts'
import { describeExit, type Part, tailOf } from './part.ts'

const pollMs = 40
const requestDeadlineMs = 2000

/** Whether a GET answers with a status that satisfies `accept` (any 2xx by default). */
export async function answers(url: string, accept = (status: number) => status >= 200 && status < 300) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(requestDeadlineMs), redirect: 'manual' })
    await response.body?.cancel()
    return accept(response.status)
  } catch {
    return false
  }
}

/** Resolves when `check` holds; fails with the part's last words if it ends first or takes too long. */
export async function waitUntilReady(
  part: Part,
  logFile: string,
  check: () => Promise<boolean>,
  deadlineMs: number,
): Promise<void> {
  let ended: string | undefined
  part.exited.then((exit) => {
    ended = describeExit(exit)
  })
  const until = Date.now() + deadlineMs
  for (;;) {
    if (ended !== undefined) throw new Failure(ended, tailOf(logFile))
    if (await check()) return
    if (Date.now() > until) {
      throw new Failure(`${part.name} did not answer within ${deadlineMs / 1000} s.`, tailOf(logFile))
    }
    await delay(pollMs)
  }
}
