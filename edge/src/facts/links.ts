/**
 * Links, images and markup: the mentor never writes one, so the start of one ends the stream. Checked where a
 * character could open one.
 */

export type LinkScan = 'open' | 'none' | { readonly length: number }

const domains =
  'com|net|org|io|me|ai|co|kr|xyz|app|dev|info|biz|gg|ly|to|finance|exchange|link|site|online|shop|club|top|pro|cc|tv|us|uk|eu|ru|cn|jp|de|fr|id|gl|so|page|live|money|crypto|eth|trade|market|markets|fund|world|news|click|win|vip|tech|store|cloud|network|zone|im|sh|ws|지원|한국|닷컴'
const domain = new RegExp(`^\\.(?:${domains})(?![a-z0-9])`, 'iu')
const bareDomain = /^\.(?!(?:js|ts|py|net)\b)[a-z][a-z0-9-]+(?![a-z0-9-])/
/** Names of venues, and our own, that look like an address. */
const venues = new Set(['gate.io', 'alternative.me', 'sage.ai', 'crypto.com'])
const schemes = [
  'http',
  'https',
  'ftp',
  'www.',
  'data:',
  'mailto:',
  'javascript:',
  'tel:',
  'ipfs:',
  'tg:',
  'magnet:',
]

/** Scans the start of `text`; `before` is shown already. */
export function scanLink(before: string, text: string, final: boolean): LinkScan {
  const first = text[0] ?? ''
  switch (first) {
    case '[': {
      const close = text.indexOf(']')
      if (close === -1) return final || text.length > 80 || text.includes('\n') ? 'none' : 'open'
      if (close + 1 === text.length && !final) return 'open'
      return /^[([:]/.test(text.slice(close + 1)) ? { length: close + 2 } : 'none'
    }
    case '!':
      if (text.length === 1 && !final) return 'open'
      return text[1] === '[' ? { length: 2 } : 'none'
    case '<':
      if (text.length === 1 && !final) return 'open'
      return /^<[\p{L}/!?]/u.test(text) ? { length: 2 } : 'none'
    case ':':
      if (text.length < 3 && !final && ':/'.startsWith(text.slice(0, 2)) && /\p{L}$/u.test(before))
        return 'open'
      return text.startsWith('://') ? { length: 3 } : 'none'
    case '/':
      if (text.length === 1 && !final) return 'open'
      return text.startsWith('//') ? { length: 2 } : 'none'
    case '@':
      if (text.length === 1 && !final) return 'open'
      return /^@[a-z0-9_]/i.test(text) ? { length: 2 } : 'none'
    case '&': {
      if (!final && /^&[#a-z0-9]{0,7}$/i.test(text) && !/^&[a-z]$/i.test(before))
        return text.length > 8 ? 'none' : 'open'
      const entity =
        /^&(?:#x?[0-9a-f]*;?|(?:frac\w*|half|num|percnt|dollar|sup\d|lt|gt|quot|nbsp|period|colon|sol|lpar|lsqb|lbrack|commat|comma|plus|minus);)/i.exec(
          text,
        )
      return entity === null ? 'none' : { length: entity[0].length }
    }
    default: {
      if (!/[a-z]/i.test(first) || /[\p{L}\p{N}]$/u.test(before)) return 'none'
      const lower = text.slice(0, 11).toLowerCase()
      for (const scheme of schemes) {
        if (
          lower.startsWith(scheme) &&
          (scheme !== 'data:' || /^data:[a-z]/i.test(text) || text.length === 5)
        ) {
          return scheme === 'data:' && text.length === 5 && !final ? 'open' : { length: scheme.length }
        }
        if (!final && scheme.startsWith(lower)) return 'open'
      }
      return 'none'
    }
  }
}

/** No label of a domain that a reader could open is longer in what a model writes. */
const longestLabel = 24

/**
 * An address without a scheme, from its first letter on: "evil.example/track", "promo.foobar", 세이지.한국. Prose has
 * a space or a capital after its full stop; abbreviations ("e.g.", "p.m.") have a single letter before it.
 */
export function scanHost(before: string, text: string, final: boolean): LinkScan {
  if (/[\p{L}\p{N}]$/u.test(before)) return 'none'
  const host = /^[\p{L}\p{N}-]+/u.exec(text)?.[0] ?? ''
  if (host === '' || host.length > longestLabel * 2) return 'none'
  const rest = text.slice(host.length)
  if (!final && (rest === '' || rest === '.')) return 'open'
  if (!/^\.[\p{L}]/u.test(rest)) return 'none'
  if (!final && /^\.[\p{L}\p{N}-]*$/u.test(rest) && rest.length < longestLabel) return 'open'
  const known = domain.exec(rest)?.[0]
  const bare = /[a-z0-9][a-z0-9-]$/i.test(host) ? bareDomain.exec(rest)?.[0] : undefined
  const label = known ?? bare
  if (label === undefined) return 'none'
  const address = `${host}${label}`.toLowerCase()
  return venues.has(address) && !/^[/?#]/.test(rest.slice(label.length))
    ? 'none'
    : { length: host.length + label.length }
}

/** The first labels of all addresses in `text`: `evil` in "open evil.example/track". */
export const hostsIn = (text: string): readonly string[] =>
  [...text.matchAll(/[a-z0-9-]{2,}(?=\.[a-z]{2})/gi)].map(([host]) => host.toLowerCase())

/** An address that the user wrote, from its first letter on, so that not even its host is repeated. */
export function scanSaidAddress(
  before: string,
  text: string,
  hosts: ReadonlySet<string>,
  final: boolean,
): LinkScan {
  if (hosts.size === 0 || /[\p{L}\p{N}]$/u.test(before)) return 'none'
  const word = /^[a-z0-9-]+/i.exec(text)?.[0].toLowerCase()
  if (word === undefined) return 'none'
  if (!final && word.length === text.length && [...hosts].some((host) => host.startsWith(word))) return 'open'
  if (!hosts.has(word)) return 'none'
  if (!final && text.length === word.length + 1 && text.endsWith('.')) return 'open'
  const address = /^[a-z0-9-]+\.[a-z][a-z0-9.-]*/i.exec(text)
  return address === null ? 'none' : { length: address[0].length }
}
