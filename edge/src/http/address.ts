/** The network address of whoever asks. */

/** As Cloudflare tells it, which no client can set; `unknown` where nothing stands before the Worker. */
export function addressOf(headers: Headers): string {
  return headers.get('CF-Connecting-IP') ?? 'unknown'
}

/** HMAC-SHA256 in hex: two are the same or not, but the few addresses that exist cannot be tried without the key. */
export async function hashedAddress(address: string, secret: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(`consent address ${address}`))
  return [...new Uint8Array(mac)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
