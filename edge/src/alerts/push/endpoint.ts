/**
 * Which addresses a push may go to. A subscription comes from a browser, that is from anybody: an endpoint that is not
 * a known push service would let him choose whom our servers call.
 */

/** Google, Apple, Microsoft and Mozilla; a leading `*.` stands for one label or more. */
const services = [
  'fcm.googleapis.com',
  'android.googleapis.com',
  '*.push.apple.com',
  '*.notify.windows.com',
  'updates.push.services.mozilla.com',
] as const

/**
 * The endpoint in its normal form, or `undefined` where no push may go. `extraOrigins` are other push services, as
 * origins (`http://127.0.0.1:4321`). Otherwise only https on port 443, without user and password, on a known host.
 */
export function allowedEndpoint(text: string, extraOrigins: ReadonlySet<string>): string | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined
  if (extraOrigins.has(url.origin)) return url.href
  if (url.protocol !== 'https:' || url.port !== '') return undefined
  return services.some((service) => isOf(url.hostname, service)) ? url.href : undefined
}

function isOf(host: string, service: string): boolean {
  if (!service.startsWith('*.')) return host === service
  const domain = service.slice(1)
  return host.endsWith(domain) && host.length > domain.length
}
