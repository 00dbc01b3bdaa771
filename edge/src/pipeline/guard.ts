/**
 * The last look at prose before it is shown: it must not recite our prompts, and it must not say what an attack
 * dictated. Works on any split of the stream; holds back only what could be the start of something dictated.
 */
import { canariesIn, dictatedBy } from './injection.ts'
import { analystPrompt } from './prompts/analyst.ts'
import { managerPrompt } from './prompts/manager.ts'
import { personaPrompt } from './prompts/persona.ts'
import { riskPrompt } from './prompts/risk.ts'

export type GuardReason = 'leak' | 'echo'

export interface Guarded {
  readonly text: string
  readonly held?: { readonly reason: GuardReason; readonly span: string }
}

export interface Guard {
  push(text: string): Guarded
  /** What was held back, when something else (a figure, the end) follows it. */
  flush(): string
}

/** So many letters in a row, spaces and punctuation apart, are no coincidence: a long clause in either script. */
const hangulRun = 24
const latinRun = 48
/** An answer has no reason to repeat so much of an attack. */
const echoRun = 18
/** Ciphered prompts come as one long word. */
const cipherRun = 40
const shortestDictated = 3
/** A mentor may take up a few words of the question, but not so many from its very beginning. */
const parrotHangul = 20
const parrotLatin = 36

interface Recital {
  readonly reason: GuardReason
  readonly length: number
  readonly runs: ReadonlySet<string>
}

const leaks: readonly Recital[] = [
  recital('leak', hangulRun, secretsOf(personaPrompt('ko'), hangulRun)),
  recital('leak', latinRun, [
    ...secretsOf(personaPrompt('en'), latinRun),
    managerPrompt,
    analystPrompt,
    riskPrompt,
  ]),
]

/**
 * The persona may introduce itself in the words of its first paragraph, so of that only the address ("You are ...")
 * is secret; the rules are, whole.
 */
function secretsOf(prompt: string, run: number): string[] {
  const words = significant(prompt)
  const address = words.search(/월렛|wallet/)
  return [words.slice(0, run + Math.max(0, address - 1)), prompt.slice(prompt.indexOf('## '))]
}

/** `question`: what is being asked; `attacks`: texts of this chat that try to command the model. */
export function createGuard(question: string, attacks: readonly string[]): Guard {
  const recitals = attacks.length === 0 ? leaks : [...leaks, recital('echo', echoRun, attacks)]
  const dictated = attacks.length === 0 ? canariesIn(question) : dictatedBy(attacks)
  const forbidden = [...dictated.map(significant), ...parroted(question)].filter(
    (words) => words.length >= shortestDictated,
  )
  const longestRun = Math.max(...recitals.map(({ length }) => length))
  let recent = ''
  let word = 0
  let pending = ''
  let pendingSignificant = ''
  let closed = false

  const reasonToHold = (character: string): GuardReason | undefined => {
    word = /[A-Za-z0-9+/=]/.test(character) ? word + 1 : 0
    if (word >= cipherRun) return 'leak'
    const letter = significant(character)
    if (letter === '') return undefined
    recent = (recent + letter).slice(-longestRun)
    for (const { reason, length, runs } of recitals)
      if (recent.length >= length && runs.has(recent.slice(-length))) return reason
    return forbidden.length > 0 && mayBeDictated(letter) ? 'echo' : undefined
  }

  /** Whether something dictated is now complete; keeps in `pendingSignificant` what could still become it. */
  const mayBeDictated = (letter: string): boolean => {
    pendingSignificant += letter
    while (pendingSignificant !== '' && !forbidden.some((words) => words.startsWith(pendingSignificant)))
      pendingSignificant = pendingSignificant.slice(1)
    return forbidden.includes(pendingSignificant)
  }

  /** Takes from `pending` all that cannot be the start of something dictated any more. */
  const release = (): string => {
    if (pendingSignificant === '') {
      const all = pending
      pending = ''
      return all
    }
    let start = pending.length
    for (let left = pendingSignificant.length; left > 0 && start > 0; ) {
      start -= 1
      if (significant(pending.charAt(start)) !== '') left -= significant(pending.charAt(start)).length
    }
    const free = pending.slice(0, start)
    pending = pending.slice(start)
    return free
  }

  return {
    push(text) {
      if (closed) return { text: '' }
      let shown = ''
      for (const character of text) {
        pending += character
        const reason = reasonToHold(character)
        if (reason) {
          closed = true
          return { text: shown, held: { reason, span: pending } }
        }
        shown += release()
      }
      return { text: shown }
    },
    flush() {
      const rest = closed ? '' : pending
      pending = ''
      pendingSignificant = ''
      return rest
    },
  }
}

/** How a parrot would begin: by repeating a long question from its first word. */
function parroted(question: string): string[] {
  const words = significant(question)
  const length = /\p{Script=Hangul}/u.test(words) ? parrotHangul : parrotLatin
  return words.length < length ? [] : [words.slice(0, length)]
}

function recital(reason: GuardReason, length: number, texts: readonly string[]): Recital {
  const runs = new Set<string>()
  for (const text of texts.map(significant))
    for (let start = 0; start + length <= text.length; start += 1) runs.add(text.slice(start, start + length))
  return { reason, length, runs }
}

/** Letters and digits only, in one case and one form. */
function significant(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
