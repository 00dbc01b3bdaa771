import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Front, startFront } from './front.ts'
import { freePort } from './ports.ts'
import { precompress } from './precompress.ts'

let webRoot: string
let front: Front
let worker: Server
let workerPort: number
/** What the stand-in for the Worker does with the next request. */
let respond: (incoming: IncomingMessage, outgoing: ServerResponse) => void

const longScript = `export const words = ${JSON.stringify('sage '.repeat(1000))}`

beforeAll(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'sage-front-test-'))
  mkdirSync(join(webRoot, 'assets'))
  writeFileSync(join(webRoot, 'index.html'), '<title>Sage</title>')
  writeFileSync(join(webRoot, 'assets', 'app-1.js'), 'export {}')
  writeFileSync(join(webRoot, 'assets', 'long-1.js'), longScript)
  writeFileSync(join(webRoot, 'assets', 'face-1.woff2'), 'x'.repeat(5000))
  await precompress(webRoot)
  writeFileSync(
    join(webRoot, '_headers'),
    '/*\n  X-Frame-Options: DENY\n/assets/*\n  Cache-Control: immutable\n',
  )
})
afterAll(() => rmSync(webRoot, { recursive: true, force: true }))

beforeEach(async () => {
  workerPort = await freePort()
  worker = createServer((incoming, outgoing) => respond(incoming, outgoing))
  await new Promise<void>((resolve) => worker.listen(workerPort, '127.0.0.1', resolve))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  front = await startFront({ port, edge: `http://127.0.0.1:${workerPort}`, origin, webRoot })
})
afterEach(async () => {
  await front.close()
  worker.closeAllConnections()
  await new Promise((resolve) => worker.close(resolve))
})

describe('the front server', () => {
  it('passes a stream on piece by piece, not when it ends', async () => {
    let finish = () => {}
    respond = (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
      outgoing.write('data: first\n\n')
      finish = () => outgoing.end('data: last\n\n')
    }
    const response = await fetch(`${front.url}/api/chats/1/stream`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('data: first\n\n')
    finish()
    expect((await reader?.read())?.value).toBe('data: last\n\n')
    expect((await reader?.read())?.done).toBe(true)
  })

  it('lets the Worker know that a reader has gone away', async () => {
    const left = new Promise<void>((resolve) => {
      respond = (_incoming, outgoing) => {
        outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
        outgoing.write('data: first\n\n')
        outgoing.once('close', () => resolve())
      }
    })
    const controller = new AbortController()
    const response = await fetch(`${front.url}/api/market/stream`, { signal: controller.signal })
    await response.body?.getReader().read()
    controller.abort()
    await left
  })

  it('cuts a stream for the reader when the Worker cuts it, instead of ending it in good order', async () => {
    respond = (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
      outgoing.write('data: first\n\n', () => outgoing.socket?.destroy())
    }
    const response = await fetch(`${front.url}/api/chats/1/stream`)
    await expect(response.text()).rejects.toThrow()
  })

  it('hands on method, body, query and cookies, and brings redirects and every cookie back as they are', async () => {
    const seen: { url?: string; body?: string; cookie?: string; method?: string } = {}
    respond = async (incoming, outgoing) => {
      Object.assign(seen, { url: incoming.url, method: incoming.method, cookie: incoming.headers.cookie })
      seen.body = await text(incoming)
      outgoing.writeHead(302, { location: 'http://elsewhere/', 'set-cookie': ['a=1; Path=/', 'b=2; Path=/'] })
      outgoing.end()
    }
    const response = await fetch(`${front.url}/api/auth/signin/google?x=%20y`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: 'c=3' },
      body: 'csrfToken=1',
    })
    expect(seen).toEqual({
      url: '/api/auth/signin/google?x=%20y',
      method: 'POST',
      cookie: 'c=3',
      body: 'csrfToken=1',
    })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('http://elsewhere/')
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  })

  it('tells the Worker the true origin and address, whatever the client claims', async () => {
    let headers: IncomingMessage['headers'] = {}
    respond = (incoming, outgoing) => {
      headers = incoming.headers
      outgoing.end()
    }
    await fetch(`${front.url}/api/healthz`, {
      headers: { 'x-forwarded-host': 'evil.example', 'cf-connecting-ip': '203.0.113.9' },
    })
    expect(headers['x-forwarded-host']).toBe(new URL(front.url).host)
    expect(headers['cf-connecting-ip']).toBe('127.0.0.1')
  })

  it('answers in the shape of every other error while the Worker is away', async () => {
    await new Promise((resolve) => worker.close(resolve))
    const response = await fetch(`${front.url}/api/chats`)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({
      error: { code: 'unavailable', requestId: expect.any(String) },
    })
    worker.listen(workerPort, '127.0.0.1')
  })

  it('serves the app at every path that it routes by itself, and a missing asset as missing', async () => {
    for (const path of ['/', '/chat/0190-x', '/market/BTC']) {
      expect(await (await fetch(front.url + path)).text()).toBe('<title>Sage</title>')
    }
    expect((await fetch(`${front.url}/assets/gone-2.js`)).status).toBe(404)
    expect((await fetch(`${front.url}/_headers`)).status).toBe(404)
  })

  it("answers with production's headers and revalidates by ETag", async () => {
    const page = await fetch(`${front.url}/chat`)
    expect(page.headers.get('x-frame-options')).toBe('DENY')
    expect(page.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
    const asset = await fetch(`${front.url}/assets/app-1.js`)
    expect(asset.headers.get('cache-control')).toBe('immutable')
    const again = await fetch(`${front.url}/chat`, {
      headers: { 'if-none-match': page.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })

  it('sends other names for this machine to the one true origin', async () => {
    const { port } = new URL(front.url)
    const location = await new Promise<string | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/chat?a=1', headers: { host: `evil.example:${port}` } })
        .once('response', (response) => resolve(response.headers.location))
        .once('error', reject)
        .end()
    })
    expect(location).toBe(`${front.url}/chat?a=1`)
  })

  it('does not leave its directory', async () => {
    const { port } = new URL(front.url)
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/../../../../etc/passwd' })
        .once('response', (response) => {
          response.resume()
          resolve(response.headers['content-type']?.startsWith('text/html') ? 200 : response.statusCode)
        })
        .once('error', reject)
        .end()
    })
    expect([200, 400, 404]).toContain(status)
  })

  it('sends what a browser can unpack, with a tag of its own, and the plain file to others', async () => {
    const { port } = new URL(front.url)
    const fetched = (encoding: string) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { 'accept-encoding': encoding }
        request({ host: '127.0.0.1', port, path: '/assets/long-1.js', headers }, resolve)
          .once('error', reject)
          .end()
      })
    const packed = await fetched('gzip, br')
    expect(packed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
      'cache-control': 'immutable',
    })
    const body = Buffer.concat(await packed.toArray())
    expect(body.length).toBeLessThan(200)
    expect(brotliDecompressSync(body).toString()).toBe(longScript)

    const plain = await fetched('identity')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(await text(plain)).toBe(longScript)
    expect(plain.headers.etag).not.toBe(packed.headers.etag)
  })

  it('leaves alone what is compressed already', async () => {
    const response = await fetch(`${front.url}/assets/face-1.woff2`)
    expect(response.headers.get('content-encoding')).toBeNull()
    await response.body?.cancel()
  })
})
