/** One contender in a process of its own: takes the frames whenever it is told to, and says what that cost. */
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import WebSocket from 'ws'
import * as z from 'zod'
import { binance } from '../../src/exchanges/binance.ts'
import { openFeed } from '../../src/feed/connection.ts'
import { createContender } from './contenders.ts'
import { frameCount, makeFrames } from './frames.ts'
import { contenderNames, type Mode, Order, type Reading } from './orders.ts'
import { paced } from './pace.ts'

const name = z.enum(contenderNames).parse(process.argv[2])
const isOurs = name === 'ours' || name === 'ours with sinks'
let frames: readonly string[] | undefined

type OnFrame = (text: string, index: number) => void

async function read({ mode, port }: Order): Promise<Reading> {
  // A market that has seen the frames calls them repeated: each reading has its own.
  const contender = await createContender(name)
  const expected = mode === 'paced' ? paced.frames : frameCount
  const endsNs: bigint[] = []
  const onFrame: OnFrame =
    mode === 'paced'
      ? (text, index) => {
          contender.onFrame(text, index)
          endsNs.push(process.hrtime.bigint())
        }
      : contender.onFrame
  if (mode === 'process') frames ??= makeFrames()
  const before = process.cpuUsage()
  if (mode === 'process') await inProcess(frames ?? [], onFrame)
  else await (isOurs ? overOurFeed : overPlainSocket)(addressOf(mode, port), expected, onFrame)
  await contender.close()
  const { user, system } = process.cpuUsage(before)
  return { cpuUs: (user + system) / expected, reached: contender.reached(), endsNs: endsNs.map(String) }
}

const addressOf = (mode: Mode, port: number) => `ws://127.0.0.1:${port}/${mode}`

async function inProcess(texts: readonly string[], onFrame: OnFrame): Promise<void> {
  for (const [index, text] of texts.entries()) {
    onFrame(text, index)
    // The stores' answers must be heard, too.
    if (index % 2000 === 1999) await setImmediate()
  }
}

/** As ingest reads: through the socket that it keeps, whatever the venue. */
function overOurFeed(url: string, expected: number, onFrame: OnFrame): Promise<void> {
  return new Promise((resolve, reject) => {
    let index = 0
    const feed = openFeed({ ...binance, socketUrl: () => url, greeting: () => ['go'] }, url, {
      nowMs: Date.now,
      random: Math.random,
      onFrame(text) {
        onFrame(text, index)
        index += 1
        if (index === expected) {
          feed.close()
          resolve()
        }
        return 'data'
      },
      onBroken: () => reject(new Error('the venue broke off')),
      log: () => undefined,
    })
  })
}

async function overPlainSocket(url: string, expected: number, onFrame: OnFrame): Promise<void> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'open')
  let index = 0
  await new Promise<void>((resolve, reject) => {
    socket.on('message', (data) => {
      onFrame(String(data), index)
      index += 1
      if (index === expected) resolve()
    })
    socket.on('close', () => reject(new Error('the venue broke off')))
    socket.send('go')
  })
  socket.terminate()
}

process.on('message', async (message) => {
  process.send?.(await read(Order.parse(message)))
})
process.on('disconnect', () => process.exit())
