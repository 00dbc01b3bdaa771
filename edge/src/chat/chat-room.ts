/**
 * The object of one chat, named `<userId>/<chatId>`. It only wires: what is kept is in `room-store.ts`, how a
 * turn runs in `turn-runner.ts`, what is decided in `turn.ts`, `recovery.ts`, `history.ts` and `outbox.ts`.
 */
import { DurableObject } from 'cloudflare:workers'
import type { Bindings } from '../bindings.ts'
import type { Chat } from '../contract/chat.ts'
import type { Feedback } from '../contract/message.ts'
import { withEvent } from '../facts/own-facts.ts'
import { newId, timeOfId } from '../http/id.ts'
import { type FrameSource, pumpFrames, type StreamPosition } from '../http/sse.ts'
import { within } from '../patience.ts'
import { userMessage } from './answer.ts'
import { Delivery } from './delivery.ts'
import type { ChatRecord } from './outbox.ts'
import { RecalledMessages } from './recalled-messages.ts'
import { lookAgainMs } from './recovery.ts'
import type {
  MessagePage,
  Missing,
  Opening,
  Question,
  Regeneration,
  Room,
  Streaming,
  StreamOutcome,
  TurnRefusal,
} from './room.ts'
import { type RoomDeps, roomDeps } from './room-deps.ts'
import { type NewTurn, type RoomName, RoomStore } from './room-store.ts'
import { TurnRunner } from './turn-runner.ts'

/** How long a finished turn can still be replayed event by event. */
const keptLogMs = 24 * 60 * 60 * 1000
/** How long `open` waits for PostgreSQL, so that the chat is in the list at once where that is possible. */
const openPatienceMs = 1500

/** A turn that could begin: its question, new or known. */
interface Plan {
  readonly parentId: string | null
  readonly userMessageId: string
  readonly content?: string
}

