import { hc } from 'hono/client'
import type { AppType } from './app.ts'

/**
 * A typed client of the JSON routes, for pages of the same origin.
 *
 * @example
 * const response = await createClient('/').api.users.me.$get()
 */
export function createClient(origin: string, options?: Parameters<typeof hc>[1]) {
  return hc<AppType>(origin, options)
}
export type Client = ReturnType<typeof createClient>
