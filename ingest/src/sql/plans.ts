/** What the gateway remembers about statements it has seen: the verdict, and a name to keep them prepared under. */
import { judge, type Verdict } from './statement.ts'

export interface Plan {
  readonly verdict: Verdict
  /** Absent at first: most texts that come once never come again. */
  readonly name?: string
}

/** The product has some hundreds of statements; a connection keeps each of them prepared. */
const maxNamed = 500
const maxRemembered = 2_000
/** Longer texts are built for one occasion. */
const maxRememberedLength = 16_384

export class Plans {
  readonly #known = new Map<string, Plan>()
  #named = 0

  of(text: string): Plan {
    const known = this.#known.get(text)
    if (known === undefined) {
      const plan: Plan = { verdict: judge(text) }
      if (text.length <= maxRememberedLength) this.#remember(text, plan)
      return plan
    }
    const plan = known.name === undefined ? this.#nameIfRoom(known) : known
    // Moved to the end: what is used stays.
    this.#known.delete(text)
    this.#known.set(text, plan)
    return plan
  }

  #nameIfRoom(plan: Plan): Plan {
    if (this.#named >= maxNamed || plan.verdict.status === 'refused') return plan
    this.#named += 1
    return { ...plan, name: `s${this.#named}` }
  }

  #remember(text: string, plan: Plan): void {
    this.#known.set(text, plan)
    if (this.#known.size <= maxRemembered) return
    const oldest = this.#known.keys().next().value
    if (oldest !== undefined) this.#known.delete(oldest)
  }
}
