import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockPath, openHome } from './home.ts'

let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'sage-home-test-'))
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

describe('SAGE_HOME', () => {
  it('admits one launcher at a time and tells a second one where the first is', async () => {
    const first = await openHome(scratch)
    first.announce('http://127.0.0.1:4321')
    await expect(openHome(scratch)).rejects.toThrow(
      'Sage is already running from this directory at http://127.0.0.1:4321.',
    )
    await first.release()
    const second = await openHome(scratch)
    await second.release()
  })

  it('is not held by a launcher that was killed', async () => {
    writeFileSync(lockPath(scratch), '')
    const home = await openHome(scratch)
    await home.release()
  })

  it('says in one sentence that it cannot be written', async () => {
    const file = join(scratch, 'a-file')
    writeFileSync(file, '')
    await expect(openHome(file)).rejects.toThrow(`SAGE_HOME (${file}) cannot be written.`)
  })
})
