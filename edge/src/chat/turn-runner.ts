/**
 * The one turn that a chat may be answering: begins it, finds it again after a crash, stops it, and writes
 * its end, the stored answer and what PostgreSQL is to learn in one stroke.
 */
import type { Mentor } from '@sage/db/vocabulary'
import type { TurnEvent } from '../contract/turn-event.ts'
import { newId } from '../http/id.ts'
import type { FrameSource } from '../http/sse.ts'
import { within } from '../patience.ts'
import type { TurnOutcome } from '../pipeline/turn.ts'
import { turnPoint } from '../points.ts'
import type { MentorProfile } from '../services.ts'
import { assistantMessage, signalRecord } from './answer.ts'
import { branchTo, priorMessages } from './history.ts'
import type { RecalledMessages } from './recalled-messages.ts'
import { recovery } from './recovery.ts'
import type { NewTurn, RoomName, RoomStore, TurnRow } from './room-store.ts'
import { endedTurn, RunningTurn } from './running-turn.ts'
import { answerTurn, concluded, givenUp, stoppedEarly, type TurnDeps } from './turn.ts'

export interface RunnerDeps extends TurnDeps {
  readonly mentor: Mentor
  profile(turnId: string): Promise<MentorProfile>
  /** The chat's messages, those included that only PostgreSQL has. */
  readonly messages: Pick<RecalledMessages, 'recall' | 'find'>
  /** Keeps the object alive for `work`, which never rejects. */
  inBackground(work: Promise<unknown>): void
  /** Called when a turn has ended and everything about it is stored. */
  ended(turnId: string): void
}

/** How long Stop waits for the pipeline to say what it had cost before it ends the turn without. */
const stopPatienceMs = 500

export class TurnRunner {
  readonly #store: RoomStore
  readonly #name: RoomName
  readonly #deps: RunnerDeps
  #live: { readonly turn: RunningTurn; readonly finished: Promise<void> } | undefined

  constructor(store: RoomStore, name: RoomName, deps: RunnerDeps) {
    this.#store = store
    this.#name = name
    this.#deps = deps
  }

  /** Begins a turn whose question is stored already. */
  begin(row: NewTurn, profile: MentorProfile): FrameSource {
    this.#store.addTurn(row)
    const turn = this.#open(row, [])
    turn.add(
      {
        type: 'turn',
        turnId: row.id,
        userMessageId: row.user_message_id,
        assistantMessageId: row.assistant_message_id,
        parentId: row.parent_id,
        mentor: this.#deps.mentor,
        at: new Date(row.started_at_ms).toISOString(),
      },
      row.started_at_ms,
    )
    this.#run(turn, row, async () => profile)
    return turn
  }

  /** What `row`'s turn says, for one more reader. A turn that lost its object goes on from here. */
  source(row: TurnRow): FrameSource {
    if (this.#live?.turn.id === row.id) return this.#live.turn
    if (row.status === 'running') return this.recover(row)
    return endedTurn(row.id, this.#store.log.read(row.id))
  }

  /** Takes up a turn that is running by the books but not in this isolate. */
  recover(row: TurnRow): FrameSource {
    if (this.#live?.turn.id === row.id) return this.#live.turn
    const turn = this.#open(row, this.#store.log.read(row.id))
    const nowMs = this.#deps.now().getTime()
    const step = recovery({
      attempts: row.attempts,
      ageMs: nowMs - row.started_at_ms,
      hasShown: turn.hasShown,
      hasSignalled: turn.hasSignalled,
    })
    if (step === 'conclude') {
      this.#finish(turn, row, concluded(turn, this.#deps.now()))
      return turn
    }
    if (step === 'give_up') {
      this.#live = { turn, finished: this.#giveUp(turn, row) }
      this.#deps.inBackground(this.#live.finished)
      return turn
    }
    this.#store.countAttempt(row.id)
    if (step === 'restart') turn.add({ type: 'restart', reason: 'recovered' }, nowMs)
    this.#run(turn, row, () => this.#deps.profile(row.id))
    return turn
  }

  /** Ends the turn as stopped. What was shown stays. Resolves when that is stored. */
  async stop(row: TurnRow): Promise<void> {
    if (this.#live?.turn.id !== row.id) {
      this.#finish(this.#open(row, this.#store.log.read(row.id)), row, stoppedEarly())
      return
    }
    const { turn, finished } = this.#live
    turn.abort.abort(new Error('stopped by the reader'))
    await within(stopPatienceMs, finished)
    this.#finish(turn, row, stoppedEarly())
  }

  #open(row: NewTurn, lines: readonly string[]): RunningTurn {
    return new RunningTurn(row.id, row.started_at_ms, lines, (firstSeq, added) =>
      this.#store.log.append(row.id, firstSeq, added),
    )
  }

  #run(turn: RunningTurn, row: NewTurn, profileOf: () => Promise<MentorProfile>): void {
    const finished = this.#answer(turn, row, profileOf)
    this.#live = { turn, finished }
    this.#deps.inBackground(finished)
  }

  async #answer(turn: RunningTurn, row: NewTurn, profileOf: () => Promise<MentorProfile>): Promise<void> {
    const profile = await profileOf()
    const { messages } = this.#deps
    // After a crash what was recalled before is forgotten; without PostgreSQL the mentor remembers less.
    await messages.recall(row.user_message_id)
    const question = messages.find(row.user_message_id)
    const leafId = question?.parentId ?? null
    if (leafId !== null) await messages.recall(leafId)
    const branch = branchTo(leafId, messages.find)
    const request = {
      turnId: row.id,
      userId: this.#name.userId,
      ...profile,
      question: question?.content ?? '',
      history: priorMessages(branch),
      needsTitle: this.#store.chat().title === '' && turn.title === undefined,
    }
    this.#finish(turn, row, await answerTurn(turn, request, this.#deps))
  }

