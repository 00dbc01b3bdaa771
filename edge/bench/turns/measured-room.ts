/** The chat's object with a chat already in it, and with the calls that `npm run bench -- turns` compares. */
import type { Bindings } from '../../src/bindings.ts'
import { userMessage } from '../../src/chat/answer.ts'
import { ChatRoom } from '../../src/chat/chat-room.ts'
import { branchTo, contextMessages, priorMessages } from '../../src/chat/history.ts'
import { RoomStore } from '../../src/chat/room-store.ts'
import { newId } from '../../src/http/id.ts'

/** Objects of this owner begin with a context of 20 messages. */
export const filledOwner = 'bench'

export class MeasuredRoom extends ChatRoom {
  constructor(ctx: DurableObjectState, env: Bindings) {
    // Before `super`, so that the production object finds a chat as it finds one after an eviction.
    if (ctx.id.name?.startsWith(`${filledOwner}/`)) fill(new RoomStore(ctx.storage.sql), ctx.id.name)
    super(ctx, env)
  }

  nothing(): number {
    return 0
  }

  /** What a turn reads before it asks: the branch that leads to its question. Returns how many messages it has. */
  context(): number {
    const store = new RoomStore(this.ctx.storage.sql)
    const leaf = store.messages(1)[0]?.id ?? null
    return priorMessages(branchTo(leaf, (id) => store.message(id))).length
  }

  /** Ends the object at once; the next call finds it cold. */
  evict(): void {
    this.ctx.abort('evicted for a benchmark')
  }
}

function fill(store: RoomStore, name: string): void {
  if (store.exists) return
  const startMs = Date.now()
  const chatId = newId(new Date(startMs))
  const at = new Date(startMs).toISOString()
  store.create({ id: chatId, title: name, unread: false, createdAt: at, updatedAt: at }, true)
  let parentId: string | null = null
  for (let index = 0; index < contextMessages; index += 1) {
    const place: Parameters<typeof userMessage>[0] = {
      id: newId(new Date(startMs + index)),
      chatId,
      parentId,
      turnId: chatId,
    }
    const text =
      '비트코인은 오늘 장기 평균 아래에서 움직이고 있네. 두려움이 짙을 때일수록 나누어 보게. '.repeat(3)
    store.keepMessage({
      ...userMessage(place, text, new Date(startMs)),
      role: index % 2 ? 'assistant' : 'user',
    })
    parentId = place.id
  }
}