export class ChatRoom extends DurableObject<Bindings> implements Room {
  readonly #store: RoomStore
  readonly #name: RoomName
  readonly #deps: RoomDeps
  readonly #turns: TurnRunner
  readonly #delivery: Delivery
  readonly #recalled: RecalledMessages
  #exists: boolean
  #leaving = false
  #loading: Promise<Missing | undefined> | undefined
  #lastIdMs = 0
  #requestId: string | undefined

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env)
    const [userId = '', chatId = ''] = (ctx.id.name ?? '').split('/')
    this.#name = { userId, chatId }
    this.#store = new RoomStore(ctx.storage.sql)
    this.#exists = this.#store.exists
    // What a former version of this file did not know of yet.
    if (this.#exists) this.#store.createTables()
    this.#deps = roomDeps(env, this.#name, () => this.#requestId)
    this.#delivery = new Delivery(this.#store, { ...this.#deps, exists: () => this.#exists })
    this.#recalled = new RecalledMessages(this.#store, this.#deps.archive)
    this.#turns = new TurnRunner(this.#store, this.#name, {
      ...this.#deps,
      factSheet: async (userId) =>
        withEvent(await this.#deps.factSheet(userId), this.#store.opening()?.event),
      messages: this.#recalled,
      profile: async (turnId) => (await this.#deps.desk.resumeTurn(turnId)).profile,
      inBackground: (work) => ctx.waitUntil(work),
      ended: (turnId) => {
        this.#schedule()
        ctx.waitUntil(Promise.all([this.#deliver(), this.#deps.desk.endTurn(turnId)]))
      },
    })
  }

  async open(opening?: Opening): Promise<Chat> {
    if (!this.#exists) {
      const at = this.#deps.now().toISOString()
      const chat = { id: this.#name.chatId, title: '', unread: false, createdAt: at, updatedAt: at }
      this.#create(chat, true)
      if (opening) this.#store.keepOpening(opening)
      this.#store.queue({
        type: 'chat',
        chat: { ...chat, ...(opening ? { contextId: opening.contextId } : {}) },
      })
      this.#schedule()
      await within(openPatienceMs, this.#deliver())
    }
    if (opening) await this.#ensureBegun(opening)
    return this.#chat()
  }

  /** Asks the opening's question, unless something was said already; a refused turn is begun by the next call. */
  async #ensureBegun({ contextId, question }: Opening): Promise<void> {
    if (this.#store.messages(1).length > 0) return
    const outcome = await this.#begin(contextId, undefined, () => ({
      parentId: null,
      userMessageId: this.#newId(),
      content: question,
    }))
    // Nobody reads here: whoever opened the chat takes up its stream.
    if (outcome.status === 'streaming') await outcome.body.cancel()
  }

  async chat(): Promise<{ status: 'ok'; chat: Chat } | Missing> {
    return (await this.#load()) ?? { status: 'ok', chat: this.#chat() }
  }

  async rename(title: string): Promise<{ status: 'ok'; chat: Chat } | Missing> {
    const missing = await this.#load()
    if (missing) return missing
    this.#store.updateChat({ title, updatedAt: this.#deps.now().toISOString() })
    this.#schedule()
    await within(openPatienceMs, this.#deliver())
    return { status: 'ok', chat: this.#chat() }
  }

  async remove(): Promise<{ status: 'ok' } | Missing> {
    const missing = await this.#load()
    if (missing) return missing
    // No turn may begin while this one's end and the rows go.
    this.#leaving = true
    try {
      const running = this.#store.runningTurn()
      if (running) await this.#turns.stop(running)
      await this.#delivery.drain()
      if ((await this.#deps.archive.remove()) === 'unavailable') return { status: 'unavailable' }
      this.#exists = false
    } finally {
      this.#leaving = false
    }
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    return { status: 'ok' }
  }

  async messages(page: { before?: string; limit: number }): Promise<MessagePage | Missing> {
    const missing = await this.#load()
    if (missing) return missing
    this.#noteRead()
    const local = this.#store.messages(page.limit, page.before)
    const wanted = page.limit - local.length
    const oldest = local[0]?.id ?? page.before
    if (wanted === 0 || oldest === undefined || this.#store.chat().complete) {
      return this.#page(local, wanted === 0)
    }
    const older = await this.#deps.archive.older(oldest, wanted)
    if (older.status === 'unavailable') return local.length > 0 ? this.#page(local, true) : older
    return this.#page([...older.messages, ...local], older.messages.length === wanted)
  }

  async ask(question: Question, requestId?: string): Promise<Streaming | TurnRefusal | Missing> {
    this.#requestId = requestId
    return this.#begin(question.clientMessageId, question.parentId ?? undefined, () => {
      const newest = this.#store.messages(1)[0]?.id ?? null
      const parentId = question.parentId === undefined ? newest : question.parentId
      if (parentId !== null && !this.#recalled.find(parentId)) return undefined
      return { parentId, userMessageId: this.#newId(), content: question.content }
    })
  }

  async regenerate(request: Regeneration, requestId?: string): Promise<Streaming | TurnRefusal | Missing> {
    this.#requestId = requestId
    return this.#begin(request.clientMessageId, request.messageId, () => {
      const answer = this.#recalled.find(request.messageId)
      if (answer?.role !== 'assistant' || answer.parentId === null) return undefined
      const question = this.#recalled.find(answer.parentId)
      return question && { parentId: question.parentId, userMessageId: question.id }
    })
  }

  async rate(messageId: string, feedback: Feedback): Promise<{ status: 'ok' | 'no_answer' } | Missing> {
    const missing = await this.#load()
    if (missing) return missing
    if ((await this.#recalled.recall(messageId)) === 'unavailable') return { status: 'unavailable' }
    const answer = this.#recalled.find(messageId)
    if (answer?.role !== 'assistant') return { status: 'no_answer' }
    if (this.#store.message(messageId)) this.#store.keepMessage({ ...answer, feedback })
    this.#store.queue({ type: 'feedback', messageId, feedback, at: this.#deps.now().toISOString() })
    this.#schedule()
    this.ctx.waitUntil(this.#deliver())
    return { status: 'ok' }
  }

  async stream(after?: StreamPosition): Promise<StreamOutcome> {
    const missing = await this.#load()
    if (missing) return missing
    const row = after ? this.#store.turn(after.turnId) : (this.#store.runningTurn() ?? this.#store.lastTurn())
    if (!row) return { status: 'no_turn' }
    const source = this.#turns.source(row)
    const from = after?.seq ?? 0
    const rest = source.read(from)
    if (rest.complete && rest.text === '') return { status: 'ended' }
    return this.#attach(row.id, source, from)
  }

  async stop(turnId: string): Promise<{ status: 'stopped' | 'ended' | 'no_turn' } | Missing> {
    const missing = await this.#load()
    if (missing) return missing
    const row = this.#store.turn(turnId)
    if (!row) return { status: 'no_turn' }
    if (row.status !== 'running') return { status: 'ended' }
    await this.#turns.stop(row)
    return { status: 'stopped' }
  }

  async retryParked(row: number): Promise<{ status: 'written' | 'parked' | 'waiting' } | Missing> {
    const missing = await this.#load()
    if (missing) return missing
    this.#store.unpark(row)
    this.#schedule()
    await within(openPatienceMs, this.#deliver())
    return { status: this.#exists ? (this.#store.outboxPlace(row) ?? 'written') : 'written' }
  }

  override async alarm(): Promise<void> {
    if (!this.#exists) return
    try {
      const running = this.#store.runningTurn()
      if (running) this.#turns.recover(running)
      this.#store.trimLogs(this.#deps.now().getTime() - keptLogMs)
      await this.#deliver()
    } catch (thrown) {
      this.#deps.reportFault('alarm of a chat failed', thrown, { part: 'object' })
      // The runtime repeats it.
      throw thrown
    }
  }

  /** `about`: the message that `plan` refers to. */
  async #begin(
    clientMessageId: string,
    about: string | undefined,
    plan: () => Plan | undefined,
  ): Promise<Streaming | TurnRefusal | Missing> {
    const missing = await this.#load()
    if (missing) return missing
    const known = this.#known(clientMessageId)
    if (known) return known
    if (about !== undefined && (await this.#recalled.recall(about)) === 'unavailable') {
      return { status: 'unavailable' }
    }
    if (!plan()) return { status: 'unknown_parent' }
    const turnId = this.#newId()
    const admission = await this.#deps.desk.beginTurn(turnId)
    if (admission.status !== 'admitted') return admission
    // While the desk was asked, another request may have begun a turn, or deleted the chat.
    const isGone = !this.#exists || this.#leaving
    const overtaken = isGone ? ({ status: 'absent' } as const) : this.#known(clientMessageId)
    const planned = overtaken ? undefined : plan()
    if (overtaken || !planned) {
      this.ctx.waitUntil(this.#deps.desk.endTurn(turnId))
      return overtaken ?? { status: 'unknown_parent' }
    }
    const now = this.#deps.now()
    const { parentId, userMessageId, content } = planned
    if (content !== undefined) {
      const place = { id: userMessageId, chatId: this.#name.chatId, parentId, turnId }
      this.#store.addMessage(userMessage(place, content, now))
      this.#store.updateChat({ updatedAt: now.toISOString() })
    }
    const row: NewTurn = {
      id: turnId,
      client_message_id: clientMessageId,
      user_message_id: userMessageId,
      assistant_message_id: this.#newId(),
      parent_id: parentId,
      started_at_ms: now.getTime(),
    }
    const source = this.#turns.begin(row, admission.profile)
    this.#schedule()
    this.ctx.waitUntil(this.#deliver())
    return this.#attach(turnId, source, 0)
  }

  /** A turn that stands in the way of a new one, or is the very one that is asked for again. */
  #known(clientMessageId: string): Streaming | TurnRefusal | undefined {
    const same = this.#store.turnByClientMessage(clientMessageId)
    if (same) return this.#attach(same.id, this.#turns.source(same), 0)
    const running = this.#store.runningTurn()
    if (!running) return undefined
    // Also takes it up again if a crash had left it alone.
    this.#turns.source(running)
    return { status: 'turn_running', turnId: running.id }
  }

  #attach(turnId: string, source: FrameSource, from: number): Streaming {
    this.#noteRead()
    // Native on purpose: its writes wait until the log is durable, a JavaScript stream's would not.
    const { readable, writable } = new IdentityTransformStream()
    this.ctx.waitUntil(pumpFrames(source, from, writable))
    return { status: 'streaming', turnId, body: readable }
  }

  #chat(): Chat {
    const { complete: _, ...chat } = this.#store.chat()
    return chat
  }

  #page(messages: MessagePage['messages'], more: boolean): MessagePage {
    const nextCursor = more ? (messages[0]?.id ?? null) : null
    const runningTurnId = this.#store.runningTurn()?.id ?? null
    return { status: 'ok', messages, nextCursor, runningTurnId }
  }

  #noteRead(): void {
    if (!this.#store.isUnread) return
    this.#store.markRead()
    this.#schedule()
    this.ctx.waitUntil(this.#deliver())
  }

  #create(chat: ChatRecord, complete: boolean): void {
    this.#store.create(chat, complete)
    this.#exists = true
  }

  /** Makes sure that the chat is here; from PostgreSQL once, where this object does not know it yet. */
  async #load(): Promise<Missing | undefined> {
    if (this.#exists) return undefined
    this.#loading ??= this.#loadFromArchive().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #loadFromArchive(): Promise<Missing | undefined> {
    const loaded = await this.#deps.archive.load(50)
    if (loaded.status !== 'ok') return loaded
    if (!this.#exists) {
      this.#create(loaded.chat, loaded.complete)
      for (const message of loaded.messages) this.#store.keepMessage(message)
    }
    return undefined
  }

  /** Ids of one chat sort in the order they were given, whatever the clock does. */
  #newId(): string {
    const newest = this.#store.messages(1)[0]
    const floor = Math.max(this.#lastIdMs, newest ? timeOfId(newest.id) : 0)
    this.#lastIdMs = Math.max(this.#deps.now().getTime(), floor + 1)
    return newId(new Date(this.#lastIdMs))
  }

  async #deliver(): Promise<void> {
    await this.#delivery.drain()
    this.#schedule()
  }

  /** One alarm for whatever comes first: a running turn to look after, the outbox, logs to forget. */
  #schedule(): void {
    if (!this.#exists) return
    const nowMs = this.#deps.now().getTime()
    const times = [
      this.#store.runningTurn() ? nowMs + lookAgainMs : undefined,
      this.#delivery.dueAtMs(nowMs),
      logsExpireAt(this.#store.oldestEnd()),
    ].filter((time) => time !== undefined)
    void this.ctx.storage.setAlarm(Math.min(...times, nowMs + keptLogMs))
  }
}

function logsExpireAt(oldestEndMs: number | undefined): number | undefined {
  return oldestEndMs === undefined ? undefined : oldestEndMs + keptLogMs
}
