/**
 * The production Worker with what it is measured against beside it, in the same runtime. Only `npm run bench -- turns`
 * starts it. `GET /bench/…`: see the switch.
 */
import type { Bindings } from '../../src/bindings.ts'
import { readSettings } from '../../src/env.ts'
import production from '../../src/worker.ts'
import { filledOwner, type MeasuredRoom } from './measured-room.ts'
import { aiSdk, anthropicSdk, raw } from './rivals.ts'

export * from '../../src/worker.ts'
export { MeasuredRoom as ChatRoom } from './measured-room.ts'

interface MeasuredBindings extends Omit<Bindings, 'CHAT_ROOM'> {
  readonly CHAT_ROOM: DurableObjectNamespace<MeasuredRoom>
}

export default {
  ...production,
  async fetch(request, env, ctx) {
    const url = new URL(request.url)
    const settings = readSettings(env)
    const upstream = { baseUrl: settings.ANTHROPIC_BASE_URL ?? '', apiKey: settings.ANTHROPIC_API_KEY }
    switch (url.pathname) {
      case '/bench/raw':
        return raw(upstream)
      case '/bench/sdk':
        return anthropicSdk(upstream, ctx)
      case '/bench/ai':
        return aiSdk(upstream)
      case '/bench/burn':
        return Response.json({ burnt: burn() })
      case '/bench/rooms':
        return Response.json({ calls: await callRooms(url.searchParams, env) })
      default:
        return production.fetch(request, env, ctx)
    }
  },
} satisfies ExportedHandler<MeasuredBindings>

/** Enough work to tell the process that runs this Worker from others by its CPU. */
function burn(): number {
  let sum = 0
  for (let index = 0; index < 300_000_000; index += 1) sum = (sum * 31 + index) | 0
  return sum
}

/** Calls `what` on rooms `from` to `from + count`, one after the other, so that the request's time is theirs. */
async function callRooms(query: URLSearchParams, env: MeasuredBindings): Promise<number> {
  const from = Number(query.get('from') ?? 0)
  const count = Number(query.get('count') ?? 0)
  for (let index = from; index < from + count; index += 1) {
    const room = env.CHAT_ROOM.getByName(`${filledOwner}/${index}`)
    switch (query.get('what')) {
      case 'nothing':
        await room.nothing()
        break
      case 'context':
        if ((await room.context()) !== 20) throw new Error(`room ${index} has another context`)
        break
      case 'messages': {
        const page = await room.messages({ limit: 20 })
        if (page.status !== 'ok' || page.messages.length !== 20)
          throw new Error(`room ${index}: ${page.status}`)
        break
      }
      case 'evict':
        await Promise.resolve(room.evict()).catch(() => {})
        break
      default:
        throw new Error('what?')
    }
  }
  return count
}
