/**
 * What Cloudflare's edge is in production: one origin that serves the built web app with its headers and hands
 * `/api/*` to the Worker. Bodies stream both ways, and a browser that goes away is gone for the Worker too.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { etag } from 'hono/etag'
import { type DemoLogin, demoLogin } from './demo-login.ts'
import { forward } from './forward.ts'
import { applyHeaderRules, type HeaderRule, parseHeaderRules } from './headers.ts'

export interface FrontOptions {
  readonly port: number
  /** Base URL of the Worker. */
  readonly edge: string
  /** The origin that browsers see; Auth.js' AUTH_URL. */
  readonly origin: string
  /** The built app; absent while Vite serves it. */
  readonly webRoot?: string
  /** Signs someone in without a browser; absent with the real Google. */
  readonly demo?: DemoLogin
}

export interface Front {
  readonly url: string
  close(): Promise<void>
}

export async function startFront(options: FrontOptions): Promise<Front> {
  const server = createServer(getRequestListener(frontApp(options).fetch))
  await listen(server, options.port)
  return {
    url: `http://127.0.0.1:${options.port}`,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

type FrontContext = Context<{ Bindings: HttpBindings }>

function frontApp(options: FrontOptions) {
  const app = new Hono<{ Bindings: HttpBindings }>()
  const hosts = new Set([new URL(options.origin).host, `127.0.0.1:${options.port}`])

  // A name that merely resolves to this machine (localhost, or an attacker's) is sent to the one true origin.
  app.use('*', async (c, next) => {
    if (hosts.has(c.req.header('host') ?? '')) return next()
    const url = new URL(c.req.url)
    return c.redirect(new URL(url.pathname + url.search, options.origin).href, 307)
  })
  app.all('/api/*', (c) => toWorker(c, options))
  if (options.demo !== undefined) app.get('/__local/demo-login', demoLogin(options.demo))
  if (options.webRoot !== undefined) serveWeb(app, options.webRoot)
  return app
}

async function toWorker(c: FrontContext, { edge, origin }: FrontOptions): Promise<Response> {
  const { incoming, outgoing } = c.env
  const { host, protocol } = new URL(origin)
  const outcome = await forward(incoming, outgoing, {
    port: Number(new URL(edge).port),
    path: incoming.url ?? '/',
    headers: {
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': protocol.slice(0, -1),
      'cf-connecting-ip': incoming.socket.remoteAddress ?? '127.0.0.1',
    },
  })
  if (outcome === 'answered') return RESPONSE_ALREADY_SENT
  const message = 'Sage is starting or restarting. Try again in a moment.'
  return c.json({ error: { code: 'unavailable', message, requestId: crypto.randomUUID() } }, 503)
}

/** Files of the build, else `index.html`: the app routes by itself. A missing asset stays missing. */
function serveWeb(app: Hono<{ Bindings: HttpBindings }>, root: string): void {
  const rules = headerRules(root)
  app.use('*', async (c, next) => {
    await next()
    applyHeaderRules(rules, c.req.path, c.res.headers)
  })
  app.use('*', etag())
  app.get('/_headers', (c) => c.notFound())
  const cacheControl = 'public, max-age=0, must-revalidate'
  const served = {
    root,
    precompressed: true,
    onFound: (_path: string, c: Context) => c.header('cache-control', cacheControl),
  }
  app.use('*', serveStatic(served))
  app.get('/assets/*', (c) => c.notFound())
  app.get('*', serveStatic({ ...served, path: 'index.html' }))
}

function headerRules(root: string): HeaderRule[] {
  const file = join(root, '_headers')
  return existsSync(file) ? parseHeaderRules(readFileSync(file, 'utf8')) : []
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}
