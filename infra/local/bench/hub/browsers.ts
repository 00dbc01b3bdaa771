/**
 * Many browsers in a process of their own: each keeps one `GET /api/market/stream` open. Told to `measure` by its
 * parent, the process notes when each event reaches each of them, and answers with all of it.
 */
import { Agent, get } from 'node:http'
import { type FromBrowsers, ToBrowsers } from './orders.ts'

let measuring = false
let count = 0
let bytes = 0
let ended = 0
const heard = new Set<number>()
/** The same bytes go to many browsers: they are read where the figures are made, once. */
const arrivals = new Map<string, number[]>()

function tell(message: FromBrowsers): void {
  process.send?.(message)
}

/** Resolves at the first event. */
function open(browser: number, url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`the stream answered ${response.statusCode}`))
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        const nowMs = Date.now()
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          if (!block.startsWith('data: ')) continue
          resolve()
          if (measuring) note(browser, block, nowMs)
        }
        if (measuring) bytes += text.length
      })
      response.on('close', () => {
        ended += 1
      })
    })
    request.on('error', reject)
  })
}

function note(browser: number, event: string, nowMs: number): void {
  heard.add(browser)
  const times = arrivals.get(event)
  if (times === undefined) arrivals.set(event, [nowMs])
  else times.push(nowMs)
}

async function openAll(url: string): Promise<void> {
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })
  const startedMs = performance.now()
  // Not all in the same instant: a listener's queue holds a few hundred at most.
  const atOnce = 50
  for (let opened = 0; opened < count; opened += atOnce) {
    const length = Math.min(atOnce, count - opened)
    await Promise.all(Array.from({ length }, (_, index) => open(opened + index, url, agent)))
  }
  tell({ type: 'opened', waitedMs: performance.now() - startedMs })
}

function measure(forMs: number): void {
  measuring = true
  setTimeout(() => {
    measuring = false
    const events = [...arrivals].map(([event, arrivedMs]) => ({
      data: event.slice('data: '.length),
      arrivedMs,
    }))
    tell({ type: 'measured', events, bytes, silent: count - heard.size, ended })
  }, forMs)
}

process.on('message', (message) => {
  const order = ToBrowsers.parse(message)
  if (order.type === 'measure') return measure(order.forMs)
  count = order.count
  openAll(order.url).catch((error) => {
    console.error(String(error))
    process.exit(1)
  })
})
process.on('disconnect', () => process.exit())
