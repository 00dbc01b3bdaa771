/** A WebSocket client for the stand-ins' tests: frames arrive in a queue, so that nothing is missed or slept for. */
import { once } from 'node:events'
import WebSocket from 'ws'
import * as z from 'zod'

const Frame = z.record(z.string(), z.unknown())
export type Frame = z.infer<typeof Frame>

export async function openClient(url: string, options: { readonly autoPong?: boolean } = {}) {
  const socket = new WebSocket(url, options)
  const texts: string[] = []
  let wake: () => void = () => undefined
  socket.on('message', (data) => {
    texts.push(String(data))
    wake()
  })
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => {
      resolve(code)
      wake()
    })
  })
  await once(socket, 'open')

  /** The next frame as text; rejects once the socket is closed and empty. */
  async function nextText(): Promise<string> {
    for (;;) {
      const text = texts.shift()
      if (text !== undefined) return text
      if (socket.readyState === WebSocket.CLOSED) throw new Error('the socket closed')
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  return {
    socket,
    closed,
    nextText,
    send: (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    /** The next frame that fits; others are dropped. */
    async next(fits: (frame: Frame) => boolean = () => true): Promise<Frame> {
      for (;;) {
        const frame = Frame.parse(JSON.parse(await nextText()))
        if (fits(frame)) return frame
      }
    },
    close: () => socket.terminate(),
  }
}

export async function control(url: string, patch: unknown): Promise<{ status: number; body: Frame }> {
  const response = await fetch(`${url}/__control`, { method: 'POST', body: JSON.stringify(patch) })
  return { status: response.status, body: Frame.parse(await response.json()) }
}

export async function getJson(url: string): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(url)
  return { status: response.status, headers: response.headers, body: await response.json() }
}
