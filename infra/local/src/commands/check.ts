/** `npm run check`: types of every workspace, and Biome. */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nodeProgram, repository } from '../repository.ts'

export async function runCheck(): Promise<number> {
  const tsc = join(repository, 'node_modules/typescript/bin/tsc')
  const biome = join(repository, 'node_modules/@biomejs/biome/bin/biome')
  const skip = (path: string) => path.includes('node_modules')
  const projects = globSync('{db,ingest,edge,web,infra}/**/tsconfig.json', { cwd: repository, exclude: skip })
  let failed = 0
  for (const project of projects.sort()) {
    const remembered = join(
      'node_modules/.cache/check',
      `${dirname(project).replaceAll('/', '-')}.tsbuildinfo`,
    )
    const code = await runTool(tsc, ['-p', project, '--incremental', '--tsBuildInfoFile', remembered])
    console.log(`${code === 0 ? '✓' : '✗'} types of ${dirname(project)}`)
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
