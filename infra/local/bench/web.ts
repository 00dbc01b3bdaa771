/**
 * `npm run bench -- web [RUNS]`: the app in real Chromium as on a slow phone: CPU slowed 4 times, 1.6 Mbit/s, 150 ms
 * round trip, on a whole local stack. Goals are printed as met or missed; JSON comes last. Times are medians of RUNS
 * (3) and mean something only on a machine with nothing else to do: `load`, and `slowness` (a fixed loop's median
 * against its fastest run), say how far that holds.
 *
 * - `firstLoadKb`: JavaScript of the first load of /chat, gzipped.
 * - `largestPaintMs`, `layoutShift`: the first visit, and one from the service worker.
 * - `inputToPaintMs`: key presses while an answer streams at 200 tokens/s into a chat of 500 messages.
 * - `droppedFrames`: while that chat is scrolled, and while an empty box of the same height is.
 */
import { loadavg } from 'node:os'
import { firstLoadBytes } from '../browser/first-load.ts'
import { type OwnStack, withOwnStack } from '../browser/own-stack.ts'
import { longChat, messages, tokensPerSecond } from './web/long-chat.ts'
import { conditions, type Painted, painted, phone, slow } from './web/slow-phone.ts'

/** Somebody who was never here: nothing is cached. */
async function firstVisit(stack: OwnStack): Promise<Painted> {
  const page = await phone(stack, await stack.signIn(), { serviceWorkers: 'block' })
  await slow(page)
  const seen = await painted(page, `${stack.ready.web}/chat`)
  await page.context().close()
  return seen
}

/** Somebody who comes back: the app is in the browser. */
async function visitFromWorker(stack: OwnStack): Promise<Painted> {
  const before = await phone(stack, await stack.signIn())
  await before.goto(`${stack.ready.web}/chat`)
  await before.evaluate(`new Promise((resolve) => {
    if (navigator.serviceWorker.controller) resolve()
    else navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true })
  })`)
  await before.close()
  const page = await before.context().newPage()
  await slow(page)
  const seen = await painted(page, `${stack.ready.web}/chat`)
  await page.context().close()
  return seen
}

async function inTurn<Out>(times: number, work: () => Promise<Out>): Promise<Out[]> {
  const outputs: Out[] = []
  for (let time = 0; time < times; time += 1) outputs.push(await work())
  return outputs
}

function summary(visits: readonly Painted[]) {
  const worst = visits.reduce((most, visit) => (visit.layoutShift > most.layoutShift ? visit : most))
  return {
    largestPaintMs: Math.round(
      quantile(
        visits.map(({ largestPaintMs }) => largestPaintMs),
        0.5,
      ),
    ),
    largest: visits.at(-1)?.largest,
    layoutShift: Number(worst.layoutShift.toFixed(4)),
    shifted: worst.shifted,
  }
}

/** How much longer the median run of a fixed loop takes than its fastest: 1 on a machine with nothing else to do. */
function slowness(): number {
  const times = Array.from({ length: 40 }, () => {
    const startedAt = performance.now()
    let sum = 0
    for (let index = 0; index < 2_000_000; index += 1) sum += index % 7
    return sum > 0 ? performance.now() - startedAt : 0
  })
  return round(quantile(times, 0.5) / Math.min(...times))
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

const runs = Number(process.argv[2] ?? 3)
await withOwnStack(async (stack) => {
  const stranger = await phone(stack, await stack.signIn(), { serviceWorkers: 'block' })
  const firstLoadKb = round((await firstLoadBytes(stranger, stack.ready.web)) / 1000)
  await stranger.context().close()
  const first = await inTurn(runs, () => firstVisit(stack))
  const again = await inTurn(runs, () => visitFromWorker(stack))
  const { messagesShown, pressesMs, scrolled } = await longChat(stack)
  const firstPaint = summary(first)
  const fromServiceWorker = summary(again)
  const inputToPaintMs = {
    presses: pressesMs.length,
    median: quantile(pressesMs, 0.5),
    p95: quantile(pressesMs, 0.95),
    worst: Math.max(...pressesMs),
  }
  // An empty list may drop no frame at all.
  const ratio = round((scrolled.chat.dropped + 1) / (scrolled.emptyBox.dropped + 1))
  const goals = [
    {
      goal: 'first load of /chat, JavaScript <= 120 kB gzipped',
      measured: firstLoadKb,
      isMet: firstLoadKb <= 120,
    },
    {
      goal: 'first visit, largest paint < 2500 ms',
      measured: firstPaint.largestPaintMs,
      isMet: firstPaint.largestPaintMs < 2500,
    },
    {
      goal: 'from the service worker, largest paint < 1000 ms',
      measured: fromServiceWorker.largestPaintMs,
      isMet: fromServiceWorker.largestPaintMs < 1000,
    },
    {
      goal: 'first visit, layout shift < 0.02',
      measured: firstPaint.layoutShift,
      isMet: firstPaint.layoutShift < 0.02,
    },
    {
      goal: 'from the service worker, layout shift < 0.02',
      measured: fromServiceWorker.layoutShift,
      isMet: fromServiceWorker.layoutShift < 0.02,
    },
    {
      goal: 'typing while an answer streams, P95 to next paint < 100 ms',
      measured: inputToPaintMs.p95,
      isMet: inputToPaintMs.p95 < 100,
    },
    {
      goal: 'scrolling a long chat, dropped frames <= 1.2 x an empty list',
      measured: ratio,
      isMet: ratio <= 1.2,
    },
  ]
  for (const { goal, measured, isMet } of goals) console.log(`${isMet ? '✓' : '✗'} ${goal}: ${measured}`)
  const report = {
    bench: 'web',
    runs,
    conditions: { ...conditions, messages, tokensPerSecond },
    load: loadavg().map(round),
    slowness: slowness(),
    firstLoadKb,
    firstVisit: firstPaint,
    fromServiceWorker,
    messagesShown,
    inputToPaintMs,
    droppedFrames: { ...scrolled, ratio },
    missed: goals.flatMap(({ goal, isMet }) => (isMet ? [] : [goal])),
  }
  console.log(JSON.stringify(report))
})
