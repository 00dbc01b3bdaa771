import { expect, it } from 'vitest'
import { family, launch, newHome, noneLeft } from './launching.ts'

it.runIf(process.platform === 'linux')(
  'a launcher that is killed outright leaves no process behind, and starts again from the same data',
  async () => {
    const home = newHome()
    const killed = launch(home)
    const processes = await family(killed)
    killed.child.kill('SIGKILL')
    await noneLeft(processes)
    const next = launch(home)
    const { web } = await next.ready
    expect((await fetch(web)).status).toBe(200)
    next.child.kill('SIGTERM')
    expect((await next.ended).code).toBe(0)
  },
)
