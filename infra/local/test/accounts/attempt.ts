/** A sign-in by hand up to its last step, so that a test can take that step as it likes. */
import * as z from 'zod'
import { ready } from '../stack.ts'

const Csrf = z.object({ csrfToken: z.string() })

export interface Attempt {
  /** Where the provider sends the browser back to, with the code. */
  readonly callback: string
  /** What the app has left in the browser so far. */
  readonly cookie: string
}

/** Begins at the app, goes through the provider's page as `email`, and stops before the app's callback. */
export async function attempt(email: string): Promise<Attempt> {
  const { web } = ready()
  const jars = new Map<string, Map<string, string>>()
  const visit = async (url: URL, form?: Record<string, string>): Promise<Response> => {
    const jar = jars.get(url.origin) ?? new Map<string, string>()
    jars.set(url.origin, jar)
    const response = await fetch(url, {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: { cookie: header(jar), ...(url.origin === web ? { origin: web } : {}) },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return response
  }

  const csrf = Csrf.parse(await (await visit(new URL('/api/auth/csrf', web))).json())
  let at = new URL('/api/auth/signin/google', web)
  let response = await visit(at, { ...csrf, callbackUrl: `${web}/chat` })
  for (let hop = 0; hop < 12; hop += 1) {
    const location = response.headers.get('location')
    if (location !== null) at = new URL(location, at)
    if (at.pathname === '/api/auth/callback/google') {
      return { callback: at.href, cookie: header(jars.get(web) ?? new Map()) }
    }
    response = await visit(at, location === null ? { email, decision: 'allow' } : undefined)
  }
  throw new Error(`The provider never came back; last at ${at.href}`)
}

function header(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}
