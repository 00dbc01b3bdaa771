/** Where faults are reported, pages must be allowed to connect to; where they are not, nothing outside is allowed. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Widens the content security policy of a build by the origin of its DSN. */
export function admitReports(dsn: string | undefined): Plugin {
  let out = ''
  return {
    name: 'admit-reports',
    configResolved({ root, build }) {
      out = join(root, build.outDir)
      if (build.outDir.startsWith('/')) out = build.outDir
    },
    closeBundle() {
      const file = join(out, '_headers')
      if (dsn === undefined || !existsSync(file)) return
      writeFileSync(file, admitted(readFileSync(file, 'utf8'), dsn))
    },
  }
}

/** `headers`: Cloudflare Pages' `_headers`. Throws if there is no policy to widen, or no origin in the DSN. */
export function admitted(headers: string, dsn: string): string {
  const { origin } = new URL(dsn)
  const policy = /(connect-src 'self')(?=;)/
  if (origin === 'null' || !policy.test(headers)) throw new Error('VITE_SENTRY_DSN cannot be admitted.')
  return headers.replace(policy, `$1 ${origin}`)
}
