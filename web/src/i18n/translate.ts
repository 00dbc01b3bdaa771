/** Messages with `{name}` in them. Catalogues are typed, so that a missing key does not compile. */
import type { Locale } from '@sage/db/vocabulary'
import type { Catalogue, MessageKey } from './ko.ts'

export type Values = Readonly<Record<string, string | number>>

/** `{count:day:days}` is the word for one or for any other `count`, as the language's own rules have it. */
const slot = /\{(\w+)(?::([^{}:]*):([^{}:]*))?\}/g
const plurals: Readonly<Record<Locale, Intl.PluralRules>> = {
  ko: new Intl.PluralRules('ko'),
  en: new Intl.PluralRules('en'),
}

export function translate(
  catalogue: Catalogue,
  locale: Locale,
  key: MessageKey,
  values: Values = {},
): string {
  // A chapter that is not open yet: its key says more than nothing.
  return (catalogue[key] ?? key).replace(slot, (whole, name: string, one?: string, other?: string) => {
    const value = values[name]
    if (value === undefined) return whole
    if (one === undefined || other === undefined) return String(value)
    return plurals[locale].select(Number(value)) === 'one' ? one : other
  })
}

/** The message cut at `{name}`, for sentences with a link in the middle. */
export function segments(message: string): { readonly text?: string; readonly name?: string }[] {
  return message
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { name: piece.slice(1, -1) } : { text: piece }))
}
