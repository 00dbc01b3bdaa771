/** Builds the web app when its sources have changed since the last build. */
import { createHash } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Failure } from './failure.ts'
import type { Guard } from './guard.ts'
import { startPart, tailOf } from './part.ts'
import { precompress } from './precompress.ts'
import { nodeProgram, repository } from './repository.ts'

export const webRoot = join(repository, 'web', 'dist')
const stampFile = join(webRoot, '.stamp')

/** What the bundle is made of: the app itself and the contracts that it imports. */
const sources = [
  'web/*.{ts,json,html}',
  'web/{src,public,build}/**/*',
  'edge/src/{client.ts,contract/**/*}',
  'db/src/fault-event.ts',
  'ingest/src/contract.ts',
  'db/src/vocabulary.ts',
  'package-lock.json',
]

/** A digest over the names and contents of all sources. */
export function sourceDigest(root: string, patterns: readonly string[] = sources): string {
  const digest = createHash('sha256')
  for (const file of globSync([...patterns], { cwd: root }).sort()) {
    const path = join(root, file)
    if (!statSync(path).isFile()) continue
    digest.update(`${file}\0`).update(readFileSync(path)).update('\0')
  }
  return digest.digest('hex')
}

export interface BuildOptions {
  readonly guard: Guard
  readonly logFile: string
  readonly env: Readonly<Record<string, string>>
}

/** Resolves with what was done. The build is made aside and swapped in, so that a server never sees half of one. */
export async function buildWeb({ guard, logFile, env }: BuildOptions): Promise<'built' | 'unchanged'> {
  const digest = `${sourceDigest(repository)} ${env.VITE_SENTRY_DSN ?? ''}`
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return 'unchanged'
  const cache = join(repository, 'node_modules', '.cache')
  const fresh = join(cache, `sage-web-${process.pid}`)
  const old = join(cache, `sage-web-${process.pid}-old`)
  mkdirSync(cache, { recursive: true })
  const build = startPart(
    {
      name: 'The web build',
      command: nodeProgram,
      args: [join(repository, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', fresh, '--emptyOutDir'],
      env: { ...env, NODE_ENV: 'production' },
      cwd: join(repository, 'web'),
      logFile,
    },
    guard,
  )
  const exit = await build.exited
  guard.drop(build.pid)
  if (exit.code !== 0) throw new Failure('The web app could not be built.', tailOf(logFile))
  await precompress(fresh)
  writeFileSync(join(fresh, '.stamp'), digest)
  if (existsSync(webRoot)) renameSync(webRoot, old)
  renameSync(fresh, webRoot)
  rmSync(old, { recursive: true, force: true })
  return 'built'
}
