/** Keys that the stack makes for itself: pairs for the signed calls both ways, and for Web Push. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import * as pulumi from '@pulumi/pulumi'
import * as tls from '@pulumi/tls'

/** An Ed25519 pair as the two sides read it: the signer a JWK, the other side a key set. */
export interface SigningPair {
  readonly signingKey: pulumi.Output<string>
  readonly publicKeys: pulumi.Output<string>
}

/** `kids`: of all pairs whose public half is handed out; the first one signs. */
export function signingPair(
  name: string,
  kids: readonly string[],
  options: pulumi.CustomResourceOptions,
): SigningPair {
  const pems = kids.map(
    (kid) => new tls.PrivateKey(`${name}-${kid}`, { algorithm: 'ED25519' }, options).privateKeyPem,
  )
  const [signing] = pems
  const [signingKid] = kids
  if (signing === undefined || signingKid === undefined) throw new Error(`${name} has no signing key.`)
  return {
    signingKey: pulumi.secret(signing.apply((pem) => JSON.stringify(privateJwk(pem, signingKid)))),
    publicKeys: pulumi
      .all(pems)
      .apply((all) => JSON.stringify({ keys: all.map((pem, index) => publicJwk(pem, kids[index] ?? '')) })),
  }
}

/** The application server key of Web Push (RFC 8292): P-256, both halves base64url. */
export function vapidPair(name: string, options: pulumi.CustomResourceOptions) {
  const key = new tls.PrivateKey(name, { algorithm: 'ECDSA', ecdsaCurve: 'P256' }, options)
  return {
    publicKey: key.privateKeyPem.apply((pem) => vapidKeys(pem).publicKey),
    privateKey: pulumi.secret(key.privateKeyPem.apply((pem) => vapidKeys(pem).privateKey)),
  }
}

export function privateJwk(pem: string, kid: string) {
  return { ...createPrivateKey(pem).export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' }
}

export function publicJwk(pem: string, kid: string) {
  return { ...createPublicKey(pem).export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' }
}

/** The public half is the uncompressed point: 0x04, x, y. */
export function vapidKeys(pem: string): { readonly publicKey: string; readonly privateKey: string } {
  const { x = '', y = '', d = '' } = createPrivateKey(pem).export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return { publicKey: point.toString('base64url'), privateKey: d }
}