  async #giveUp(turn: RunningTurn, row: TurnRow): Promise<void> {
    const { locale } = await this.#deps.profile(row.id)
    this.#finish(turn, row, givenUp(locale))
  }

  /** Synchronous from first to last, so that SQLite stores all of it or nothing. Once per turn. */
  #finish(turn: RunningTurn, row: NewTurn, outcome: TurnOutcome): void {
    if (turn.ended) return
    const at = this.#deps.now()
    const message = assistantMessage(
      {
        id: row.assistant_message_id,
        chatId: this.#name.chatId,
        parentId: row.user_message_id,
        turnId: row.id,
      },
      turn.transcript,
      { status: outcome.status, mentor: this.#deps.mentor, at },
    )
    const timings = {
      ...(turn.firstWordAtMs === undefined ? {} : { firstWordMs: turn.firstWordAtMs - row.started_at_ms }),
      totalMs: at.getTime() - row.started_at_ms,
      stages: outcome.report.stages,
    }
    if (!turn.isWatched) this.#store.markUnread(row.id)
    turn.end(terminalEvent(outcome, message, timings), at.getTime())
    this.#store.addMessage(message)
    const title = this.#store.chat().title === '' ? turn.title : undefined
    this.#store.updateChat({ ...(title === undefined ? {} : { title }), updatedAt: at.toISOString() })
    this.#store.queue({
      type: 'turn',
      turn: {
        id: row.id,
        userMessageId: row.user_message_id,
        assistantMessageId: row.assistant_message_id,
        status: outcome.status,
        intent: outcome.report.intent ?? null,
        failureCode: outcome.status === 'failed' ? outcome.failure.code : null,
        usage: outcome.report.usage,
        timings,
        calls: outcome.report.calls,
        reviews: outcome.report.reviews.map((review) => ({ ...review, id: newId(at) })),
        signal: signalRecord(turn.transcript),
        startedAt: new Date(row.started_at_ms).toISOString(),
        endedAt: at.toISOString(),
      },
    })
    this.#store.endTurn(row.id, outcome.status, at.getTime())
    if (this.#live?.turn === turn) this.#live = undefined
    this.#deps.measure(turnPoint(outcome, timings))
    this.#deps.ended(row.id)
  }
}

function terminalEvent(
  outcome: TurnOutcome,
  message: ReturnType<typeof assistantMessage>,
  timings: Extract<TurnEvent, { type: 'done' }>['timings'],
): TurnEvent {
  switch (outcome.status) {
    case 'done':
      return { type: 'done', message, usage: outcome.report.usage, timings }
    case 'stopped':
      return { type: 'stopped', message }
    case 'failed':
      return { type: 'failed', ...outcome.failure }
  }
}
