/**
 * Words that are not part of the first load: a chapter comes with the first page that speaks it (see `app.tsx`), and
 * from then on in every language that the reader changes to.
 */
import type { Locale } from '@sage/db/vocabulary'
import type { admin } from './chapters/admin.ko.ts'
import type { notifications } from './chapters/notifications.ko.ts'
import type { pages } from './chapters/pages.ko.ts'
import type { portfolio } from './chapters/portfolio.ko.ts'
import type { record } from './chapters/record.ko.ts'

interface Korean {
  readonly admin: typeof admin
  /** Every page but the first needs some of these. */
  readonly pages: typeof pages
  readonly notifications: typeof notifications
  readonly portfolio: typeof portfolio
  readonly record: typeof record
}

export type Chapter = keyof Korean
/** A chapter in any language: the keys of the Korean one. */
export type Words<Name extends Chapter> = Readonly<Record<keyof Korean[Name], string>>
export type ChapterKey = { [Name in Chapter]: keyof Korean[Name] }[Chapter]

type Load<Name extends Chapter> = () => Promise<Words<Name>>

export const chapters: { readonly [Name in Chapter]: Readonly<Record<Locale, Load<Name>>> } = {
  admin: {
    ko: async () => (await import('./chapters/admin.ko.ts')).admin,
    en: async () => (await import('./chapters/admin.en.ts')).admin,
  },
  pages: {
    ko: async () => (await import('./chapters/pages.ko.ts')).pages,
    en: async () => (await import('./chapters/pages.en.ts')).pages,
  },
  notifications: {
    ko: async () => (await import('./chapters/notifications.ko.ts')).notifications,
    en: async () => (await import('./chapters/notifications.en.ts')).notifications,
  },
  portfolio: {
    ko: async () => (await import('./chapters/portfolio.ko.ts')).portfolio,
    en: async () => (await import('./chapters/portfolio.en.ts')).portfolio,
  },
  record: {
    ko: async () => (await import('./chapters/record.ko.ts')).record,
    en: async () => (await import('./chapters/record.en.ts')).record,
  },
}
