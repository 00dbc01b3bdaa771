/** A network between the gateway and PostgreSQL that can stop carrying anything without closing a connection. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface FreezingProxy {
  /** `url` with the proxy's address in it. */
  through(url: string): string
  /** From now on nothing arrives, on old connections and on new ones. */
  freeze(): void
  thaw(): void
  close(): void
}

export async function startFreezingProxy(databaseUrl: string): Promise<FreezingProxy> {
  const { hostname, port } = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let frozen = false
  const adopt = (socket: Socket, peer: Socket) => {
    sockets.add(socket)
    socket.on('data', (data) => peer.write(data))
    socket.on('close', () => {
      sockets.delete(socket)
      peer.destroy()
    })
    socket.on('error', () => peer.destroy())
  }
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    adopt(client, upstream)
    adopt(upstream, client)
    // A listener for data sets a socket flowing.
    if (frozen) for (const socket of [client, upstream]) socket.pause()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    through(url) {
      const proxied = new URL(url)
      proxied.port = String(address.port)
      return proxied.href
    },
    freeze() {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw() {
      frozen = false
      for (const socket of sockets) socket.resume()
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
