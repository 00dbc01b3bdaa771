import type { Message } from '../contract/message.ts'
import type { ChatRecord, OutboxItem, WriteOutcome } from './outbox.ts'

export type Loaded =
  | {
      readonly status: 'ok'
      readonly chat: ChatRecord
      /** The newest, oldest of them first. */
      readonly messages: readonly Message[]
      /** Whether there are no older ones. */
      readonly complete: boolean
    }
  | { readonly status: 'absent' }
  | { readonly status: 'unavailable' }

/** A chat as PostgreSQL has it, read with the rights of its owner. */
export interface ChatArchive {
  load(limit: number): Promise<Loaded>
  /** Messages below the id `before`, oldest first. */
  older(
    before: string,
    limit: number,
  ): Promise<{ readonly status: 'ok'; readonly messages: Message[] } | { readonly status: 'unavailable' }>
  /** Message `id` and those before it, oldest first: what it answers to is among them. */
  upTo(
    id: string,
    limit: number,
  ): Promise<{ readonly status: 'ok'; readonly messages: Message[] } | { readonly status: 'unavailable' }>
  write(items: readonly OutboxItem[]): Promise<WriteOutcome>
  /** Deletes the chat with everything in it. */
  remove(): Promise<'removed' | 'unavailable'>
}
