/**
 * `npm run bench -- turns [PART…]`: what turns cost, on a whole local stack with the load generator and the stand-ins
 * on the same machine. Parts, all of them where none is named:
 *
 * - `chats`: 10, 100, 1,000 and 5,000 chats (`BENCH_CHATS=10,100` for others), 50 turns running at once;
 * - `context`: reading a context of 20 messages, warm among 10 and among 10,000 chats (`BENCH_ROOMS`), and cold;
 * - `forwarding`: ten paced streams through the chat, through a raw pipe, Anthropic's SDK and the AI SDK.
 *
 * JSON comes last. CPU and ratios within one run hold on a busy machine; times do not, so the load is told as well.
 */
import { loadavg } from 'node:os'
import { measureChats } from './turns/chats.ts'
import { measureContext } from './turns/context.ts'
import { measureForwarding } from './turns/forwarding.ts'

const parts = { chats: measureChats, context: measureContext, forwarding: measureForwarding }
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0)
  throw new Error(`no part ${unknown.join()}: there are ${Object.keys(parts).join(', ')}`)

const measured: Record<string, unknown> = {}
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) measured[name] = await measure()
}
const load = loadavg().map((each) => Math.round(each * 10) / 10)
console.log(JSON.stringify({ bench: 'turns', loadAverage: load, ...measured }))
