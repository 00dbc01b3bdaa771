/** A chat's object as the Worker sees it. Every call names nothing but this chat: the object is the owner's. */
import type { Chat } from '../contract/chat.ts'
import type { Feedback, Message } from '../contract/message.ts'
import type { EventSummary } from '../facts/own-facts.ts'
import type { StreamPosition } from '../http/sse.ts'

/** A question as it reaches the chat. */
export interface Question {
  readonly content: string
  readonly clientMessageId: string
  /** The message that this one answers to; the newest of the chat where absent, none where `null`. */
  readonly parentId?: string | null
}

/** What a chat begins with that an alert's link opens. */
export interface Opening {
  readonly contextId: string
  /** Asked in the user's name, in his language. */
  readonly question: string
  /** The figures of the moment; the mentor may cite them in this chat. */
  readonly event?: EventSummary
}

export interface Regeneration {
  /** The answer that is to be given once more. */
  readonly messageId: string
  readonly clientMessageId: string
}

/** The chat is not there, or its contents cannot be read because the database is away. */
export type Missing = { readonly status: 'absent' } | { readonly status: 'unavailable' }

export type TurnRefusal =
  | { readonly status: 'turn_running'; readonly turnId: string }
  | { readonly status: 'unknown_parent' }
  | { readonly status: 'rate_limited'; readonly retryAfterMs: number }
  | { readonly status: 'quota_spent'; readonly retryAfterMs: number }
  | { readonly status: 'too_many_turns' }

export interface Streaming {
  readonly status: 'streaming'
  readonly turnId: string
  readonly body: ReadableStream<Uint8Array>
}

export type StreamOutcome =
  | Streaming
  | Missing
  | { readonly status: 'no_turn' }
  | { readonly status: 'ended' }

export interface MessagePage {
  readonly status: 'ok'
  readonly messages: Message[]
  readonly nextCursor: string | null
  /** The turn that is running now, so that a reader can attach to it. */
  readonly runningTurnId: string | null
}

export interface Room {
  /** Makes the chat, and begins with its opening. Once per id: a second call changes nothing. */
  open(opening?: Opening): Promise<Chat>
  chat(): Promise<{ readonly status: 'ok'; readonly chat: Chat } | Missing>
  rename(title: string): Promise<{ readonly status: 'ok'; readonly chat: Chat } | Missing>
  remove(): Promise<{ readonly status: 'ok' } | Missing>
  messages(page: { readonly before?: string; readonly limit: number }): Promise<MessagePage | Missing>
  ask(question: Question): Promise<Streaming | TurnRefusal | Missing>
  regenerate(request: Regeneration): Promise<Streaming | TurnRefusal | Missing>
  /** Keeps the reader's verdict on an answer; a later one replaces it. */
  rate(messageId: string, feedback: Feedback): Promise<{ readonly status: 'ok' | 'no_answer' } | Missing>
  /** The running or last turn from its beginning, or the named one from the place named. */
  stream(after?: StreamPosition): Promise<StreamOutcome>
  /** Durable, from whichever tab. `ended`: the turn had ended before. */
  stop(turnId: string): Promise<{ readonly status: 'stopped' | 'ended' | 'no_turn' } | Missing>
  /**
   * Tries once more to bring a parked outbox row to PostgreSQL. `parked`: it was refused again; `waiting`: PostgreSQL
   * is away, and the row goes when it is back. `written` also where there is no such row (any more).
   */
  retryParked(row: number): Promise<{ readonly status: 'written' | 'parked' | 'waiting' } | Missing>
}
