import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { choosePort, freePort, isFree } from './ports.ts'

const open: Server[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

async function occupy(): Promise<number> {
  const port = await freePort()
  const server = createServer()
  open.push(server)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return port
}

describe('ports', () => {
  it('never gives out one port twice', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()))
    expect(new Set(ports).size).toBe(50)
  })

  it('refuses a taken port that was asked for by name', async () => {
    const port = await occupy()
    await expect(choosePort('WEB_PORT', port)).rejects.toThrow(`Port ${port} (WEB_PORT) is taken`)
  })

  it('falls back to another port when the preferred one is taken', async () => {
    const preferred = await occupy()
    const chosen = await choosePort('WEB_PORT', undefined, preferred)
    expect(chosen).not.toBe(preferred)
    expect(await isFree(chosen)).toBe(true)
  })
})
