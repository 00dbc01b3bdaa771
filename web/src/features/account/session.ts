/** Who is signed in, and the ways in and out. Auth.js takes forms, guarded by a token that it hands out. */
import { Me, type UpdateMe } from '@sage/edge/contract'
import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { ApiProblem, api, apiResponse, parsed, problemOf } from '../../lib/api.ts'
import { meKey, queryClient, sessionOver } from '../../lib/query-client.ts'

const Csrf = z.object({ csrfToken: z.string() })
const Redirect = z.object({ url: z.string() })
const formDeadlineMs = 15_000

/** The profile, or `null` for someone who is not signed in. */
export const meQuery = queryOptions({
  queryKey: meKey,
  queryFn: ({ signal }): Promise<Me | null> =>
    api('/api/users/me', Me, { signal }).catch((problem) => {
      if (problem instanceof ApiProblem && problem.code === 'unauthenticated') return null
      throw problem
    }),
  staleTime: 300_000,
})

export async function updateMe(change: UpdateMe): Promise<Me> {
  const me = await api('/api/users/me', Me, { method: 'PATCH', body: change })
  queryClient.setQueryData(meQuery.queryKey, me)
  return me
}

/** Where Google asks for consent; it sends the browser back to `next`, a path of this site. */
export async function signInAddress(next: string): Promise<string> {
  const url = await postForm('/api/auth/signin/google', { callbackUrl: new URL(next, location.origin).href })
  if (!/^https?:$/.test(new URL(url, location.origin).protocol)) throw new ApiProblem('malformed')
  return url
}

/** Ends this session, or all sessions of the account on every device. */
export async function signOut(scope: 'here' | 'everywhere'): Promise<void> {
  if (scope === 'everywhere') await apiResponse('/api/auth/sign-out-everywhere', { method: 'POST', body: {} })
  else await postForm('/api/auth/signout', {})
}

/** Erases the account with everything in it. */
export async function eraseMe(): Promise<void> {
  await apiResponse('/api/users/me', { method: 'DELETE' })
}

/** A path of this site, or `/chat` for anything else: an address from outside must not lead outside. */
export function safeNext(next: string | null): string {
  if (!next?.startsWith('/') || !URL.canParse(next, location.origin)) return '/chat'
  const url = new URL(next, location.origin)
  return url.origin === location.origin ? url.pathname + url.search : '/chat'
}

async function postForm(path: string, fields: Record<string, string>): Promise<string> {
  const { csrfToken } = await api('/api/auth/csrf', Csrf)
  const response = await fetch(path, {
    method: 'POST',
    // Auth.js then answers with the address instead of redirecting, which fetch would follow by itself.
    headers: { 'X-Auth-Return-Redirect': '1' },
    body: new URLSearchParams({ ...fields, csrfToken }),
    signal: AbortSignal.timeout(formDeadlineMs),
  }).catch(() => {
    throw new ApiProblem('offline')
  })
  if (!response.ok) throw await problemOf(response)
  return parsed(Redirect, await response.json().catch(() => undefined)).url
}

/** Whatever query learns that the session is over, the page knows it. Returns how to stop that. */
export function watchSession(): () => void {
  return queryClient.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || query.queryKey[0] === meKey[0]) return
    const { error } = query.state
    if (error instanceof ApiProblem && error.code === 'unauthenticated') sessionOver()
  })
}
