/**
 * The gate between the model and the reader. It passes prose at once, turns references into rendered facts, and
 * holds back the shortest span that could be a figure, a link or a forbidden phrase until it can be judged. After
 * the first span that is refused nothing more gets out.
 *
 * It advances by code point, so any split of the stream gives the same output.
 */
import type { Locale } from '@sage/db/vocabulary'
import { type Fact, FactId } from '../contract/fact.ts'
import {
  clauseIsOver,
  endOfSentence,
  lastSentence,
  type Subject,
  sentenceBefore,
  subjectsIn,
} from './context.ts'
import { createFold, type Folded, foldText } from './fold.ts'
import { type FinalSound, finalSound, joinParticle } from './josa.ts'
import { hostsIn, scanLink, scanSaidAddress } from './links.ts'
import { isPresentReading } from './market-claim.ts'
import { matchFact } from './match.ts'
import { passing } from './passing/passing.ts'
import { isCertainty, promisesTogether } from './phrases/certainty.ts'
import { judgeSentence, opensPhrase } from './phrases/phrases.ts'
import type { Quantity } from './quantities/quantity.ts'
import { scanQuantity } from './quantities/scan.ts'
import { judgeReference } from './reference.ts'
import { renderFact } from './render.ts'
import { repeatedUnit } from './repeated-unit.ts'
import { quantitiesIn, wasSaid } from './user-numbers.ts'

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
  readonly decision:
    | 'reference'
    | 'fact'
    | 'user'
    | 'ordinal'
    | 'date'
    | 'time_frame'
    | 'name'
    | 'idiom'
    | 'held'
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
const longestReference = 48
/** How much after a figure of the user's may say that it is given as today's. */
const saidReach = 48
/** Nothing is held for longer than this: what then begins like a figure is judged as one. */
const longestSpan = 128

