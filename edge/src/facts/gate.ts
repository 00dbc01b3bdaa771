/**
 * The gate between the model and the reader. It passes prose at once, turns references into rendered facts, and
 * holds back the shortest span that could be a figure, a link or a forbidden phrase until it can be judged. After
 * the first span that is refused nothing more gets out.
 *
 * It advances by code point, so any split of the stream gives the same output.
 */
import type { Locale } from '@sage/db/vocabulary'
import type { Fact, FactId } from '../contract/fact.ts'
import { judgeFigure } from './figure.ts'
import { createFold, type Folded, foldText } from './fold.ts'
import { type FinalSound, finalSound, joinParticle } from './josa.ts'
import { hostsIn, scanHost, scanLink, scanSaidAddress } from './links.ts'
import type { Passing } from './passing/passing.ts'
import { createPending } from './pending.ts'
import { isCertainty, judgeSentence, lastWord, opensPhrase, promisesTogether } from './phrases/phrases.ts'
import type { Quantity } from './quantities/quantity.ts'
import { scanQuantity } from './quantities/scan.ts'
import { judgeReference, readReference, referenceReach } from './reference.ts'
import { renderFact } from './render.ts'
import { repeatedUnit } from './repeated-unit.ts'
import { endOfSentence, lastSentence, sentenceBefore } from './sentences.ts'
import { subjectsIn } from './subjects.ts'
import { figureReach, isSettled } from './surroundings.ts'
import { quantitiesIn } from './user-numbers.ts'

export interface GateOptions {
  readonly facts: ReadonlyMap<FactId, Fact>
  readonly locale: Locale
  /** What the user wrote in this chat, oldest first. */
  readonly saidByUser: readonly string[]
  /** Messages that try to command the model: their figures are not the user's, their addresses are known. */
  readonly attacks?: readonly string[]
  /** What this answer has already shown, when the stream goes on after a refusal. */
  readonly shown?: string
}

export type HeldReason = 'unknown_reference' | 'ungrounded_figure' | 'order' | 'promise' | 'leverage' | 'link'

export type GateOutput =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'fact'; readonly id: FactId; readonly text: string }
  | { readonly type: 'held'; readonly reason: HeldReason; readonly span: string }

/** One span that the gate had to judge. */
export interface GateDecision {
  readonly text: string
  readonly decision: 'reference' | 'fact' | 'user' | Passing | 'held'
  readonly reason?: HeldReason
  readonly fact?: FactId
}

export interface Gate {
  push(chunk: string): readonly GateOutput[]
  end(): readonly GateOutput[]
  readonly decisions: readonly GateDecision[]
}

/** How much shown text the gate remembers: enough for the nearest coin and the last list number. */
const memoryLength = 1200
/** A sentence that is still not over is judged as it stands. */
const longestSentence = 280
/** What begins like a figure, link or reference for longer than this is judged as one. */
const longestSpan = 128
/** Space and punctuation that can open nothing. */
const plain = new Set(' \n,;"()?'.split('').map((character) => character.charCodeAt(0)))

