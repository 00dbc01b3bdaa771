/** The Worker's entry: requests, the minute's cron, the queues, and the objects. */
import { everyMinute } from './alerts/minute.ts'
import { handleBatch } from './alerts/push/queue.ts'
import { app } from './app.ts'
import type { Bindings } from './bindings.ts'
import { services } from './connect.ts'
import { requestIdOf } from './http/request-id.ts'

export { Desk } from './account/desk.ts'
export { DiscordOutbox } from './alerts/discord/discord-outbox.ts'
export { Watch } from './alerts/watch/watch-object.ts'
export { ChatRoom } from './chat/chat-room.ts'
export { MarketHub } from './market/hub.ts'

export default {
  fetch: (request, env, ctx) => app.fetch(request, services(env, requestIdOf(request.headers)), ctx),
  scheduled: (_event, env) => everyMinute(env),
  queue: (batch, env) => handleBatch(batch, env),
} satisfies ExportedHandler<Bindings>
