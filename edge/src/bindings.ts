import type { Desk } from './account/desk.ts'
import type { ChatRoom } from './chat/chat-room.ts'
import type { MarketHub } from './market/hub.ts'

/** The objects that the runtime hands over beside the settings (see `wrangler.toml`). */
export interface Bindings {
  readonly CHAT_ROOM: DurableObjectNamespace<ChatRoom>
  readonly DESK: DurableObjectNamespace<Desk>
  readonly MARKET_HUB: DurableObjectNamespace<MarketHub>
  readonly LIMIT_PER_USER: RateLimit
  readonly LIMIT_PER_ADDRESS: RateLimit
  readonly LIMIT_SIGN_INS: RateLimit
}

/** The one object that listens to the market. */
export function marketHub(env: Bindings): DurableObjectStub<MarketHub> {
  return env.MARKET_HUB.getByName('market')
}

export function deskOf(env: Bindings, userId: string): DurableObjectStub<Desk> {
  return env.DESK.getByName(userId)
}

/** The desk of the house: no user's, it holds the day's money of all. */
export function houseDesk(env: Bindings): DurableObjectStub<Desk> {
  return env.DESK.getByName('house')
}
