/** `npm run bench -- NAME`: runs `WORKSPACE/bench/NAME.ts`; without a name, lists them. */
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Failure } from '../failure.ts'
import { repository } from '../repository.ts'
import { runTool } from './check.ts'

export async function runBench([name, ...args]: readonly string[]): Promise<number> {
  const files = globSync('{db,ingest,edge,web,infra/local}/bench/*.ts', { cwd: repository }).sort()
  const byName = new Map(files.map((file) => [basename(file, '.ts'), file]))
  if (name === undefined) {
    console.log([...byName].map(([each, file]) => `${each.padEnd(20)} ${file}`).join('\n'))
    return 0
  }
  const file = byName.get(name)
  if (file === undefined) throw new Failure(`There is no bench ${name}: npm run bench lists them.`)
  return runTool(join(repository, file), args)
}
