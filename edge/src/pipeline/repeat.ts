/**
 * A persona that is asked to go on often says again what was already shown. This takes such a repeat off the front
 * of the continuation while it streams: a start that runs along sentences that were shown is held back, and what of
 * it repeats whole sentences (or the broken one to its very end) is dropped.
 */
import type { MessagePart } from '../contract/message.ts'
import { plainText } from '../contract/transcript.ts'

export interface RepeatStripper {
  push(part: MessagePart): MessagePart[]
  end(): MessagePart[]
}

const sentenceEnd = /[.!?。！？…]["'”’)]?\s+|\n+/g
/** A run shorter than this may be chance: "자네" opens many a sentence. */
const shortestRepeat = 6

export function createRepeatStripper(shown: string): RepeatStripper {
  const candidates = repeatableRuns(shown)
  let held: MessagePart[] = []
  let decided = candidates.length === 0
  let joined = shown === ''

  /** Makes the seam: one space between two sentences, none where there is one already. */
  const join = (parts: readonly MessagePart[]): MessagePart[] =>
    parts.flatMap((part) => {
      if (joined) return [part]
      const isText = part.type === 'text'
      const text = isText && /\s$/.test(shown) ? part.text.trimStart() : part.text
      if (text === '') return []
      joined = true
      const space = /[.!?。！？…]["'”’)]?$/.test(shown) && !/^\s/.test(text) ? ' ' : ''
      return isText ? [{ ...part, text: space + text }] : [...textPart(space), part]
    })

  /** Releases all that is held back, without the first `length` significant characters. */
  const release = (length: number): MessagePart[] => {
    decided = true
    const parts = dropSignificant(held, length)
    held = []
    return join(parts)
  }

  return {
    push(part) {
      if (decided) return join([part])
      held.push(part)
      const said = significant(plainText(held))
      const stillRunning = candidates.some((run) => run.length > said.length && run.startsWith(said))
      if (stillRunning) return []
      return release(longestRepeat(candidates, said))
    },
    end() {
      if (decided) return []
      const said = significant(plainText(held))
      const isRepeat = said.length >= shortestRepeat && candidates.some((run) => run.startsWith(said))
      return release(isRepeat ? said.length : 0)
    },
  }
}

function textPart(text: string): MessagePart[] {
  return text === '' ? [] : [{ type: 'text', text }]
}

function longestRepeat(candidates: readonly string[], said: string): number {
  return Math.max(0, ...candidates.filter((run) => said.startsWith(run)).map((run) => run.length))
}

/** Every run of whole sentences of `shown`, the broken last one counted as whole, without spaces. */
function repeatableRuns(shown: string): string[] {
  const bounds = [0, ...[...shown.matchAll(sentenceEnd)].map((match) => match.index + match[0].length)]
  if (bounds.at(-1) !== shown.length) bounds.push(shown.length)
  return bounds
    .flatMap((start) =>
      bounds.filter((end) => end > start).map((end) => significant(shown.slice(start, end))),
    )
    .filter((run) => run.length >= shortestRepeat)
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
    if (part.type === 'text') kept.push(...textPart(text))
  }
  return kept
}
