import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'

/**
 * Bytes of JavaScript, gzipped, until `/chat` is there with its prices. The app leaves the rest for a quiet moment
 * some seconds later; on a slow machine that would come before the prices, so the page's longer waits are stretched.
 */
export async function firstLoadBytes(page: Page, origin: string): Promise<number> {
  await page.addInitScript(`{
    const [now, wait, stretch] = [performance.now.bind(performance), setTimeout, 30]
    performance.now = () => now() / stretch
    window.setTimeout = (work, ms = 0, ...rest) => wait(work, ms < 1000 ? ms : ms * stretch, ...rest)
  }`)
  const scripts: Promise<Buffer>[] = []
  const weigh = (response: Response) => {
    if (new URL(response.url()).pathname.endsWith('.js')) scripts.push(response.body())
  }
  page.on('response', weigh)
  await page.goto(`${origin}/chat`)
  await page.getByTestId('composer').waitFor()
  await page.getByTestId('quote-BTC').locator('.tabular-nums').first().waitFor()
  // What still loads when the page closes has no body.
  page.off('response', weigh)
  const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script).length)
  return sizes.reduce((sum, size) => sum + size, 0)
}
