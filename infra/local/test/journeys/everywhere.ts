/** Every page of the app, one after the other in one browser: signed out where that matters, then as an administrator. */
import type { Browser, Page } from 'playwright-core'
import { open, type Place, placesOf } from '../../browser/places.ts'
import { adminEmail } from '../accounts/admin-email.ts'
import { visit } from '../browser.ts'
import { trade } from '../portfolio/desk.ts'
import { allEvents, misbehave, type Person, ready, signIn } from '../stack.ts'
import { axeFindings } from './axe.ts'
import { cookiesOf } from './journey.ts'

export interface Resident {
  readonly person: Person
  readonly places: readonly Place[]
}

/** An administrator with an answer that leans somewhere, a trade and a rule, so that no page is empty. */
export async function resident(): Promise<Resident> {
  const person = await signIn(adminEmail)
  await misbehave('claude', { latencyMs: 20, tokensPerSecond: 500, lean: 'buy' })
  const { id } = await person.newChat()
  await allEvents(await person.ask(id, '지금 BTC를 더 사도 될까?'))
  await misbehave('claude', { reset: true })
  await trade(person, { symbol: 'ETH', side: 'buy', usdt: '1000' })
  const rule = { kind: 'change_1h', symbol: 'DOGE', threshold: '50' }
  await person.request('/api/alert-rules', { method: 'POST', body: JSON.stringify(rule) })
  return { person, places: placesOf(id) }
}

export interface Look {
  readonly locale: 'ko' | 'en'
  readonly width: number
  readonly height?: number
}

/** Calls `look` on each place. The person's language is Korean again afterwards. */
export async function everywhere(
  browser: Browser,
  { person, places }: Resident,
  { locale, width, height }: Look,
  look: (page: Page, place: Place) => Promise<void>,
): Promise<void> {
  const speak = (to: 'ko' | 'en') =>
    person.request('/api/users/me', { method: 'PATCH', body: JSON.stringify({ locale: to }) })
  await speak(locale)
  const { page, context } = await visit(browser, {
    locale: locale === 'ko' ? 'ko-KR' : 'en-US',
    width,
    ...(height === undefined ? {} : { height }),
  })
  try {
    for (const isOutside of [true, false]) {
      const there = places.filter((place) => (place.isOutside ?? false) === isOutside)
      if (!isOutside) {
        await page.goto('about:blank')
        await context.addCookies(cookiesOf(person))
      }
      for (const place of there) {
        await open(page, ready().web, place)
        await look(page, place)
      }
    }
  } finally {
    await context.close()
    await speak('ko')
  }
}

const themes = ['light', 'dark'] as const

/** What axe finds in both themes, each with the place's name. */
export async function findingsIn(page: Page, { name }: Place): Promise<string[]> {
  const told: string[] = []
  for (const theme of themes) {
    // As the app itself does for a reader who has chosen.
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    // A theme changes nothing but colours.
    const findings = await axeFindings(page, theme === 'light' ? 'all' : 'contrast')
    told.push(...findings.map((finding) => `${name}, ${theme}: ${finding}`))
  }
  return told
}
