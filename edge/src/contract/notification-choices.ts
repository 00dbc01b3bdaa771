import * as z from 'zod/mini'

/** `silent`: shown without drawing attention; `off`: not at all. */
export const NotificationLevel = z.enum(['on', 'silent', 'off'])
export type NotificationLevel = z.infer<typeof NotificationLevel>

/** `app`: the notification centre; `push`: the user's devices. */
const Channels = z.object({ app: NotificationLevel, push: NotificationLevel })

/** What a user wants to hear of, and where. */
export const NotificationChoices = z.object({
  market_event: Channels,
  alert_rule: Channels,
  digest: Channels,
})
export type NotificationChoices = z.infer<typeof NotificationChoices>

/** Where the user has chosen nothing. */
export const defaultChoices: NotificationChoices = {
  market_event: { app: 'on', push: 'on' },
  alert_rule: { app: 'on', push: 'on' },
  digest: { app: 'off', push: 'off' },
}

const LocalTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))

/** Local times between which nothing is pushed; over midnight where `from` is later than `to`. */
export const QuietHours = z
  .object({ from: LocalTime, to: LocalTime })
  .check(z.refine(({ from, to }) => from !== to, { path: ['to'], error: 'must differ from the start' }))
export type QuietHours = z.infer<typeof QuietHours>
