import * as z from 'zod/mini'

/** What the service worker asks of an open page: to go to an address of this site. */
export const OpenPage = z.object({ type: z.literal('OPEN'), href: z.url() })
export type OpenPage = z.infer<typeof OpenPage>
