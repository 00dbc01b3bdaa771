/**
 * Links, images and markup: the mentor never writes one, so the start of one ends the stream. Checked where a
 * character could open one.
 */

export type LinkScan = 'open' | 'none' | { readonly length: number }

const domains =
  'com|net|org|io|me|ai|co|kr|xyz|app|dev|info|biz|gg|ly|to|finance|exchange|link|site|online|shop|club|top|pro|cc|tv|us|uk|eu|ru|cn|jp|de|fr|id|gl|so|page|live|money|crypto|eth|trade|market|markets|fund|world|news|click|win|vip|tech|store|cloud|network|zone|im|sh|ws|지원|한국|닷컴'
const domain = new RegExp(`^\\.(?:${domains})(?![a-z0-9])`, 'iu')
const domainStart = /^\.[\p{L}]{0,10}$/u
/** Names of venues that look like a domain. */
const venueBefore = /(?:^|[^\p{L}.])(?:gate|alternative|sage|crypto)$/iu
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
    case '.': {
      if (!/[\p{L}\p{N}-]$/u.test(before)) return 'none'
      const bare = scanBareDomain(before, text, final)
      if (bare !== 'none') return bare
      if (!final && domainStart.test(text)) return 'open'
      const match = domain.exec(text)
      if (match === null || (venueBefore.test(before) && !text.slice(match[0].length).startsWith('/')))
        return 'none'
      return { length: match[0].length }
    }
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
 * A host with any ending: "evil.example/track", "promo.foobar". Prose has a space or a capital after its full
 * stop; abbreviations ("e.g.", "p.m.") have a single letter before it.
 */
function scanBareDomain(before: string, text: string, final: boolean): LinkScan {
  if (!/[a-z0-9][a-z0-9-]+$/i.test(before) || venueBefore.test(before)) return 'none'
  if (!final && /^\.[a-z][a-z0-9-]*$/.test(text) && text.length < longestLabel) return 'open'
  if (!final && text === '.') return 'open'
  const label = /^\.[a-z][a-z0-9-]+(?![a-z0-9-])/.exec(text)
  return label === null || /^\.(?:js|ts|py|net)\b/.test(text) ? 'none' : { length: label[0].length }
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
