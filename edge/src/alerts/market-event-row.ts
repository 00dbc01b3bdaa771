import { MarketEvent } from '@sage/ingest/contract'
import { eq } from 'drizzle-orm'
import { type Database, schema } from '../db/index.ts'

const { marketEvents } = schema

/** An event as ingest would report it. */
export function toEvent(row: typeof marketEvents.$inferSelect): MarketEvent {
  const { key: _, fence: __, createdAt: ___, at, ...rest } = row
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
  return MarketEvent.parse({ ...given, at: at.toISOString() })
}

export async function eventOf(db: Database, id: string): Promise<MarketEvent | undefined> {
  const [row] = await db.select().from(marketEvents).where(eq(marketEvents.id, id))
  return row && toEvent(row)
}
