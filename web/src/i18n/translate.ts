/** Messages with `{name}` in them. Catalogues are typed, so that a missing key does not compile. */
import type { Catalogue, MessageKey } from './ko.ts'

export type Values = Readonly<Record<string, string | number>>

export function translate(catalogue: Catalogue, key: MessageKey, values: Values = {}): string {
  // A chapter that is not open yet: its key says more than nothing.
  return (catalogue[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The message cut at `{name}`, for sentences with a link in the middle. */
export function segments(message: string): { readonly text?: string; readonly name?: string }[] {
  return message
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{\w+\}$/.test(piece) ? { name: piece.slice(1, -1) } : { text: piece }))
}
