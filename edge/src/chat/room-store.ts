/**
 * What a chat's object keeps in its own SQLite: the chat, its newest messages, its turns and the outbox. JSON
 * in these tables was written by this file alone and is trusted as such.
 */
import type { Message } from '../contract/message.ts'
import { EventLog } from './event-log.ts'
import type { ChatRecord, OutboxItem, OutboxRow, ParkedReport } from './outbox.ts'
import type { Opening } from './room.ts'

/** Who and which: the two halves of the object's name. */
export interface RoomName {
  readonly userId: string
  readonly chatId: string
}

export type NewTurn = {
  id: string
  client_message_id: string
  user_message_id: string
  assistant_message_id: string
  parent_id: string | null
  started_at_ms: number
}
export type TurnRow = NewTurn & { status: string; attempts: number; ended_at_ms: number | null }

type ChatRow = {
  id: string
  title: string
  created_at: string
  updated_at: string
  complete: number
}

/** Messages kept here; older ones are read from PostgreSQL. A context takes 20. */
const keptMessages = 200

export class RoomStore {
  readonly log: EventLog
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    this.log = new EventLog(sql)
  }

  /** Nothing is created for a chat that does not exist, so that a guessed id leaves no trace. */
  get exists(): boolean {
    const query = "SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = 'chat'"
    return this.#sql.exec(query).toArray().length > 0
  }

  /** Makes the tables that are not there yet. */
  createTables(): void {
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS chat (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL,
        complete INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS turns (
        id TEXT PRIMARY KEY, client_message_id TEXT NOT NULL UNIQUE, user_message_id TEXT NOT NULL,
        assistant_message_id TEXT NOT NULL, parent_id TEXT, status TEXT NOT NULL, attempts INTEGER NOT NULL,
        started_at_ms INTEGER NOT NULL, ended_at_ms INTEGER) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, json TEXT NOT NULL, parked INTEGER NOT NULL DEFAULT 0);
      CREATE TABLE IF NOT EXISTS retry (failures INTEGER NOT NULL, at_ms INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS opening (json TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS unread (turn_id TEXT PRIMARY KEY) WITHOUT ROWID;
    `)
    EventLog.createTables(this.#sql)
  }

  /** Makes the tables and the chat. `complete`: the messages that follow are all there ever were. */
  create(chat: ChatRecord, complete: boolean): void {
    this.createTables()
    this.#sql.exec(
      'INSERT OR IGNORE INTO chat (id, title, created_at, updated_at, complete) VALUES (?, ?, ?, ?, ?)',
      chat.id,
      chat.title,
      chat.createdAt,
      chat.updatedAt,
      complete ? 1 : 0,
    )
    if (chat.unread) this.markUnread(chat.id)
  }

  chat(): ChatRecord & { readonly complete: boolean } {
    const row = this.#sql.exec<ChatRow>('SELECT * FROM chat').one()
    return {
      id: row.id,
      title: row.title,
      unread: this.isUnread,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      complete: row.complete === 1,
    }
  }

  keepOpening(opening: Opening): void {
    this.#sql.exec('DELETE FROM opening')
    this.#sql.exec('INSERT INTO opening (json) VALUES (?)', JSON.stringify(opening))
  }

  opening(): Opening | undefined {
    const [row] = this.#sql.exec<{ json: string }>('SELECT json FROM opening')
    return row && JSON.parse(row.json)
  }

  get isUnread(): boolean {
    return this.#sql.exec('SELECT 1 FROM unread LIMIT 1').toArray().length > 0
  }

  /** Notes that `turnId` ended with nobody there. The next change of the chat takes it to PostgreSQL. */
  markUnread(turnId: string): void {
    this.#sql.exec('INSERT OR IGNORE INTO unread (turn_id) VALUES (?)', turnId)
  }

  /** Notes that somebody has looked, and queues it. */
  markRead(): void {
    this.#sql.exec('DELETE FROM unread')
    this.updateChat({})
  }

  /** Changes the chat and queues the change. */
  updateChat(change: { readonly title?: string; readonly updatedAt?: string }): void {
    this.#sql.exec(
      'UPDATE chat SET title = coalesce(?, title), updated_at = coalesce(?, updated_at)',
      change.title ?? null,
      change.updatedAt ?? null,
    )
    const { complete: _, ...chat } = this.chat()
    this.queue({ type: 'chat', chat })
  }

  /** Messages below `before`, newest last, at most `limit`. Ids sort by time. */
  messages(limit: number, before = '~'): Message[] {
    const rows = this.#sql
      .exec<{ json: string }>(
        'SELECT json FROM messages WHERE id < ? ORDER BY id DESC LIMIT ?',
        before,
        limit,
      )
      .toArray()
    return rows.reverse().map((row) => JSON.parse(row.json))
  }

  message(id: string): Message | undefined {
    const [row] = this.#sql.exec<{ json: string }>('SELECT json FROM messages WHERE id = ?', id)
    return row && JSON.parse(row.json)
  }

  /** Keeps a message that PostgreSQL has already. */
  keepMessage(message: Message): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO messages (id, json) VALUES (?, ?)',
      message.id,
      JSON.stringify(message),
    )
  }

  addMessage(message: Message): void {
    this.keepMessage(message)
    this.queue({ type: 'message', message })
  }

  /** Lets go of old messages once nothing waits in the outbox. */
  trimMessages(): void {
    const [row] = this.#sql.exec<{ id: string }>(
      'SELECT id FROM messages ORDER BY id DESC LIMIT 1 OFFSET ?',
      keptMessages,
    )
    if (!row || this.outboxSize() > 0) return
    this.#sql.exec('DELETE FROM messages WHERE id <= ?', row.id)
    this.#sql.exec('UPDATE chat SET complete = 0')
  }

  addTurn(turn: NewTurn): void {
    this.#sql.exec(
      `INSERT INTO turns (id, client_message_id, user_message_id, assistant_message_id, parent_id, status,
        attempts, started_at_ms, ended_at_ms) VALUES (?, ?, ?, ?, ?, 'running', 1, ?, NULL)`,
      turn.id,
      turn.client_message_id,
      turn.user_message_id,
      turn.assistant_message_id,
      turn.parent_id,
      turn.started_at_ms,
    )
  }

  turn(id: string): TurnRow | undefined {
    return this.#sql.exec<TurnRow>('SELECT * FROM turns WHERE id = ?', id).toArray()[0]
  }

  turnByClientMessage(clientMessageId: string): TurnRow | undefined {
    return this.#sql
      .exec<TurnRow>('SELECT * FROM turns WHERE client_message_id = ?', clientMessageId)
      .toArray()[0]
  }

  runningTurn(): TurnRow | undefined {
    return this.#sql.exec<TurnRow>("SELECT * FROM turns WHERE status = 'running'").toArray()[0]
  }

  lastTurn(): TurnRow | undefined {
    return this.#sql.exec<TurnRow>('SELECT * FROM turns ORDER BY id DESC LIMIT 1').toArray()[0]
  }

  countAttempt(turnId: string): void {
    this.#sql.exec('UPDATE turns SET attempts = attempts + 1 WHERE id = ?', turnId)
  }

  endTurn(turnId: string, status: string, atMs: number): void {
    this.#sql.exec('UPDATE turns SET status = ?, ended_at_ms = ? WHERE id = ?', status, atMs, turnId)
  }

  /** Forgets turns that ended before `beforeMs`, with their logs. */
  trimLogs(beforeMs: number): void {
    const old = this.#sql.exec<{ id: string }>(
      'SELECT id FROM turns WHERE ended_at_ms IS NOT NULL AND ended_at_ms <= ?',
      beforeMs,
    )
    for (const { id } of [...old]) {
      this.log.drop(id)
      this.#sql.exec('DELETE FROM turns WHERE id = ?', id)
    }
  }

  /** When the oldest turn that can still be replayed ended. */
  oldestEnd(): number | undefined {
    return (
      this.#sql.exec<{ at: number | null }>('SELECT min(ended_at_ms) AS at FROM turns').one().at ?? undefined
    )
  }

  queue(item: OutboxItem): void {
    this.#sql.exec('INSERT INTO outbox (json) VALUES (?)', JSON.stringify(item))
  }

  peekOutbox(limit: number): OutboxRow[] {
    return this.#sql
      .exec<{ id: number; json: string }>(
        'SELECT id, json FROM outbox WHERE parked = 0 ORDER BY id LIMIT ?',
        limit,
      )
      .toArray()
      .map((row) => ({ id: row.id, item: JSON.parse(row.json) }))
  }

  removeFromOutbox(rows: readonly OutboxRow[]): void {
    for (const row of rows) this.#sql.exec('DELETE FROM outbox WHERE id = ?', row.id)
  }

  /** Sets a row aside and queues the report of it. */
  park(row: OutboxRow, report: ParkedReport): void {
    this.#sql.exec('UPDATE outbox SET parked = 1 WHERE id = ?', row.id)
    this.queue({ type: 'parked', report })
  }

  /** Puts row `from` back in its place, with those parked after it: they may have failed for want of it alone. */
  unpark(from: number): void {
    const rows = this.#sql.exec<{ id: number }>('SELECT id FROM outbox WHERE parked = 1 AND id >= ?', from)
    for (const { id } of [...rows]) {
      this.#sql.exec('UPDATE outbox SET parked = 0 WHERE id = ?', id)
      this.queue({ type: 'unparked', row: id })
    }
  }

  /** Where a row is; it leaves the outbox only when it is written. */
  outboxPlace(id: number): 'waiting' | 'parked' | undefined {
    const [row] = this.#sql.exec<{ parked: number }>('SELECT parked FROM outbox WHERE id = ?', id)
    return row && (row.parked === 1 ? 'parked' : 'waiting')
  }

  /** Rows that still wait for PostgreSQL; parked ones do not. */
  outboxSize(): number {
    const query = 'SELECT count(*) AS size FROM outbox WHERE parked = 0'
    return this.#sql.exec<{ size: number }>(query).one().size
  }

  /** When the outbox is to be tried again, and after how many failures in a row. */
  retry(): { readonly failures: number; readonly atMs: number } | undefined {
    const [row] = this.#sql.exec<{ failures: number; at_ms: number }>('SELECT * FROM retry')
    return row && { failures: row.failures, atMs: row.at_ms }
  }

  setRetry(retry: { readonly failures: number; readonly atMs: number } | undefined): void {
    this.#sql.exec('DELETE FROM retry')
    if (retry) this.#sql.exec('INSERT INTO retry (failures, at_ms) VALUES (?, ?)', retry.failures, retry.atMs)
  }
}
