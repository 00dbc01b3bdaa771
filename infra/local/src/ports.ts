/** Free ports, taken below the range that the system hands out for outgoing connections. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { Failure } from './failure.ts'

const lowest = 12_000
const highest = 32_000
const host = '127.0.0.1'

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** A port that nothing listens on now, and that this function has not given out before. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(lowest, highest)
    if (!given.has(port) && (await isFree(port))) {
      given.add(port)
      return port
    }
  }
  throw new Failure('No free port was found on 127.0.0.1.')
}
const given = new Set<number>()

/** The port that was asked for by `variable`, else the preferred one if it is free, else any free one. */
export async function choosePort(variable: string, asked?: number, preferred?: number): Promise<number> {
  if (asked !== undefined) {
    if (await isFree(asked)) return asked
    throw new Failure(`Port ${asked} (${variable}) is taken: choose another or stop what listens there.`)
  }
  if (preferred !== undefined && (await isFree(preferred))) {
    given.add(preferred)
    return preferred
  }
  return freePort()
}
