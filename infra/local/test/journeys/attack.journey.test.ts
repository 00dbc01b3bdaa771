/** Hostile text wherever text is shown, in a real browser: nothing of it runs, and nobody else is asked for anything. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { misbehave, ready } from '../stack.ts'
import { ask, begin, expectNoFaults } from './journey.ts'

let browser: Browser
beforeAll(async () => {
  await misbehave('claude', { latencyMs: 20, tokensPerSecond: 500 })
  browser = await openBrowser()
})
afterAll(async () => {
  await misbehave('claude', { scripted: [], mentor: [] })
  await browser.close()
})

const evil = 'https://evil.example'
/** One line each, so that any field takes them. */
const hostile = [
  '<script>window.pwned = 1</script>',
  `<img src=x onerror="window.pwned = 1"><img src="${evil}/beacon.png">`,
  `<svg onload="window.pwned = 1"><use href="${evil}/x.svg#a"/></svg>`,
  `[click](javascript:window.pwned=1) [click](data:text/html,<script>window.pwned=1</script>) [ok](${evil}/)`,
  `![beacon](${evil}/beacon.png) ![x](javascript:window.pwned=1)`,
  `<iframe src="${evil}/"></iframe><link rel=stylesheet href="${evil}/x.css"><style>@import "${evil}/y.css"</style>`,
  `<a href="${evil}/" ping="${evil}/ping" onmouseover="window.pwned=1">x</a>`,
  '\u202eevil\u2066 right-to-left',
  'w'.repeat(600),
  '| a | b |\n|---|---|\n| <b onclick="window.pwned=1">x</b> | `</script><script>window.pwned=1</script>` |',
]

it('hostile markdown and HTML in questions, answers, titles and names stay words', {
  timeout: 60_000,
}, async () => {
  const journey = await begin(browser, '/chat')
  const { page, person } = journey
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('popup', (popup) => asked.push(popup.url()))
  page.on('dialog', (dialog) => {
    asked.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })

  await misbehave('claude', { scripted: [hostile.join('\n\n')] })
  await ask(page, hostile.join('\n\n').slice(0, 3900))
  expect(await page.getByTestId('question').first().textContent()).toContain(
    '<script>window.pwned = 1</script>',
  )

  const chatId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  for (const title of hostile.slice(0, 3)) {
    const body = JSON.stringify({ title: title.slice(0, 120) })
    expect((await person.request(`/api/chats/${chatId}`, { method: 'PATCH', body })).status).toBe(200)
  }
  await page.reload()
  await page.getByTestId('question').first().waitFor()
  await hoverEverything(page)
  await page.goto(`${ready().web}/chat`)
  await page.getByText('<svg onload').first().waitFor()

  expect(await page.evaluate('window.pwned')).toBeUndefined()
  const strangers = asked.filter(
    (url) => !url.startsWith(`${ready().web}/`) && !url.startsWith('data:image/'),
  )
  expect(strangers).toEqual([])
  await expectNoFaults(journey)
  await journey.context.close()
})

/** What waits for a pointer gets one. */
async function hoverEverything(page: Page): Promise<void> {
  for (const link of await page.locator('main a, main button').all()) {
    if (await link.isVisible()) await link.hover({ trial: true, timeout: 2000 }).catch(() => {})
  }
  // Links that somebody may follow lead out only by https, in a tab that knows nothing of this one.
  const links = await page
    .locator('main a[href]')
    .evaluateAll((all) =>
      all.map((each) => ({ href: each.getAttribute('href') ?? '', rel: each.getAttribute('rel') ?? '' })),
    )
  for (const { href, rel } of links) {
    expect(href).toMatch(/^(\/|#|https:\/\/)/)
    if (href.startsWith('https:')) expect(rel).toMatch(/noopener|noreferrer/)
  }
}
