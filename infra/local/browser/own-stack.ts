/** A stack and a browser of one's own, for what looks at the app from outside: pictures and measurements. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import * as z from 'zod'
import { findChromium } from '../src/chromium.ts'
import { readSettings } from '../src/settings.ts'
import { type Ready, startStack } from '../src/stack.ts'
import { silentSteps } from '../src/steps.ts'

export interface OwnStack {
  readonly ready: Ready
  /** The cookie of whoever has that address, or of somebody new. */
  signIn(email?: string): Promise<string>
  /** The body of a successful answer, as text. Throws with any other. */
  call(cookie: string, method: string, path: string, body?: object): Promise<string>
  /** Changes how a stand-in behaves. */
  control(standIn: keyof Ready['standIns'], patch: object): Promise<void>
  /** A browser profile in which whoever has the cookie is signed in; nobody with an empty one. */
  visitor(cookie: string, options?: BrowserContextOptions): Promise<BrowserContext>
}

/**
 * Runs `work` on a fresh stack with a replayed market and the demo mentor, and takes it down whatever happens.
 * `variables` are added to its environment.
 */
export async function withOwnStack(
  work: (stack: OwnStack) => Promise<void>,
  variables: Readonly<Record<string, string>> = {},
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'sage-look-'))
  const { PATH, HOME, VALKEY_URL } = process.env
  const settings = readSettings({ PATH, HOME, VALKEY_URL, SAGE_HOME: home, MARKET: 'replay', ...variables })
  const stack = await startStack({ settings, steps: silentSteps, web: 'built' })
  const browser = await chromium.launch({
    executablePath: await findChromium(process.env.CHROME_PATH, PATH ?? ''),
    args: ['--no-sandbox'],
  })
  const { ready } = stack
  try {
    await work({
      ready,
      async signIn(email = `${randomUUID()}@example.com`) {
        const url = new URL(ready.demoLogin ?? '')
        url.searchParams.set('email', email)
        return z.object({ cookie: z.string() }).parse(await (await fetch(url)).json()).cookie
      },
      async call(cookie, method, path, body) {
        const headers = { 'content-type': 'application/json', cookie, origin: ready.web }
        const response = await fetch(ready.web + path, {
          method,
          headers,
          ...(body && { body: JSON.stringify(body) }),
        })
        const text = await response.text()
        if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
        return text
      },
      async control(standIn, patch) {
        const headers = { 'content-type': 'application/json' }
        const url = `${ready.standIns[standIn]}/__control`
        const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(patch) })
        if (!response.ok) throw new Error(await response.text())
      },
      async visitor(cookie, options) {
        const context = await browser.newContext({ locale: 'ko-KR', timezoneId: 'Asia/Seoul', ...options })
        const cookies = cookie
          .split('; ')
          .filter(Boolean)
          .map((pair) => {
            const [name = '', ...value] = pair.split('=')
            return { name, value: value.join('='), url: ready.web }
          })
        await context.addCookies(cookies)
        return context
      },
    })
  } finally {
    await browser.close()
    await stack.close()
    rmSync(home, { recursive: true, force: true })
  }
}
