/**
 * Every event of a turn, in the object's SQLite, before anyone sees it. Events are lines of JSON, and a row takes
 * lines until it is full: a long turn is a few rows, replayed in one go, and an addition writes one page.
 */

/** As much of the object's SQLite as this file needs. */
export interface Sql {
  exec(query: string, ...values: (string | number)[]): Iterable<Record<string, unknown>>
}

/** A row of a SQLite table stays in one page of 4096 bytes up to 4061; the other columns take their share. */
const rowBytes = 3_900

export class EventLog {
  readonly #sql: Sql
  readonly #encoder = new TextEncoder()
  /** The row that was added to last. After an eviction a new one is begun. */
  #tail: { readonly turnId: string; readonly firstSeq: number; readonly bytes: number } | undefined

  constructor(sql: Sql) {
    this.#sql = sql
  }

  static createTables(sql: Sql): void {
    sql.exec(`CREATE TABLE IF NOT EXISTS event_log (
      turn_id TEXT NOT NULL, first_seq INTEGER NOT NULL, count INTEGER NOT NULL, lines TEXT NOT NULL,
      PRIMARY KEY (turn_id, first_seq)
    )`)
  }

  /** Writes events `firstSeq`, `firstSeq + 1`, ... of a turn, each one line of JSON. */
  append(turnId: string, firstSeq: number, lines: readonly string[]): void {
    const added = lines.map(shorten).join('\n')
    const bytes = this.#encoder.encode(added).length + 1
    const tail = this.#tail?.turnId === turnId ? this.#tail : undefined
    if (tail && tail.bytes + bytes <= rowBytes) {
      this.#sql.exec(
        'UPDATE event_log SET count = count + ?, lines = lines || char(10) || ? WHERE turn_id = ? AND first_seq = ?',
        lines.length,
        added,
        turnId,
        tail.firstSeq,
      )
      this.#tail = { ...tail, bytes: tail.bytes + bytes }
      return
    }
    this.#sql.exec(
      'INSERT INTO event_log (turn_id, first_seq, count, lines) VALUES (?, ?, ?, ?)',
      turnId,
      firstSeq,
      lines.length,
      added,
    )
    this.#tail = { turnId, firstSeq, bytes }
  }

  /** All events of a turn in order: the one at index `i` has sequence number `i + 1`. */
  read(turnId: string): string[] {
    const rows = this.#sql.exec('SELECT lines FROM event_log WHERE turn_id = ? ORDER BY first_seq', turnId)
    return [...rows].flatMap((row) => String(row.lines).split('\n').map(lengthen))
  }

  drop(turnId: string): void {
    this.#sql.exec('DELETE FROM event_log WHERE turn_id = ?', turnId)
    if (this.#tail?.turnId === turnId) this.#tail = undefined
  }
}

const textStart = '{"type":"text","text":'

/** Nearly all events are a word of text: their frame, three times as long as the word, is left out. */
function shorten(line: string): string {
  return line.startsWith(textStart) ? line.slice(textStart.length, -1) : line
}

/** Any other event is an object, so what begins as a string was shortened. */
function lengthen(line: string): string {
  return line.startsWith('"') ? `${textStart}${line}}` : line
}
