/**
 * `npm run bench -- event-log [EVENTS]`: a turn of 10,000 events, each written to the log before the next one comes,
 * then replayed from its first event as a reader who resumes gets it. The log's own code on SQLite in memory, so
 * without disk and network; `replayMs` includes reading, framing and joining. JSON comes last.
 */
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { EventLog, type Sql } from '../src/chat/event-log.ts'
import { endedTurn } from '../src/chat/running-turn.ts'

const events = Number(process.argv[2] ?? 10_000)
const replays = 50
const turnId = '01a20f09-3f4c-7a6c-a8e9-af005a2435eb'

const database = new DatabaseSync(':memory:')
const number = (query: string) => Number(Object.values(database.prepare(query).get() ?? {})[0])
const databaseBytes = () => number('PRAGMA page_count') * number('PRAGMA page_size')
const sql: Sql = {
  exec: (query, ...values) => database.prepare(query).all(...values),
}
EventLog.createTables(sql)
const log = new EventLog(sql)

const words = ['비트코인은', ' 지금', ' 어제보다', ' 조금', ' 올랐네.', ' 서두르지', ' 말게.']
const lines = Array.from({ length: events }, (_, index) =>
  JSON.stringify({ type: 'text', text: words[index % words.length] }),
)

const bytesBefore = databaseBytes()
const writingSince = performance.now()
for (const [index, line] of lines.entries()) log.append(turnId, index + 1, [line])
const writtenMs = performance.now() - writingSince

const replayMs = Array.from({ length: replays }, () => {
  const since = performance.now()
  const { text } = endedTurn(turnId, log.read(turnId)).read(0)
  if (!text.includes(`id: ${turnId}:${events}\n`)) throw new Error('the replay is not complete')
  return performance.now() - since
}).sort((a, b) => a - b)
const quantile = (share: number) => round(replayMs[Math.floor(replays * share)] ?? Number.NaN)

console.log(
  JSON.stringify({
    bench: 'event-log',
    events,
    eventBytes: Buffer.byteLength(lines.join('\n')),
    rows: number('SELECT count(*) FROM event_log'),
    databaseBytes: databaseBytes() - bytesBefore,
    writeMicrosecondsPerEvent: round((writtenMs * 1000) / events),
    replayMs: { p50: quantile(0.5), p95: quantile(0.95) },
  }),
)

function round(value: number): number {
  return Math.round(value * 100) / 100
}
