import type { Desk } from './account/desk.ts'
import type { DiscordOutbox } from './alerts/discord/discord-outbox.ts'
import type { QueuedPush } from './alerts/push/deliver.ts'
import type { Watch } from './alerts/watch/watch-object.ts'
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
  readonly DISCORD_OUTBOX: DurableObjectNamespace<DiscordOutbox>
  readonly WATCH: DurableObjectNamespace<Watch>
  readonly PUSH_QUEUE: Queue<QueuedPush>
  readonly VERSION?: WorkerVersionMetadata
  /** Absent where nothing is measured. */
  readonly METRICS?: AnalyticsEngineDataset
}

/** The one object that listens to the market. */
export function marketHub(env: Bindings): DurableObjectStub<MarketHub> {
  return env.MARKET_HUB.getByName('market')
}

export function deskOf(env: Bindings, userId: string): DurableObjectStub<Desk> {
  return env.DESK.getByName(userId)
}

/** What is to be posted to a channel on Discord: `market` is everybody's, `ops` for those who run Sage. */
export function discordOutbox(env: Bindings, channel: 'market' | 'ops'): DurableObjectStub<DiscordOutbox> {
  return env.DISCORD_OUTBOX.getByName(channel)
}

/** The one object that knows what is wrong. */
export function watchOf(env: Bindings): DurableObjectStub<Watch> {
  return env.WATCH.getByName('watch')
}

/** The desk of the house: no user's, it holds the day's money of all. */
export function houseDesk(env: Bindings): DurableObjectStub<Desk> {
  return env.DESK.getByName('house')
}
