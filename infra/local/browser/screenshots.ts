/**
 * `npm run screenshots [-- NAME,NAME]`: pictures of every page (or of those named) in `docs/images`, phone and
 * desktop, light and dark, Korean and English, from a stack of its own with a replayed market and the demo mentor.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { repository } from '../src/repository.ts'
import { type OwnStack, withOwnStack } from './own-stack.ts'
import { open, type Place, placesOf } from './places.ts'
import { fillRecord, moveIn, type Resident } from './resident.ts'

/** CSS pixels; `scale` is that of the picture. */
const screens = {
  phone: { width: 360, height: 760, scale: 2 },
  desktop: { width: 1440, height: 900, scale: 1 },
} as const
const languages = { ko: 'ko-KR', en: 'en-US' } as const
/** Whoever lives here is an administrator too, so that their pages are seen. */
const residents = { ko: 'minji@example.com', en: 'alex@example.com' } as const

const only = process.argv[2]?.split(',')
const out = join(repository, 'docs', 'images')

mkdirSync(out, { recursive: true })
await withOwnStack(
  async (stack) => {
    await stack.control('claude', { latencyMs: 0, tokensPerSecond: 2000, lean: 'buy' })
    await fillRecord(stack)
    const ko = await moveIn(stack, residents.ko, 'ko')
    const en = await moveIn(stack, residents.en, 'en')
    await lurch(stack, ko)
    for (const [locale, resident] of Object.entries({ ko, en }) as ['ko' | 'en', Resident][]) {
      for (const [screen, { width, height, scale }] of Object.entries(screens)) {
        const look = {
          locale: languages[locale],
          viewport: { width, height },
          deviceScaleFactor: scale,
          reducedMotion: 'reduce',
          serviceWorkers: 'block',
        } as const
        const places = placesOf(resident.chatId).filter(({ name, isView }) => only?.includes(name) ?? !isView)
        for (const isOutside of [true, false]) {
          const context = await stack.visitor(isOutside ? '' : resident.cookie, look)
          const there = places.filter((place) => (place.isOutside ?? false) === isOutside)
          await takeAll(context, stack.ready.web, there, `${screen}-%-${locale}`)
          await context.close()
        }
      }
    }
  },
  { ADMIN_EMAILS: Object.values(residents).join(',') },
)

/** DOGE jumps, and both residents are told of it. */
async function lurch(stack: OwnStack, { cookie }: Resident): Promise<void> {
  await stack.control('binance', { path: { DOGE: [['+0s', '+11%']] } })
  for (let attempt = 0; attempt < 60; attempt += 1) {
    if (JSON.parse(await stack.call(cookie, 'GET', '/api/notifications')).notifications.length > 1) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('DOGE jumped, and nobody was told within 30 s.')
}

/** `%` in `look` stands for the theme. */
async function takeAll(
  context: BrowserContext,
  origin: string,
  places: readonly Place[],
  look: string,
): Promise<void> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  for (const place of places) {
    await open(page, origin, place)
    for (const theme of ['light', 'dark']) {
      // As the app itself does for a reader who has chosen.
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
      // Charts follow a frame later, and the picture is of what was drawn last.
      await page.waitForTimeout(250)
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 78 })
      const name = `${place.name}-${look.replace('%', theme)}.webp`
      writeFileSync(join(out, name), Buffer.from(data, 'base64'))
      console.log(name)
    }
  }
  await page.close()
}
