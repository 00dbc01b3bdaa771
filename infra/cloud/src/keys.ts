/** Keys that the stack makes for itself: pairs for the signed calls both ways, and for Web Push. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import * as pulumi from '@pulumi/pulumi'
import * as tls from '@pulumi/tls'

/** An Ed25519 pair as the two sides read it: the signer a JWK, the other side a key set. */
export interface SigningPair {
  readonly signingKey: pulumi.Output<string>
  readonly publicKeys: pulumi.Output<string>
}

/** `kid` names the pair in every token, so that two can be valid at once while one replaces the other. */
export function signingPair(name: string, kid: string, options: pulumi.CustomResourceOptions): SigningPair {
  const key = new tls.PrivateKey(name, { algorithm: 'ED25519' }, options)
  return {
    signingKey: pulumi.secret(key.privateKeyPem.apply((pem) => JSON.stringify(privateJwk(pem, kid)))),
    publicKeys: key.privateKeyPem.apply((pem) => JSON.stringify({ keys: [publicJwk(pem, kid)] })),
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
