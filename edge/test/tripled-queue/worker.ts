/**
 * The production Worker behind a queue that makes the most of "at least once": each batch comes three times, twice at
 * the same moment and once more after that. Only tests start it.
 */
import type { Bindings } from '../../src/bindings.ts'
import production from '../../src/worker.ts'

export * from '../../src/worker.ts'

export default {
  ...production,
  async queue(batch, env) {
    await Promise.all([production.queue(copyOf(batch), env), production.queue(batch, env)])
    await production.queue(copyOf(batch), env)
  },
} satisfies ExportedHandler<Bindings>

/** The same messages; what becomes of these, the queue does not hear. */
function copyOf(batch: MessageBatch): MessageBatch {
  const nothing = () => {}
  return {
    queue: batch.queue,
    metadata: batch.metadata,
    messages: batch.messages.map(({ id, timestamp, body, attempts }) => ({
      ...{ id, timestamp, body, attempts },
      ack: nothing,
      retry: nothing,
    })),
    ackAll: nothing,
    retryAll: nothing,
  }
}
