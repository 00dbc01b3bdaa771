/** The reader's language and time zone, and what is written in them. */
import { Locale } from '@sage/db/vocabulary'
import { create } from 'zustand'
import { readStored, writeStored } from '../lib/stored.ts'
import { type Chapter, chapters } from './chapters.ts'
import { type Formats, formatsOf } from './format.ts'
import type { Catalogue, MessageKey } from './ko.ts'
import { translate, type Values } from './translate.ts'

interface Language {
  readonly locale: Locale
  readonly timeZone: string
  readonly catalogue: Catalogue
  readonly formats: Formats
}

const storageKey = 'sage.locale'
const loaders = {
  ko: async () => (await import('./ko.ts')).ko,
  en: async () => (await import('./en.ts')).en,
} as const

/** The chapters that were opened, which every further language is loaded with. */
const opened = new Set<Chapter>()

const useLanguage = create<Language | undefined>(() => undefined)

/** The language chosen in this browser, or else the browser's own. */
export function preferredLocale(): Locale {
  const stored = Locale.safeParse(readStored(storageKey))
  if (stored.success) return stored.data
  return navigator.language.startsWith('ko') ? 'ko' : 'en'
}

/** Loads the words of `locale` and shows them. Resolves once they are on screen. */
export async function speak(locale: Locale, timeZone?: string): Promise<void> {
  const current = useLanguage.getState()
  const zone = knownZone(timeZone) ?? current?.timeZone ?? browserTimeZone()
  if (current?.locale === locale && current.timeZone === zone) return
  // The Korean face comes by itself, also for readers of English: names and chats may be Korean.
  void import('../fonts-ko.css')
  let known: number
  let catalogue: Catalogue
  do {
    known = opened.size
    catalogue = await catalogueOf(locale)
    // A chapter that was opened meanwhile belongs to it too.
  } while (opened.size !== known)
  writeStored(storageKey, locale)
  document.documentElement.lang = locale
  useLanguage.setState({ locale, timeZone: zone, catalogue, formats: formatsOf(locale, zone) }, true)
}

/** Loads the words of `chapter`. Resolves once they can be spoken. */
export async function openChapter(chapter: Chapter): Promise<void> {
  opened.add(chapter)
  for (;;) {
    const { locale } = useLanguage.getState() ?? {}
    if (locale === undefined) return
    const words = await chapters[chapter][locale]()
    const current = useLanguage.getState()
    // The reader may have changed the language meanwhile.
    if (current?.locale !== locale) continue
    useLanguage.setState({ ...current, catalogue: { ...current.catalogue, ...words } }, true)
    return
  }
}

async function catalogueOf(locale: Locale): Promise<Catalogue> {
  const [core, ...words] = await Promise.all([
    loaders[locale](),
    ...[...opened].map((chapter) => chapters[chapter][locale]()),
  ])
  return Object.assign({}, core, ...words)
}

export function browserTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

function knownZone(timeZone: string | undefined): string | undefined {
  if (timeZone === undefined) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

export interface Speech extends Omit<Language, 'catalogue'> {
  readonly t: (key: MessageKey, values?: Values) => string
  /** Whether there are words for `key`, which comes from elsewhere. */
  readonly isKey: (key: string) => key is MessageKey
}

/** The language that is spoken now. */
export function useSpeech(): Speech {
  const language = useLanguage()
  if (!language) throw new Error('the app is shown before its language is loaded')
  const { catalogue, locale, timeZone, formats } = language
  return {
    locale,
    timeZone,
    formats,
    t: (key, values) => translate(catalogue, locale, key, values),
    isKey: (key): key is MessageKey => Object.hasOwn(catalogue, key),
  }
}
