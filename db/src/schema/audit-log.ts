import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, serviceRows } from './columns.ts'
import { users } from './users.ts'

/** Who did what to whom; kept, without the name, when the person is erased. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    actorId: uuid('actor_id').references(() => users.id, { onDelete: 'set null' }),
    action: text('action').notNull(),
    /** Kind and id of what was acted on, e.g. `user:0199…`. */
    target: text('target').notNull(),
    detail: jsonb('detail').notNull().default({}),
    requestId: text('request_id'),
    createdAt: createdAt(),
  },
  (table) => [
    index('audit_log_newest').on(table.createdAt),
    index('audit_log_of_actor').on(table.actorId, table.createdAt),
    serviceRows('audit_log'),
  ],
)
