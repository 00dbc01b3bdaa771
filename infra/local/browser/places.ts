/** Every page of the app, and how it is known that a page is all there. */
import type { Page } from 'playwright-core'

export interface Place {
  readonly name: string
  readonly path: string
  /** A selector that stands for the page's contents; absent where they come with the page. */
  readonly ready?: string
  /** One more view of a page that has been named already. */
  readonly isView?: true
  /** For whoever is not signed in. */
  readonly isOutside?: true
}

/**
 * For an administrator with trades, notifications and a rule.
 * `chatId`: a chat of theirs with an answer that carries a signal.
 */
export function placesOf(chatId: string): readonly Place[] {
  return [
    {
      name: 'landing',
      path: '/',
      ready: 'section[aria-labelledby=live-market] a .tabular-nums',
      isOutside: true,
    },
    { name: 'sign-in', path: '/sign-in', isOutside: true },
    { name: 'chat-new', path: '/chat' },
    { name: 'chat', path: `/chat/${chatId}`, ready: '[data-testid=answer] [data-testid=fact]' },
    { name: 'market', path: '/market', ready: 'main a .tabular-nums' },
    { name: 'coin', path: '/market/BTC', ready: 'canvas' },
    { name: 'portfolio', path: '/portfolio', ready: '[data-testid=trade]' },
    { name: 'record', path: '/record', ready: 'main h2' },
    { name: 'notifications', path: '/notifications', ready: 'main li, main h2' },
    { name: 'rules', path: '/notifications/rules', ready: '[data-testid=rule]' },
    { name: 'channels', path: '/notifications/channels', ready: 'main fieldset' },
    { name: 'settings', path: '/settings', ready: 'select' },
    { name: 'status', path: '/status', ready: 'main li' },
    { name: 'admin', path: '/admin', ready: 'main table' },
    { name: 'admin-reviews', path: '/admin/reviews', isView: true },
    { name: 'admin-feeds', path: '/admin/feeds', isView: true },
    { name: 'admin-users', path: '/admin/users', ready: 'main table', isView: true },
    { name: 'admin-deliveries', path: '/admin/deliveries', isView: true },
    { name: 'admin-parked', path: '/admin/parked', isView: true },
    { name: 'admin-audit', path: '/admin/audit', isView: true },
    { name: 'terms', path: '/legal/terms' },
    { name: 'privacy', path: '/legal/privacy' },
    { name: 'risk', path: '/legal/risk' },
    { name: 'not-found', path: '/nowhere' },
    { name: 'offline', path: '/offline' },
  ]
}

/** Opens a place, without a reload where the app is open already, and waits until nothing of it is missing. */
export async function open(page: Page, origin: string, { path, ready }: Place): Promise<void> {
  if (page.url().startsWith(origin)) await page.evaluate(`history.pushState(null, '', '${path}')`)
  else await page.goto(origin + path)
  await page.locator('h1').first().waitFor()
  if (ready !== undefined) await page.locator(ready).first().waitFor()
  const hasTicker = (await page.locator('aside').count()) > 0
  if (hasTicker) await page.getByTestId('quote-BTC').locator('.tabular-nums').first().waitFor()
  await page.locator('.animate-breathe').first().waitFor({ state: 'detached' })
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}
