/** Hands a request to another HTTP server on this machine and its answer back, both as streams. */
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** Headers that belong to one connection only (RFC 9110, section 7.6.1). */
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
// A connection for every request: one kept alive could be the one that a restarted server has just closed.
const agent = new Agent({ keepAlive: false })

export interface Target {
  readonly port: number
  readonly path: string
  /** Replace what the client sent. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Resolves when the exchange is over: `answered`, cut short on either side included, or `unreachable` if the server
 * did not answer at all and nothing was sent yet. A client that leaves ends the upstream request; an upstream
 * that is cut cuts the client, so that a broken answer never looks like a complete one.
 */
export function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: Target,
): Promise<'answered' | 'unreachable'> {
  return new Promise((resolve) => {
    const upstream = request({
      host: '127.0.0.1',
      port: target.port,
      path: target.path,
      method: incoming.method ?? 'GET',
      headers: { ...withoutConnection(incoming.headers), ...target.headers },
      agent,
    })
    outgoing.once('close', () => {
      upstream.destroy()
      resolve('answered')
    })
    upstream.once('error', () => {
      if (!outgoing.headersSent && !outgoing.destroyed) resolve('unreachable')
      else outgoing.destroy()
    })
    upstream.once('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 502, withoutConnection(response.headers))
      outgoing.flushHeaders()
      response.once('error', () => outgoing.destroy())
      response.pipe(outgoing)
    })
    incoming.pipe(upstream)
  })
}

function withoutConnection(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !connectionHeaders.has(name)) kept[name] = value
  }
  return kept
}
