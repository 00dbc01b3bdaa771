/** `npm run check`: types of every workspace, and Biome. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { nodeProgram, repository } from '../repository.ts'

const workspaces = ['db', 'ingest', 'edge', 'web', 'infra/local'] as const

export async function runCheck(): Promise<number> {
  const tsc = join(repository, 'node_modules/typescript/bin/tsc')
  const biome = join(repository, 'node_modules/@biomejs/biome/bin/biome')
  let failed = 0
  for (const workspace of workspaces) {
    const code = await runTool(tsc, ['-p', workspace])
    console.log(`${code === 0 ? '✓' : '✗'} types of ${workspace}`)
    if (code !== 0) failed += 1
  }
  const code = await runTool(biome, ['check', '--error-on-warnings', '.'])
  console.log(`${code === 0 ? '✓' : '✗'} biome`)
  return failed + code === 0 ? 0 : 1
}

/** Runs a JavaScript program of the tool chain on this terminal; resolves with its exit code. */
export function runTool(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeProgram, [script, ...args], {
      cwd: repository,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 128))
  })
}
