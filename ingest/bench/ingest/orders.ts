/** What the bench and its processes say to each other. */
import * as z from 'zod'

export const contenderNames = ['bare', 'ours', 'ours with sinks', 'tardis', 'ccxt'] as const
export type ContenderName = (typeof contenderNames)[number]

export const modes = ['wire', 'process', 'paced'] as const
export type Mode = (typeof modes)[number]

/** To a reader: take all frames once. */
export const Order = z.object({ mode: z.enum(modes), port: z.number() })
export type Order = z.infer<typeof Order>

export const Reading = z.object({
  /** CPU microseconds per message, of the whole process. */
  cpuUs: z.number(),
  /** Frames that came to the end of the path. */
  reached: z.number(),
  /** Monotonic ns at the end of each frame's path, in order; only of a paced reading. */
  endsNs: z.array(z.string()),
})
export type Reading = z.infer<typeof Reading>

export const FromVenue = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), port: z.number() }),
  /** All paced frames are sent: monotonic ns of each, in order. */
  z.object({ type: z.literal('paced'), sentNs: z.array(z.string()) }),
])
export type FromVenue = z.infer<typeof FromVenue>
