/** What has arrived and is not judged yet: as the gate reads it, and as the reader would see it. */
import type { Folded } from './fold.ts'

export interface Pending {
  /** Folded text. */
  readonly text: string
  /** What only decorates belongs to the character before it. */
  append(folded: Folded): void
  /** Removes the first `length` units and returns them as the reader would see them. */
  take(length: number): string
  /** How the first `length` units look to the reader. */
  look(length: number): string
  clear(): void
}

export function createPending(): Pending {
  let text = ''
  let raws: string[] = []
  return {
    get text() {
      return text
    },
    append(folded) {
      const last = raws.length - 1
      if (folded.text === '' && last >= 0) raws[last] += folded.raw
      else raws.push(folded.raw, ...Array.from({ length: folded.text.length - 1 }, () => ''))
      text += folded.text
    },
    take(length) {
      const raw = raws.slice(0, length).join('')
      text = text.slice(length)
      raws = raws.slice(length)
      return raw
    },
    look: (length) => raws.slice(0, length).join(''),
    clear() {
      text = ''
      raws = []
    },
  }
}
