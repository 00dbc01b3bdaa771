/** What the gateway remembers about statements it has seen: the verdict, and a name to keep them prepared under. */
import { judge, type Verdict } from './statement.ts'

export interface Plan {
  readonly verdict: Verdict
  /** Absent at first: most texts that come once never come again. */
  readonly name?: string
}

/** The product has some hundreds of statements; a connection keeps each of them prepared. */
const maxNamed = 500
const maxRecent = 1_000
/** Longer texts are built for one occasion. */
const maxRememberedLength = 16_384

export class Plans {
  /** Kept for good: a name given up would stay prepared on every connection. */
  readonly #named = new Map<string, Plan>()
  readonly #recent = new Map<string, Plan>()

  of(text: string): Plan {
    const named = this.#named.get(text)
    if (named !== undefined) return named
    const recent = this.#recent.get(text)
    if (recent === undefined) {
      const plan: Plan = { verdict: judge(text) }
      if (text.length <= maxRememberedLength) this.#remember(text, plan)
      return plan
    }
    if (this.#named.size >= maxNamed || recent.verdict.status === 'refused') return recent
    const plan: Plan = { ...recent, name: `s${this.#named.size + 1}` }
    this.#named.set(text, plan)
    this.#recent.delete(text)
    return plan
  }

  #remember(text: string, plan: Plan): void {
    this.#recent.set(text, plan)
    if (this.#recent.size <= maxRecent) return
    const oldest = this.#recent.keys().next().value
    if (oldest !== undefined) this.#recent.delete(oldest)
  }
}