export function createGate(options: GateOptions): Gate {
  const said = options.saidByUser.flatMap(quantitiesIn)
  const hosts = new Set(
    [...options.saidByUser, ...(options.attacks ?? [])].flatMap((text) => hostsIn(foldText(text))),
  )
  const topic = options.saidByUser.flatMap((text) => subjectsIn(foldText(text))).at(-1)?.subject
  const fold = createFold()
  const decisions: GateDecision[] = []
  let before = foldText(options.shown ?? '').slice(-memoryLength)
  let pending = ''
  /** What each unit of `pending` looks like to the reader. */
  let raws: string[] = []
  /** How much of `pending` lies in a sentence that was judged harmless. */
  let cleared = 0
  let closed = false
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
    const raw = raws.slice(0, length).join('')
    pending = pending.slice(length)
    raws = raws.slice(length)
    cleared = Math.max(0, cleared - length)
    return raw
  }
  function remember(text: string): void {
    before = (before + text).slice(-memoryLength * 2)
    if (before.length > memoryLength) before = before.slice(-memoryLength)
  }
  function release(length: number): void {
    remember(pending.slice(0, length))
    write(take(length))
  }
  function hold(reason: HeldReason, length: number): void {
    const span = pending.slice(0, length)
    decisions.push({ text: span, decision: 'held', reason })
    outputs.push({ type: 'held', reason, span })
    closed = true
    pending = ''
    raws = []
  }
  function state(fact: Fact, length: number, text: string, decision: 'reference' | 'fact'): void {
    decisions.push({ text: pending.slice(0, length), decision, fact: fact.id })
    take(length)
    remember(text)
    outputs.push({ type: 'fact', id: fact.id, text })
    joining = { sound: finalSound(text), fact }
  }

  /** Judges the front of `pending`; false when more text is needed. */
  function advance(ended: boolean): boolean {
    const final = ended || pending.length >= longestSpan
    if (joining !== undefined) return join(joining, final)
    const first = pending.charCodeAt(0)
    if (isPlain(first)) {
      release(1)
      return true
    }
    if (pending.startsWith('{') || pending.startsWith('}')) return reference(final)
    const mark = markBeforeReference(final)
    if (mark === 'open') return false
    if (mark) {
      take(1)
      return true
    }
    const address = scanSaidAddress(before, pending, hosts, final)
    const link = address === 'none' ? scanLink(before, pending, final) : address
    if (link === 'open') return false
    if (link !== 'none') {
      hold('link', link.length)
      return true
    }
    if (cleared === 0) {
      const phrase = opensPhrase(before, pending, final)
      if (phrase === 'open') return false
      if (phrase === 'yes' || followsCertainty()) return sentence(ended)
    }
    const scan = scanQuantity(before, pending, final)
    if (scan === 'open') return false
    if (scan === 'none') {
      release(1)
      return true
    }
    return quantity(scan, final)
  }

  /** A currency or sign before a reference: the rendered fact brings its own. */
  function markBeforeReference(final: boolean): boolean | 'open' {
    if (!'$+-'.includes(pending[0] ?? '')) return false
    if (/^[$+-]\{\{/.test(pending)) return pending[0] === '$' || !/[\p{L}\p{N}]$/u.test(before)
    return !final && pending.length < 3 && /^[$+-]\{?$/.test(pending) ? 'open' : false
  }

  function reference(final: boolean): boolean {
    const end = pending.indexOf('}}')
    if (end === -1) {
      const possible = /^\{(?:\{[\w. ]*\}?)?$/.test(pending) && pending.length < longestReference
      if (possible && !final) return false
      hold('unknown_reference', pending.length)
      return true
    }
    const id = FactId.safeParse(/^\{\{\s*([\w.]+)\s*\}\}$/.exec(pending.slice(0, end + 2))?.[1])
    const fact = id.success ? options.facts.get(id.data) : undefined
    if (fact === undefined) hold('unknown_reference', end + 2)
    else {
      const after = pending.slice(end + 2)
      const fit = judgeReference(fact, { before, after, topic, final })
      if (fit === 'open') return false
      if (fit === 'unfit') hold('ungrounded_figure', end + 2)
      else {
        const text = renderFact(fact, options.locale, { magnitude: fit === 'magnitude' })
        state(fact, end + 2, text, 'reference')
      }
    }
    return true
  }

  function join(
    { sound, fact }: { readonly sound: FinalSound; readonly fact: Fact },
    final: boolean,
  ): boolean {
    const repeated = repeatedUnit(fact, pending, final)
    if (repeated === 'open') return false
    if (repeated > 0) {
      take(repeated)
      return true
    }
    // A scale glued to a rendered figure would make it another one: {{BTC.price}}k.
    if (!final && /^[kmbt]$/i.test(pending)) return false
    if (/^[kmbt](?![a-z])/i.test(pending)) {
      hold('ungrounded_figure', 1)
      return true
    }
    const particle = joinParticle(sound, pending, final)
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
    /[.!?\n]\s*$/.test(before) && /[\p{L}]/u.test(pending[0] ?? '') && isCertainty(lastSentence(before))

  function sentence(final: boolean): boolean {
    const end = endOfSentence(pending)
    if (end === undefined && !final && pending.length < longestSentence) return false
    const length = end ?? pending.length
    const start = sentenceBefore(before)
    const whole = start + pending.slice(0, length)
    const earlier = before.slice(0, before.length - start.length)
    const kind =
      judgeSentence(whole) ?? (promisesTogether(lastSentence(earlier), whole) ? 'promise' : undefined)
    if (kind === undefined || judgeSentence(start) === kind) cleared = length
    else hold(kind, length)
    return true
  }

  function quantity(found: Quantity, final: boolean): boolean {
    const after = pending.slice(found.length)
    const pass = passing(found, before, after, raws.slice(0, found.length).join(''), final)
    if (pass === 'open') return false
    if (pass !== undefined) {
      decisions.push({ text: found.text, decision: pass })
      release(found.length)
      return true
    }
    const match = matchFact(found, options.facts, { before, after, topic, final })
    if (match.type === 'open') return false
    if (match.type === 'fact') {
      const { fact, length, magnitude, asWritten } = match
      const text = asWritten ? pending.slice(0, length) : renderFact(fact, options.locale, { magnitude })
      state(fact, length, text, 'fact')
      return true
    }
    if (wasSaid(found, said)) {
      const around = { before, after, topic, final }
      if (!final && !clauseIsOver(after) && after.length < saidReach) return false
      if (isPresentReading(found, options.facts, around)) {
        hold('ungrounded_figure', found.length)
        return true
      }
      decisions.push({ text: found.text, decision: 'user' })
      release(found.length)
      return true
    }
    hold('ungrounded_figure', found.length)
    return true
  }

  function accept(folded: readonly Folded[]): void {
    for (const { text, raw } of folded) {
      if (text === '') {
        const last = raws.length - 1
        if (last >= 0) raws[last] += raw
        else write(raw)
        continue
      }
      pending += text
      raws.push(raw, ...Array.from({ length: text.length - 1 }, () => ''))
    }
  }

  function step(character: string): void {
    accept(fold.push(character))
    while (!closed && pending !== '' && advance(false)) {}
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
        while (!closed && pending !== '' && advance(true)) {}
        closed = true
      }),
  }
}

/** Space, common punctuation and Hangul-free plain prose that can open nothing. */
function isPlain(code: number): boolean {
  return (
    code === 32 ||
    code === 10 ||
    code === 44 ||
    code === 59 ||
    code === 34 ||
    code === 39 ||
    code === 40 ||
    code === 41 ||
    code === 63
  )
}

export type { Subject }
