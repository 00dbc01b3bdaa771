/**
 * A running stack for each worker that runs stack tests, started before the first file and ended after the last one:
 * a file has the whole product to itself, and may stop or starve any part of it. The tests run in other processes:
 * they get the URLs by `inject`, and disturb their stack through a small control server.
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
import { silentSteps } from '../src/steps.ts'
import { adminEmail } from './accounts/admin-email.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** One a worker. */
    stacks: SharedStack[]
  }
}

export interface SharedStack {
  readonly ready: Ready
  /** Where the stack keeps its data and logs. */
  readonly home: string
  /** Base URL of the control server. */
  readonly control: string
}

const Part = z.enum(['postgres', 'valkey', 'standIns', 'google', 'ingest', 'edge'])
const Signal = z.enum(['SIGTERM', 'SIGKILL', 'SIGSTOP', 'SIGCONT'])

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running: Running[] = []
  const close = async () => {
    await Promise.all(running.map((each) => each.close()))
  }
  try {
    // One after the other: the first builds the web app that all of them serve.
    for (let worker = 0; worker < project.config.maxWorkers; worker++) running.push(await start())
  } catch (cause) {
    await close()
    throw cause
  }
  project.provide(
    'stacks',
    running.map(({ ready, home, control }) => ({ ready, home, control })),
  )
  return close
}

interface Running extends SharedStack {
  close(): Promise<void>
}

async function start(): Promise<Running> {
  const home = mkdtempSync(join(tmpdir(), 'sage-stack-'))
  // The tests bring their own world: nothing of the caller's keys or URLs reaches it.
  const { PATH, HOME, TMPDIR, LANG, VALKEY_URL } = process.env
  const settings = readSettings({
    ...{ PATH, HOME, TMPDIR, LANG, VALKEY_URL },
    ...{ SAGE_HOME: home, MARKET: 'replay', ADMIN_EMAILS: adminEmail },
  })
  const stack = await startStack({ settings, steps: silentSteps, web: 'built' })
  stack.crashed.then(({ message, detail }) => console.error(`${message}\n${detail ?? ''}`))
  const port = await freePort()
  const control = serve({ fetch: controlApp(stack).fetch, port, hostname: '127.0.0.1' })
  return {
    ready: stack.ready,
    home,
    control: `http://127.0.0.1:${port}`,
    async close() {
      control.close()
      await stack.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function controlApp(stack: Stack): Hono {
  const app = new Hono()
  app.post('/restart/:part', async (c) => {
    await stack.restart(Part.parse(c.req.param('part')))
    return c.body(null, 204)
  })
  app.post('/kill/:part/:signal', async (c) => {
    await stack.kill(Part.parse(c.req.param('part')), Signal.parse(c.req.param('signal')))
    return c.body(null, 204)
  })
  app.get('/logs/:part', (c) => c.text(stack.logs(Part.parse(c.req.param('part')), 200)))
  return app
}
