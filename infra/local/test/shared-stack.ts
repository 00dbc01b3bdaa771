/**
 * A running stack for each worker that runs stack tests, started while other tests run and ended after the last one:
 * a file has the whole product to itself, and may stop or starve any part of it. The tests run in other processes:
 * they learn where their stack is, and disturb it, through a small control server.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { TestProject } from 'vitest/node'
import * as z from 'zod'
import { freePort } from '../src/ports.ts'
import { readSettings } from '../src/settings.ts'
import { type Ready, type Stack, startStack } from '../src/stack.ts'
import { startSentry } from '../src/stand-ins/sentry.ts'
import { silentSteps } from '../src/steps.ts'
import { adminEmail } from './accounts/admin-email.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Base URLs of the control servers, one a worker. */
    stackControls: string[]
  }
}

export interface SharedStack {
  readonly ready: Ready
  /** Where the stack keeps its data and logs. */
  readonly home: string
}

const Part = z.enum(['postgres', 'valkey', 'standIns', 'google', 'ingest', 'edge'])
const Signal = z.enum(['SIGTERM', 'SIGKILL', 'SIGSTOP', 'SIGCONT'])

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = new AbortController()
  const started: Promise<Stack>[] = []
  const servers: ReturnType<typeof serve>[] = []
  const controls: string[] = []
  for (let worker = 0; worker < project.config.maxWorkers; worker++) {
    // One after the other: the first builds the web app that all of them serve.
    const before = started.at(-1) ?? Promise.resolve()
    const stack = before.then(() => start(given.signal))
    // Whoever asks for the stack is told.
    stack.catch(() => {})
    started.push(stack)
    const port = await freePort()
    servers.push(serve({ fetch: controlApp(stack).fetch, port, hostname: '127.0.0.1' }))
    controls.push(`http://127.0.0.1:${port}`)
  }
  project.provide('stackControls', controls)
  return async () => {
    given.abort()
    for (const server of servers) server.close()
    const stacks = await Promise.allSettled(started)
    await Promise.all(stacks.map((stack) => (stack.status === 'fulfilled' ? end(stack.value) : undefined)))
  }
}

async function start(signal: AbortSignal): Promise<Stack> {
  const home = mkdtempSync(join(tmpdir(), 'sage-stack-'))
  // The tests bring their own world: nothing of the caller's keys or URLs reaches it.
  const { PATH, HOME, TMPDIR, LANG, VALKEY_URL } = process.env
  const sentry = await startSentry({ port: 0 })
  const settings = readSettings({
    ...{ PATH, HOME, TMPDIR, LANG, VALKEY_URL },
    ...{ SAGE_HOME: home, MARKET: 'replay', ADMIN_EMAILS: adminEmail },
    ...{ SENTRY_DSN: sentry.dsn, RELEASE: 'test-release' },
  })
  const stack = await startStack({ settings, steps: silentSteps, web: 'built', signal }).catch(
    async (cause) => {
      await sentry.close()
      rmSync(home, { recursive: true, force: true })
      throw cause
    },
  )
  stack.crashed.then(({ message, detail }) => console.error(`${message}\n${detail ?? ''}`))
  return {
    ...stack,
    ready: { ...stack.ready, standIns: { ...stack.ready.standIns, sentry: sentry.url } },
    async close() {
      await stack.close()
      await sentry.close()
    },
  }
}

async function end(stack: Stack): Promise<void> {
  await stack.close()
  rmSync(stack.home, { recursive: true, force: true })
}

/** `GET /` waits for the stack, and tells where it is or why there is none. */
function controlApp(started: Promise<Stack>): Hono {
  const app = new Hono()
  app.get('/', async (c) => {
    const { ready, home } = await started
    return c.json({ ready, home } satisfies SharedStack)
  })
  app.post('/restart/:part', async (c) => {
    await (await started).restart(Part.parse(c.req.param('part')))
    return c.body(null, 204)
  })
  app.post('/kill/:part/:signal', async (c) => {
    await (await started).kill(Part.parse(c.req.param('part')), Signal.parse(c.req.param('signal')))
    return c.body(null, 204)
  })
  app.get('/logs/:part', async (c) => c.text((await started).logs(Part.parse(c.req.param('part')), 200)))
  app.onError((error, c) => c.text(error.message, 500))
  return app
}
