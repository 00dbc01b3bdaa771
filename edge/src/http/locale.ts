import type { Locale } from '@sage/db/vocabulary'

/** Korean unless the browser prefers English to it. `header` as RFC 9110 writes `Accept-Language`. */
export function preferredLocale(header: string | undefined): Locale {
  const ranges = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters
        .map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1])
        .find((text) => text !== undefined)
      return { language: tag.split('-')[0], weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ language, weight }) => (language === 'ko' || language === 'en') && weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return ranges[0]?.language === 'en' ? 'en' : 'ko'
}
