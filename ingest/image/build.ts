/**
 * What ingest's image contains, and nothing else: `node ingest/image/build.ts FOLDER` writes it there.
 *
 *   ingest.js  migrate.js  health.js    programs without a node_modules beside them
 *   migrations/                         read by migrate.js
 *   libpg-query.wasm                    PostgreSQL's own grammar, for the SQL gateway
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export async function buildImageFolder(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: {
      ingest: here('../src/main.ts'),
      migrate: here('../../db/src/migrate.ts'),
      health: here('health.ts'),
    },
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    // Stack traces name our lines, which is worth more than the bytes.
    minify: false,
    // Packages in the older module format call `require` for Node's own modules.
    banner: {
      js: "import { createRequire as createRequireOf } from 'node:module'; import { dirname as dirnameOf } from 'node:path'; import { fileURLToPath as pathOf } from 'node:url'; const require = createRequireOf(import.meta.url), __filename = pathOf(import.meta.url), __dirname = dirnameOf(__filename);",
    },
    logLevel: 'warning',
  })
  cpSync(here('../../db/src/migrations'), join(folder, 'migrations'), { recursive: true })
  const parser = dirname(createRequire(import.meta.url).resolve('libpg-query'))
  cpSync(join(parser, 'libpg-query.wasm'), join(folder, 'libpg-query.wasm'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: 'module' })}\n`)
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    console.error('Where to? node ingest/image/build.ts FOLDER')
    process.exit(1)
  }
  await buildImageFolder(folder)
}
