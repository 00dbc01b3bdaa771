/** Keeps the stack's processes: starts them, notices when one ends by itself, stops, kills and restarts them. */
import { Failure } from './failure.ts'
import type { Guard } from './guard.ts'
import { describeExit, type Part, type PartExit, type PartSpec, startPart, tailOf } from './part.ts'
import { waitUntilReady } from './probe.ts'

/** How to start one process of the stack and how to tell that it works. */
export interface Service {
  readonly spec: PartSpec
  /** Whether it answers; asked again and again until it does. */
  readonly ready: () => Promise<boolean>
  readonly deadlineMs: number
}

interface Running {
  readonly service: Service
  readonly part: Part
  /** Set before we end it ourselves. */
  expected: boolean
}

export class Supervisor {
  readonly #guard: Guard
  readonly #running = new Map<string, Running>()
  readonly #services = new Map<string, Service>()
  readonly #onCrash: (failure: Failure) => void
  #closing = false

  /** `onCrash` hears of a part that ended without being asked to. */
  constructor(guard: Guard, onCrash: (failure: Failure) => void) {
    this.#guard = guard
    this.#onCrash = onCrash
    guard.lost.then(() => onCrash(new Failure('The guard process is gone, so nothing may keep running.')))
  }

  /** From now on nothing is started: what was still on its way up finds the door shut. */
  refuseNew(): void {
    this.#closing = true
  }

  async start(service: Service): Promise<void> {
    if (this.#closing) throw new Failure('The stack is stopping.')
    const { spec } = service
    const running: Running = { service, part: startPart(spec, this.#guard), expected: false }
    this.#services.set(spec.name, service)
    this.#running.set(spec.name, running)
    let started = false
    running.part.exited.then((exit) => {
      if (started && !running.expected) this.#onCrash(crashOf(exit, spec.logFile))
    })
    await waitUntilReady(running.part, spec.logFile, service.ready, service.deadlineMs)
    started = true
  }

  has(name: string): boolean {
    return this.#services.has(name)
  }

  pid(name: string): number | undefined {
    return this.#running.get(name)?.part.pid
  }

  logFile(name: string): string {
    return this.#service(name).spec.logFile
  }

  async stop(name: string): Promise<void> {
    const running = this.#running.get(name)
    if (running === undefined) return
    running.expected = true
    await running.part.stop()
    this.#running.delete(name)
  }

  /** Sends a signal to all processes of a part and, for those that end it, waits until it is gone. */
  async kill(name: string, signal: NodeJS.Signals): Promise<void> {
    const running = this.#running.get(name)
    if (running === undefined) return
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') {
      running.part.signal(signal)
      return
    }
    running.expected = true
    running.part.signal(signal)
    await running.part.exited
    await this.stop(name)
  }

  async restart(name: string): Promise<void> {
    const service = this.#service(name)
    await this.stop(name)
    await this.start(service)
  }

  #service(name: string): Service {
    const service = this.#services.get(name)
    if (service === undefined) throw new Failure(`There is no part called ${name}.`)
    return service
  }
}

function crashOf(exit: PartExit, logFile: string): Failure {
  return new Failure(describeExit(exit), tailOf(logFile))
}
