/** Real Chromium for the journeys, and what they watch in it. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import * as z from 'zod'

/** Offline, and as root in a container. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser that the test command found; its path is in CHROME_PATH. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: flags, headless: true })
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** What the page complained about: uncaught errors, console errors, violations of its own policy. */
  readonly complaints: readonly string[]
}

/** A fresh browser profile with one page, desktop-sized unless told otherwise. */
export async function visit(
  browser: Browser,
  { locale = 'ko-KR', width = 1280, height = 900 }: { locale?: string; width?: number; height?: number } = {},
): Promise<Visit> {
  const context = await browser.newContext({ locale, viewport: { width, height }, timezoneId: 'Asia/Seoul' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`)
  })
  return { page, context, complaints }
}

/**
 * Watches the last answer of the page from now on, in the page itself, where a busy test process misses nothing;
 * `grown` resolves with the distinct lengths its text had, once the button that stops it has come and gone.
 */
export async function watchAnswer(page: Page): Promise<{ readonly grown: () => Promise<number[]> }> {
  await page.evaluate(`
    // Void: an evaluation would wait for the promise that it yields.
    void (globalThis.answerGrown = new Promise((resolve) => {
      const lengths = []
      let begun = false
      const observer = new MutationObserver(() => {
        const running = document.querySelector('[data-testid=stop]') !== null
        begun ||= running
        if (!begun) return
        const answer = [...document.querySelectorAll('[data-testid=answer]')].at(-1)
        const length = answer?.textContent.length ?? 0
        if (length > (lengths.at(-1) ?? 0)) lengths.push(length)
        if (running) return
        observer.disconnect()
        resolve(lengths)
      })
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: ['data-testid'] })
    }))`)
  return { grown: async () => z.array(z.number()).parse(await page.evaluate('globalThis.answerGrown')) }
}
