/**
 * Every event of a turn, in the object's SQLite, before anyone sees it. A row holds the events that were
 * written together as lines of JSON; `pack` joins rows, so that a long turn is replayed from a few.
 */

type LogRow = {
  first_seq: number
  count: number
  lines: string
}

/** A row may hold 2 MB; Korean text takes three bytes a character, so this stays well below. */
const packChars = 256 * 1024

export class EventLog {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  static createTables(sql: SqlStorage): void {
    sql.exec(`CREATE TABLE IF NOT EXISTS event_log (
      turn_id TEXT NOT NULL, first_seq INTEGER NOT NULL, count INTEGER NOT NULL, lines TEXT NOT NULL,
      PRIMARY KEY (turn_id, first_seq)
    ) WITHOUT ROWID`)
  }

  /** Writes events `firstSeq`, `firstSeq + 1`, ... of a turn, each one line of JSON. */
  append(turnId: string, firstSeq: number, lines: readonly string[]): void {
    this.#sql.exec(
      'INSERT INTO event_log (turn_id, first_seq, count, lines) VALUES (?, ?, ?, ?)',
      turnId,
      firstSeq,
      lines.length,
      lines.join('\n'),
    )
  }

  /** All events of a turn in order: the one at index `i` has sequence number `i + 1`. */
  read(turnId: string): string[] {
    return [...this.#rows(turnId)].flatMap((row) => row.lines.split('\n'))
  }

  /** Joins a turn's rows into as few as their size allows. */
  pack(turnId: string): void {
    const packs: LogRow[] = []
    for (const row of this.#rows(turnId)) {
      const last = packs.at(-1)
      if (last && last.lines.length + row.lines.length < packChars) {
        last.lines += `\n${row.lines}`
        last.count += row.count
      } else packs.push({ ...row })
    }
    this.drop(turnId)
    for (const pack of packs) this.append(turnId, pack.first_seq, pack.lines.split('\n'))
  }

  drop(turnId: string): void {
    this.#sql.exec('DELETE FROM event_log WHERE turn_id = ?', turnId)
  }

  #rows(turnId: string): Iterable<LogRow> {
    return this.#sql.exec<LogRow>(
      'SELECT first_seq, count, lines FROM event_log WHERE turn_id = ? ORDER BY first_seq',
      turnId,
    )
  }
}
