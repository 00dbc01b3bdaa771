/** Compressed copies beside the files of a web build, so that serving them costs nothing. */
import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Fonts and images are compressed by their own formats. */
const compressible = '**/*.{js,css,html,svg,json,webmanifest,txt}'
/** What fits into one packet anyway gains nothing. */
const smallestBytes = 1024
// The highest level of brotli takes ten times as long for three percent.
const brotliLevel = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Writes `NAME.br` and `NAME.gz` for every file under `root` that gains by it. */
export async function precompress(root: string): Promise<void> {
  const files = globSync(compressible, { cwd: root }).map((file) => join(root, file))
  await Promise.all(
    files.map(async (file) => {
      const content = await readFile(file)
      if (content.length < smallestBytes) return
      await Promise.all([
        writeFile(`${file}.br`, await promisify(brotliCompress)(content, brotliLevel)),
        writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 })),
      ])
    }),
  )
}
