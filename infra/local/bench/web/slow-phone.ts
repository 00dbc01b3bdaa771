/** A slow phone on a slow network, and what can be measured on it. */
import type { BrowserContextOptions, CDPSession, Page } from 'playwright-core'
import * as z from 'zod'
import type { OwnStack } from '../../browser/own-stack.ts'

export const conditions = {
  cpuSlowdown: 4,
  /** 1.6 Mbit/s each way. */
  bytesPerSecond: 200_000,
  roundTripMs: 150,
} as const

/** A page of its own browser profile, at the speed of the machine until it is made slow. */
export async function phone(
  stack: OwnStack,
  cookie: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await stack.visitor(cookie, { viewport: { width: 390, height: 800 }, ...options })
  return context.newPage()
}

export async function slow(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: conditions.cpuSlowdown })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: conditions.roundTripMs,
    downloadThroughput: conditions.bytesPerSecond,
    uploadThroughput: conditions.bytesPerSecond,
  })
  return session
}

const Painted = z.object({
  largestPaintMs: z.number(),
  /** What was painted last as the largest: its tag and the beginning of its text. */
  largest: z.string(),
  layoutShift: z.number(),
  /** What moved most. */
  shifted: z.string(),
})
export type Painted = z.infer<typeof Painted>

/** Opens an address and resolves once its prices are there and all has been quiet for two seconds. */
export async function painted(page: Page, url: string): Promise<Painted> {
  await page.addInitScript(`
    const nameOf = (node) => {
      const element = node instanceof Element ? node : node?.parentElement
      return element ? element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 40) : ''
    }
    window.seen = { largestPaintMs: 0, largest: '', layoutShift: 0, shifted: '' }
    let most = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        window.seen.largestPaintMs = entry.startTime
        window.seen.largest = nameOf(entry.element)
      }
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue
        window.seen.layoutShift += entry.value
        if (entry.value > most) window.seen.shifted = entry.sources.map(({ node }) => nameOf(node)).join(' | ')
        most = Math.max(most, entry.value)
      }
    }).observe({ type: 'layout-shift', buffered: true })`)
  await page.goto(url)
  await page.getByTestId('quote-BTC').locator('.tabular-nums').first().waitFor()
  await page.waitForTimeout(2000)
  return Painted.parse(await page.evaluate('window.seen'))
}

/** Durations in ms from a key's press to the next paint (Event Timing: steps of 8 ms) for as long as `goesOn`. */
export async function pressesToPaint(page: Page, goesOn: () => Promise<boolean>): Promise<number[]> {
  await page.evaluate(`(() => {
    window.presses = []
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') window.presses.push(entry.duration)
    }).observe({ type: 'event', durationThreshold: 16 })
  })()`)
  let pressed = 0
  while (await goesOn()) {
    await page.keyboard.press('a')
    pressed += 1
    await page.waitForTimeout(100)
  }
  const seen = z.array(z.number()).parse(await page.evaluate('window.presses'))
  // What took less than 16 ms is not reported at all.
  return [...seen, ...Array.from({ length: Math.max(0, pressed - seen.length) }, () => 16)]
}

export interface Frames {
  readonly frames: number
  readonly dropped: number
}

/** Frames that came later than one and a half of a frame's time, in two seconds of steady scrolling of `box`. */
export async function framesWhileScrolling(page: Page, session: CDPSession, box: string): Promise<Frames> {
  await page.evaluate(`(() => { const box = ${box}; box.scrollTop = 0 })()`)
  await page.waitForTimeout(500)
  const counting = page.evaluate(`new Promise((resolve) => {
    const gaps = []
    let last
    const until = performance.now() + 2000
    const frame = (now) => {
      if (last !== undefined) gaps.push(now - last)
      last = now
      if (performance.now() < until) requestAnimationFrame(frame)
      else resolve(gaps)
    }
    requestAnimationFrame(frame)
  })`)
  const { width, height } = page.viewportSize() ?? { width: 390, height: 800 }
  await session.send('Input.synthesizeScrollGesture', {
    x: width / 2,
    y: height / 2,
    yDistance: -8000,
    speed: 4000,
    gestureSourceType: 'mouse',
  })
  const gaps = z.array(z.number()).parse(await counting)
  const frameMs = 1000 / 60
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frameMs) - 1), 0)
  return { frames: gaps.length, dropped }
}
