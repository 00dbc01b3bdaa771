/** What a push service checks of the sender (RFC 8292): his signature, for whom it is and until when. */
import { importJWK, jwtVerify } from 'jose'

const header = /^vapid t=([\w-]+\.[\w-]+\.[\w-]+), ?k=([\w-]+)$/

/** A sender uses one token for hours, and many times a second: it is verified once a minute. */
const goodForMs = 60_000
const known = new Map<string, number>()

/** Why the sender is not let in; `undefined` where he is. */
export async function objectionTo(
  authorization: string | undefined,
  origin: string,
): Promise<string | undefined> {
  const key = `${origin} ${authorization}`
  if ((known.get(key) ?? 0) > Date.now()) return undefined
  const objection = await verify(authorization, origin)
  if (objection === undefined) {
    if (known.size > 100) known.clear()
    known.set(key, Date.now() + goodForMs)
  }
  return objection
}

async function verify(authorization: string | undefined, origin: string): Promise<string | undefined> {
  const [, token, key] = header.exec(authorization ?? '') ?? []
  if (token === undefined || key === undefined) return 'no vapid header'
  const point = Buffer.from(key, 'base64url')
  if (point.length !== 65 || point[0] !== 4) return 'the key is no point'
  const half = (from: number) => point.subarray(from, from + 32).toString('base64url')
  try {
    const publicKey = await importJWK({ kty: 'EC', crv: 'P-256', x: half(1), y: half(33) }, 'ES256')
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: ['ES256'],
      audience: origin,
      maxTokenAge: '24h',
    })
    if (!/^(mailto:|https:)/.test(payload.sub ?? '')) return 'no subject'
    if ((payload.exp ?? Number.POSITIVE_INFINITY) > Date.now() / 1000 + 24 * 3600) return 'lives too long'
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'not verified'
  }
}