export function createGate(options: GateOptions): Gate {
  const { facts, locale } = options
  const said = options.saidByUser.flatMap(quantitiesIn)
  const hosts = new Set(
    [...options.saidByUser, ...(options.attacks ?? [])].flatMap((text) => hostsIn(foldText(text))),
  )
  const topic = options.saidByUser.flatMap((text) => subjectsIn(foldText(text))).at(-1)?.subject
  const fold = createFold()
  const pending = createPending()
  const decisions: GateDecision[] = []
  let before = foldText(options.shown ?? '').slice(-memoryLength)
  /** How much of `pending` lies in a sentence that was judged harmless. */
  let cleared = 0
  let closed = false
  /** The figure at the front of `pending`, while the words after it are awaited. */
  let awaiting: Quantity | undefined
  /** After a figure: its last sound, for the particle, and its unit, which a writer may repeat. */
  let joining: { readonly sound: FinalSound; readonly fact: Fact } | undefined
  let highSurrogate = ''
  let outputs: GateOutput[] = []

  function write(text: string): void {
    const last = outputs.at(-1)
    if (last?.type === 'text') outputs[outputs.length - 1] = { type: 'text', text: last.text + text }
    else if (text !== '') outputs.push({ type: 'text', text })
  }
  function take(length: number): string {
    cleared = Math.max(0, cleared - length)
    awaiting = undefined
    return pending.take(length)
  }
  function remember(text: string): void {
    before += text
    if (before.length > memoryLength * 2) before = before.slice(-memoryLength)
  }
  function release(length: number): void {
    remember(pending.text.slice(0, length))
    write(take(length))
  }
  function hold(reason: HeldReason, length: number): void {
    const span = pending.text.slice(0, length)
    decisions.push({ text: span, decision: 'held', reason })
    outputs.push({ type: 'held', reason, span })
    closed = true
    pending.clear()
  }
  function state(fact: Fact, length: number, text: string, decision: 'reference' | 'fact'): void {
    decisions.push({ text: pending.text.slice(0, length), decision, fact: fact.id })
    take(length)
    remember(text)
    outputs.push({ type: 'fact', id: fact.id, text })
    joining = { sound: finalSound(text), fact }
  }

  /** Judges the front of `pending`; false when more text is needed. */
  function advance(ended: boolean): boolean {
    if (awaiting !== undefined) return figure(awaiting, ended)
    const { text } = pending
    const final = ended || text.length >= longestSpan
    if (joining !== undefined) return join(joining, final)
    if (plain.has(text.charCodeAt(0))) {
      release(1)
      return true
    }
    if (text.startsWith('{') || text.startsWith('}')) return reference(ended)
    const mark = markBeforeReference(final)
    if (mark === 'open') return false
    if (mark) {
      take(1)
      return true
    }
    const address = scanSaidAddress(before, text, hosts, final)
    const host = address === 'none' ? scanHost(before, text, final) : address
    const link = host === 'none' ? scanLink(before, text, final) : host
    if (link === 'open') return false
    if (link !== 'none') {
      hold('link', link.length)
      return true
    }
    if (cleared === 0) {
      const last = lastWord(before, text, final)
      if (last === 'open') return false
      if (last === 'yes') return sentence(ended)
      const phrase = opensPhrase(before, text, final)
      if (phrase === 'open') return false
      if (phrase === 'yes' || followsCertainty()) return sentence(ended)
    }
    const scan = scanQuantity(before, text, final)
    if (scan === 'open') return false
    if (scan === 'none') release(1)
    else awaiting = scan
    return true
  }

  /** A currency or sign before a reference: the rendered fact brings its own. */
  function markBeforeReference(final: boolean): boolean | 'open' {
    const { text } = pending
    if (!'$+-'.includes(text[0] ?? '')) return false
    if (/^[$+-]\{\{/.test(text)) return text[0] === '$' || !/[\p{L}\p{N}]$/u.test(before)
    return !final && text.length < 3 && /^[$+-]\{?$/.test(text) ? 'open' : false
  }

  function reference(ended: boolean): boolean {
    const read = readReference(pending.text, ended)
    if (read === 'open') return false
    const fact = read.id === undefined ? undefined : facts.get(read.id)
    if (fact === undefined) {
      hold('unknown_reference', read.length)
      return true
    }
    const after = pending.text.slice(read.length)
    if (!ended && !isSettled(after, referenceReach)) return false
    const fit = judgeReference(fact, { before, after, topic })
    if (fit === 'unfit') hold('ungrounded_figure', read.length)
    else {
      const text = renderFact(fact, locale, { magnitude: fit === 'magnitude' })
      state(fact, read.length, text, 'reference')
    }
    return true
  }

  function join(
    { sound, fact }: { readonly sound: FinalSound; readonly fact: Fact },
    final: boolean,
  ): boolean {
    const { text } = pending
    const repeated = repeatedUnit(fact, text, final)
    if (repeated === 'open') return false
    if (repeated > 0) {
      take(repeated)
      return true
    }
    // A scale glued to a rendered figure would make it another one: {{BTC.price}}k.
    if (!final && /^[kmbt]$/i.test(text)) return false
    if (/^[kmbt](?![a-z])/i.test(text)) {
      hold('ungrounded_figure', 1)
      return true
    }
    const particle = joinParticle(sound, text, final)
    if (particle.type === 'open') return false
    joining = undefined
    if (particle.type === 'particle') {
      take(particle.length)
      remember(particle.text)
      write(particle.text)
    }
    return true
  }

  /** Whether a sentence begins here, after one that only said how sure it is. */
  const followsCertainty = () =>
    /[.!?\n]\s*$/.test(before) && /[\p{L}]/u.test(pending.text[0] ?? '') && isCertainty(lastSentence(before))

  function sentence(ended: boolean): boolean {
    const end = endOfSentence(pending.text)
    if (end === undefined && !ended && pending.text.length < longestSentence) return false
    const length = end ?? pending.text.length
    const start = sentenceBefore(before)
    const whole = start + pending.text.slice(0, length)
    const earlier = before.slice(0, before.length - start.length)
    const kind =
      judgeSentence(whole) ?? (promisesTogether(lastSentence(earlier), whole) ? 'promise' : undefined)
    if (kind === undefined) cleared = length
    else hold(kind, length)
    return true
  }

  function figure(found: Quantity, ended: boolean): boolean {
    const after = pending.text.slice(found.length, found.length + figureReach)
    if (!ended && !isSettled(after, figureReach)) return false
    const verdict = judgeFigure(found, pending.look(found.length), facts, said, { before, after, topic })
    if (verdict.type === 'refused') hold('ungrounded_figure', found.length)
    else if (verdict.type === 'passes') {
      decisions.push({ text: found.text, decision: verdict.why })
      release(found.length)
    } else {
      const { fact, length, magnitude, asWritten } = verdict
      const text = asWritten ? pending.text.slice(0, length) : renderFact(fact, locale, { magnitude })
      state(fact, length, text, 'fact')
    }
    return true
  }

  function accept(folded: readonly Folded[]): void {
    for (const one of folded) {
      if (one.text === '' && pending.text === '') write(one.raw)
      else pending.append(one)
    }
  }

  function step(character: string): void {
    accept(fold.push(character))
    while (!closed && pending.text !== '' && advance(false)) {}
  }

  function flush(run: () => void): readonly GateOutput[] {
    outputs = []
    run()
    return outputs
  }

  return {
    decisions,
    push: (chunk) =>
      flush(() => {
        for (const character of highSurrogate + chunk) {
          if (closed) return
          const code = character.charCodeAt(0)
          const unpaired = character.length === 1 && code >= 0xd800 && code < 0xdc00
          highSurrogate = unpaired ? character : ''
          if (!unpaired) step(character)
        }
      }),
    end: () =>
      flush(() => {
        if (closed) return
        accept(fold.end())
        while (!closed && pending.text !== '' && advance(true)) {}
        closed = true
      }),
  }
}
