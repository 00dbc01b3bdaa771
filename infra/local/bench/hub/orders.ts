/** What the bench and its process of browsers say to each other. */
import * as z from 'zod'

export const ToBrowsers = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), url: z.url(), count: z.int() }),
  z.object({ type: z.literal('measure'), forMs: z.number() }),
])
export type ToBrowsers = z.infer<typeof ToBrowsers>

export const FromBrowsers = z.discriminatedUnion('type', [
  /** All have their first event. */
  z.object({ type: z.literal('opened'), waitedMs: z.number() }),
  z.object({
    type: z.literal('measured'),
    /** The distinct events, each with the times at which browsers had it, Unix ms. */
    events: z.array(z.object({ data: z.string(), arrivedMs: z.array(z.number()) })),
    bytes: z.int(),
    /** Browsers that heard nothing, and streams that ended. */
    silent: z.int(),
    ended: z.int(),
  }),
])
export type FromBrowsers = z.infer<typeof FromBrowsers>
