import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../src/ports.ts'
import { family, launch, newHome, noneLeft } from './launching.ts'
import { commandOf, type Launcher } from './processes.ts'

// A start takes seconds: the tests of one `describe` go on with the launcher that the one before left.
describe.runIf(process.platform === 'linux')('a running launcher', () => {
  const home = newHome()
  let launcher: Launcher
  let processes: number[]
  beforeAll(async () => {
    launcher = launch(home)
    processes = await family(launcher)
  })

  it('refuses to run twice from one home and says where it runs', async () => {
    const { web } = await launcher.ready
    const second = await launch(home).ended
    expect(second.code).toBe(1)
    expect(second.output.trim().split('\n').at(-1)).toBe(
      `Sage is already running from this directory at ${web}.`,
    )
  })

  it('stops everything on SIGTERM, leaves no process behind and exits with 0', async () => {
    // Launcher, guard, PostgreSQL, Valkey, stand-ins, ingest, wrangler, workerd at the very least.
    expect(processes.length).toBeGreaterThanOrEqual(8)
    launcher.child.kill('SIGTERM')
    expect((await launcher.ended).code).toBe(0)
    await noneLeft(processes)
  })

  it('starts again from the same data; names a part that ends by itself, shows the end of its log, stops the rest and exits with 1', async () => {
    launcher = launch(home)
    processes = await family(launcher)
    const ingest = processes.find((pid) => commandOf(pid).includes('ingest/src/main.ts'))
    process.kill(ingest ?? 0, 'SIGKILL')
    const { code, output } = await launcher.ended
    expect(code).toBe(1)
    expect(output).toContain('ingest was ended by SIGKILL.')
    expect(output).toContain('"msg":"listening"')
    await noneLeft(processes)
  })
})

describe.concurrent('a start that cannot succeed ends with one sentence and code 1', () => {
  const lastLine = (output: string) => output.trim().split('\n').at(-1)

  it('when the port that was asked for is taken', async () => {
    const port = await freePort()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const { code, output } = await launch(newHome(), { WEB_PORT: String(port) }).ended
    server.close()
    expect(code).toBe(1)
    expect(lastLine(output)).toBe(
      `Port ${port} (WEB_PORT) is taken: choose another or stop what listens there.`,
    )
  })

  it('when the home cannot be written', async () => {
    const file = join(newHome(), 'a-file')
    writeFileSync(file, '')
    const { code, output } = await launch(file).ended
    expect(code).toBe(1)
    expect(lastLine(output)).toBe(`SAGE_HOME (${file}) cannot be written.`)
  })

  it('when no Valkey can be found, installed or run', async () => {
    // Only what the launcher itself runs: no server, no package manager, no Docker.
    const { code, output } = await launch(newHome(), { PATH: '/nonexistent' }).ended
    expect(code).toBe(1)
    expect(lastLine(output)).toMatch(/^No Valkey was found: install .* or set VALKEY_URL to a running one\.$/)
  })

  it('when a variable makes no sense', async () => {
    const { code, output } = await launch(newHome(), { MARKET: 'yesterday' }).ended
    expect(code).toBe(1)
    expect(lastLine(output)).toMatch(/^MARKET is not usable: /)
  })
})
