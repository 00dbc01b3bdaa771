/** Keeps one caller from taking what all share: a few calls of each go on at once, and its others wait in line. */
export type Admission =
  /** `leave` must be called once, when the call is over. */
  | { readonly status: 'admitted'; readonly leave: () => void }
  | { readonly status: 'refused'; readonly cause: string }

export interface LaneLimits {
  /** Calls of one caller that go on at once. */
  readonly perCaller: number
  /** Calls of one caller that wait. */
  readonly waitingPerCaller: number
  readonly waitMs: number
}

interface Lane {
  running: number
  /** In the order of their coming. */
  readonly waiting: Set<() => void>
}

export class Lanes {
  readonly #limits: LaneLimits
  readonly #lanes = new Map<string, Lane>()

  constructor(limits: LaneLimits) {
    this.#limits = limits
  }

  /** Callers that have calls here now. */
  get size(): number {
    return this.#lanes.size
  }

  async enter(caller: string): Promise<Admission> {
    const lane = this.#lanes.get(caller) ?? { running: 0, waiting: new Set() }
    this.#lanes.set(caller, lane)
    if (lane.running < this.#limits.perCaller) lane.running += 1
    else if (lane.waiting.size >= this.#limits.waitingPerCaller)
      return refused('too many calls of this caller')
    else if (!(await this.#turn(lane))) return refused('the calls before it took too long')
    return { status: 'admitted', leave: () => this.#leave(caller, lane) }
  }

  /** Whether the turn came in time; it comes with the place of a call that has left. */
  #turn({ waiting }: Lane): Promise<boolean> {
    return new Promise((resolve) => {
      const come = () => {
        clearTimeout(timer)
        waiting.delete(come)
        resolve(true)
      }
      const timer = setTimeout(() => {
        waiting.delete(come)
        resolve(false)
      }, this.#limits.waitMs)
      waiting.add(come)
    })
  }

  #leave(caller: string, lane: Lane): void {
    const [next] = lane.waiting
    if (next !== undefined) next()
    else if (--lane.running === 0) this.#lanes.delete(caller)
  }
}

function refused(cause: string): Admission {
  return { status: 'refused', cause }
}
