/** Discord's limits: of an embed (Message Resource, Embed Limits), and of a webhook (5 messages in 2 seconds). */
import * as z from 'zod'

const Embed = z.strictObject({
  title: z.string().max(256).optional(),
  description: z.string().max(4096).optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  color: z.number().int().min(0).max(0xffffff).optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  footer: z.strictObject({ text: z.string().max(2048) }).optional(),
  fields: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(256),
        value: z.string().min(1).max(1024),
        inline: z.boolean().optional(),
      }),
    )
    .max(25)
    .optional(),
})

/** The body of "Execute Webhook". */
export const WebhookMessage = z
  .strictObject({
    content: z.string().max(2000).optional(),
    embeds: z.array(Embed).max(10).optional(),
    allowed_mentions: z.strictObject({ parse: z.array(z.enum(['roles', 'users', 'everyone'])) }).optional(),
  })
  .refine(({ content, embeds }) => (content ?? '') !== '' || (embeds ?? []).length > 0, 'empty message')
  .refine(({ embeds = [] }) => embeds.reduce((sum, embed) => sum + lengthOf(embed), 0) <= 6000, 'too long')
export type WebhookMessage = z.infer<typeof WebhookMessage>

function lengthOf({ title = '', description = '', footer, fields = [] }: z.infer<typeof Embed>): number {
  const inFields = fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
  return title.length + description.length + (footer?.text.length ?? 0) + inFields
}

export interface Take {
  readonly ok: boolean
  readonly remaining: number
  /** Until the bucket is full again, in seconds. */
  readonly resetAfterS: number
}

/** A bucket of `limit` messages that is filled anew `windowMs` after the first one was taken out. */
export function createBucket(limit: number, windowMs: number, nowMs: () => number) {
  let startedMs = Number.NEGATIVE_INFINITY
  let used = 0
  return {
    limit,
    take(): Take {
      const now = nowMs()
      if (now - startedMs >= windowMs) {
        startedMs = now
        used = 0
      }
      const ok = used < limit
      if (ok) used += 1
      return { ok, remaining: limit - used, resetAfterS: (startedMs + windowMs - now) / 1000 }
    },
  }
}
