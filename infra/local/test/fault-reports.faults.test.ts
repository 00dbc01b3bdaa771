/** The web app as it is built for Sentry, in a real browser under its own policy. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Front, startFront } from '../src/front.ts'
import { freePort } from '../src/ports.ts'
import { nodeProgram, repository } from '../src/repository.ts'
import { type SentryStandIn, startSentry } from '../src/stand-ins/sentry.ts'
import { openBrowser, visit } from './browser.ts'
import { cookiesOf } from './journeys/journey.ts'
import { ready, signIn } from './stack.ts'

const out = mkdtempSync(join(tmpdir(), 'sage-web-sentry-'))
let sentry: SentryStandIn
let front: Front
let browser: Browser

beforeAll(async () => {
  sentry = await startSentry({ port: 0 })
  const vite = join(repository, 'node_modules/vite/bin/vite.js')
  const built = spawnSync(nodeProgram, [vite, 'build', '--outDir', out, '--emptyOutDir'], {
    cwd: join(repository, 'web'),
    env: { ...process.env, NODE_ENV: 'production', VITE_SENTRY_DSN: sentry.dsn, VITE_RELEASE: 'c0ffee' },
    encoding: 'utf8',
  })
  expect(built.status, built.stderr).toBe(0)
  const port = await freePort()
  front = await startFront({ port, edge: ready().edge, origin: `http://127.0.0.1:${port}`, webRoot: out })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await front.close()
  await sentry.close()
  rmSync(out, { recursive: true, force: true })
})

it('keeps the first load of /chat to its budget, loads the reporter later, and tells of what nobody caught', async () => {
  const { page, context, complaints } = await visit(browser)
  // Cookies know no ports: the session of the stack's own front is good here as well.
  await context.addCookies(cookiesOf(await signIn()))
  const scripts: { readonly path: string; readonly size: Promise<number> }[] = []
  const weigh = (response: Response) => {
    const path = new URL(response.url()).pathname
    if (!path.endsWith('.js')) return
    scripts.push({ path, size: response.body().then((body) => gzipSync(body).length) })
  }
  page.on('response', weigh)
  const isReporter = (name: string) => name.includes('/fault-reports-')
  await page.goto(`${front.url}/chat?question=secret`)
  await page.getByTestId('quote-BTC').waitFor()
  // What still loads when the page closes has no body.
  page.off('response', weigh)
  const sizes = await Promise.all(scripts.filter(({ path }) => !isReporter(path)).map(({ size }) => size))
  const first = sizes.reduce((sum, size) => sum + size, 0)
  expect(first).toBeGreaterThan(50_000)
  expect(first).toBeLessThan(120_000)
  await page.evaluate(`setTimeout(() => { throw new TypeError('cannot read "내 비밀" of kim@example.com') })`)
  await expect.poll(() => sentry.received().length, { timeout: 20_000 }).toBe(1)
  const begun = `performance.getEntriesByType('resource').find(({ name }) => name.includes('/fault-reports-'))?.startTime`
  expect(await page.evaluate(begun)).toBeGreaterThanOrEqual(3000)
  const [envelope] = sentry.received()
  expect(envelope?.events).toMatchObject([
    {
      release: 'c0ffee',
      platform: 'javascript',
      tags: { part: 'web', route: '/chat' },
      exception: { values: [{ type: 'TypeError', value: 'cannot read … of …' }] },
    },
  ])
  const [, ...lines] = envelope?.raw.split('\n') ?? []
  expect(lines.join('\n')).not.toMatch(/비밀|kim|secret|ip_address|cookie/)
  // The page's own policy let the report out; all that the console shows is the error itself.
  expect(complaints.filter((complaint) => /policy|CSP|refused to connect/i.test(complaint))).toEqual([])
  await context.close()
})
