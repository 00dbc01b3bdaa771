/**
 * The venue, in a process of its own: a WebSocket server whose frames are encoded before anyone asks for them, so that
 * sending costs next to nothing and a reader never waits for it. `/wire` gets all of them in large pieces, as fast as
 * they are taken; `/paced` gets them one by one at a steady pace.
 */
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { makeFrames } from './frames.ts'
import type { FromVenue } from './orders.ts'
import { paced } from './pace.ts'

const pieceBytes = 256 * 1024

const frames = makeFrames().map(encoded)
const all = Buffer.concat(frames)

/** A text frame as a server sends it: whole and not masked (RFC 6455, section 5.2). */
function encoded(text: string): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  if (length > 65_535) throw new Error('no frame of a venue is that long')
  const head = length < 126 ? [0x81, length] : [0x81, 126, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), payload])
}

function tell(message: FromVenue): void {
  process.send?.(message)
}

function sendAll(wire: Duplex): void {
  let sent = 0
  const more = () => {
    while (sent < all.length) {
      const piece = all.subarray(sent, sent + pieceBytes)
      sent += piece.length
      if (!wire.write(piece)) {
        wire.once('drain', more)
        return
      }
    }
  }
  more()
}

function sendPaced(wire: Duplex): void {
  const sentNs: string[] = []
  const startNs = process.hrtime.bigint()
  const timer = setInterval(() => {
    const due = Math.floor((Number(process.hrtime.bigint() - startNs) / 1e9) * paced.perSecond)
    while (sentNs.length < Math.min(due, paced.frames)) {
      const frame = frames[sentNs.length]
      sentNs.push(String(process.hrtime.bigint()))
      wire.write(frame)
    }
    if (sentNs.length < paced.frames) return
    clearInterval(timer)
    tell({ type: 'paced', sentNs })
  }, 1)
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const server = createServer()
server.on('upgrade', (request, wire, head) => {
  wire.on('error', () => wire.destroy())
  sockets.handleUpgrade(request, wire, head, (socket) => {
    // The reader says when it is ready.
    socket.once('message', () => (request.url?.startsWith('/paced') ? sendPaced(wire) : sendAll(wire)))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'string' || address === null) throw new Error('no port')
  tell({ type: 'listening', port: address.port })
})
process.on('disconnect', () => process.exit())
