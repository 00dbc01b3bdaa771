/** The part of `http_ece` that is used: decryption as a browser does it (RFC 8188, RFC 8291). */
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto'

  export interface Parameters {
    readonly version: 'aes128gcm'
    readonly privateKey: ECDH
    /** The subscription's `auth` secret, base64url. */
    readonly authSecret: string
  }

  const ece: { decrypt(body: Buffer, parameters: Parameters): Buffer }
  export default ece
}
