/**
 * A persona that is asked to go on often says again what was already shown. This takes such a repeat off the front
 * of the continuation while it streams: a start that runs along the end of what was shown, from the beginning of any
 * of its sentences, is held back, and dropped once it has reached the end.
 */
import type { MessagePart } from '../contract/message.ts'

export interface RepeatStripper {
  push(part: MessagePart): MessagePart[]
  end(): MessagePart[]
}

const sentenceEnd = /[.!?。！？…]["'”’)]?\s+|\n+/g
/** A run shorter than this may be chance: "자네" opens many a sentence. */
const shortestRepeat = 6

export function createRepeatStripper(shown: string): RepeatStripper {
  const candidates = resumptionPoints(shown)
  let held: MessagePart[] = []
  let decided = candidates.length === 0

  /** Releases all that is held back, without the first `length` significant characters. */
  const release = (length: number): MessagePart[] => {
    decided = true
    const parts = dropSignificant(held, length)
    held = []
    return parts
  }

  return {
    push(part) {
      if (decided) return [part]
      held.push(part)
      const said = significant(held.map(({ text }) => text).join(''))
      const stillRunning = candidates.some((tail) => tail.length > said.length && tail.startsWith(said))
      if (stillRunning) return []
      return release(longestRepeat(candidates, said))
    },
    end() {
      if (decided) return []
      const said = significant(held.map(({ text }) => text).join(''))
      const whole = candidates.some((tail) => tail.startsWith(said)) && said.length >= shortestRepeat
      return release(whole ? said.length : 0)
    },
  }
}

function longestRepeat(candidates: readonly string[], said: string): number {
  return candidates.find((tail) => said.startsWith(tail))?.length ?? 0
}

/** What follows each sentence start of `shown`, longest first, without spaces. */
function resumptionPoints(shown: string): string[] {
  const starts = [0, ...[...shown.matchAll(sentenceEnd)].map((match) => match.index + match[0].length)]
  return starts
    .map((start) => significant(shown.slice(start)))
    .filter((tail) => tail.length >= shortestRepeat)
}

function significant(text: string): string {
  return text.replace(/\s+/g, '')
}

function dropSignificant(parts: readonly MessagePart[], length: number): MessagePart[] {
  const kept: MessagePart[] = []
  let left = length
  for (const part of parts) {
    if (left === 0) {
      kept.push(part)
      continue
    }
    let index = 0
    while (index < part.text.length && left > 0) {
      if (!/\s/.test(part.text.charAt(index))) left -= 1
      index += 1
    }
    const text = part.text.slice(index)
    if (text !== '' && part.type === 'text') kept.push({ type: 'text', text })
  }
  return kept
}
