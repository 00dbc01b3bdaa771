/** `npm run reset`: forgets everything that local stacks have stored. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { homeEntries, openHome } from '../home.ts'
import type { Settings } from '../settings.ts'

/** `asked`: the answer was given on the command line (`--yes`). */
export async function runReset(settings: Settings, { asked }: { readonly asked: boolean }): Promise<number> {
  const path = settings.SAGE_HOME
  if (!existsSync(path)) {
    console.log(`There is nothing to clear in ${path}.`)
    return 0
  }
  if (!asked && !(await confirmed(`Delete all local data, chats and keys in ${path}? [y/N] `))) {
    console.log('Nothing was deleted.')
    return 1
  }
  // Taking the lock makes sure that no running stack loses its files.
  const home = await openHome(path)
  for (const name of homeEntries) rmSync(home.file(name), { recursive: true, force: true })
  // Whatever else lies there is not ours.
  if (readdirSync(home.path).length === 0) rmdirSync(home.path)
  await home.release()
  console.log(`${path} is cleared.`)
  return 0
}

async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  const answer = await Promise.race([terminal.question(question), closed])
  terminal.close()
  return /^(y|yes)$/i.test(answer.trim())
}
