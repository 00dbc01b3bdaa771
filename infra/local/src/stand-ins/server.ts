/** A small HTTP server on loopback, and the `/__control` that every stand-in has. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type * as z from 'zod'

export interface ListenOptions {
  /** 0 chooses a free port. */
  readonly port: number
  readonly host?: string
}

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>

/** What a stand-in shows and takes at `/__control`. `apply` gets a patch that has passed `patch`. */
export interface Control<Patch> {
  readonly patch: z.ZodType<Patch>
  inspect(): unknown
  apply(patch: Patch): void
}

export interface Listening {
  readonly host: string
  readonly server: Server
  close(): Promise<void>
}

/** Serves `handle`, with `/__control` before it. Resolves when the port is open; rejects if it is taken. */
export async function listen<Patch>(
  { port, host = '127.0.0.1' }: ListenOptions,
  control: Control<Patch>,
  handle: Handler,
): Promise<Listening> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stand-in')
    const answer = url.pathname === '/__control' ? answerControl(control, request, response) : undefined
    Promise.resolve(answer ?? handle(request, response, url)).catch((error: unknown) => {
      console.error(JSON.stringify({ level: 'error', path: url.pathname, error: String(error) }))
      if (!response.headersSent) sendJson(response, 500, { error: 'The stand-in failed; see its log.' })
      else response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    host: `${host}:${portOf(server.address())}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answerControl<Patch>(
  control: Control<Patch>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET') {
    sendJson(response, 200, control.inspect())
    return
  }
  if (request.method !== 'POST') {
    sendJson(response, 405, { error: 'Use GET or POST.' })
    return
  }
  const body = parseJson(await readBody(request))
  if (body === undefined) {
    sendJson(response, 400, { error: 'The body is not JSON.' })
    return
  }
  const patch = control.patch.safeParse(body)
  if (!patch.success) {
    sendJson(response, 400, { error: sentence(patch.error) })
    return
  }
  control.apply(patch.data)
  sendJson(response, 200, control.inspect())
}

/** The first thing that is wrong, as one sentence. */
export function sentence(error: z.ZodError): string {
  const issue = error.issues[0]
  if (!issue) return 'The settings are not valid.'
  const path = issue.path.map(String).join('.')
  return `${path === '' ? 'The settings' : `Setting ${path}`}: ${issue.message}.`
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers })
  response.end(JSON.stringify(body))
}

/** The body as text; longer than `limit` bytes gives as much as fitted. */
export async function readBody(request: IncomingMessage, limit = 32 * 1024 * 1024): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    chunks.push(chunk)
    size += chunk.length
    if (size > limit) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The parsed value, or `undefined` where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return address.port
}
