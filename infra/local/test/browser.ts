/** Real Chromium for the journeys, and what they watch in it. */
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'

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

/** Reads a text again and again while it grows; resolves with its distinct lengths once `finished` holds. */
export async function growthOf(text: Locator, finished: () => Promise<boolean>): Promise<number[]> {
  const lengths: number[] = []
  for (;;) {
    const done = await finished()
    const length = (await text.textContent())?.length ?? 0
    if (length > (lengths.at(-1) ?? 0)) lengths.push(length)
    if (done) return lengths
  }
}
