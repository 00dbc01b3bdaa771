/** The Worker's entry: requests, the minute's cron, and the objects. */
import { app } from './app.ts'
import { type Bindings, marketHub } from './bindings.ts'
import { services } from './connect.ts'

export { Desk } from './account/desk.ts'
export { ChatRoom } from './chat/chat-room.ts'
export { MarketHub } from './market/hub.ts'

export default {
  fetch: (request, env, ctx) => app.fetch(request, services(env), ctx),
  scheduled: async (_event, env) => {
    await marketHub(env).wake()
  },
} satisfies ExportedHandler<Bindings>
