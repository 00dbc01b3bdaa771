/** How an exchange's socket can be made to misbehave, and the settings that say so. */
import * as z from 'zod'

const Share = z.number().min(0).max(1)
const Milliseconds = z.number().int().min(0)

export const FeedSettings = z.strictObject({
  /** Sockets stay open and answer pings, but say nothing of the market. */
  mute: z.boolean(),
  /** New sockets are refused with 503. */
  refuse: z.boolean(),
  /** Every request to the REST API is answered with this status; 0 answers it properly. */
  restStatus: z.number().int().min(0).max(599),
  /** Frames leave this much later, in order. */
  delayMs: Milliseconds,
  /** Share of data frames that arrive broken. */
  malformed: Share,
  /** Share of trades that never arrive, that arrive twice, or that arrive late. */
  dropTrades: Share,
  duplicateTrades: Share,
  lateTrades: Share,
  lateTradesMs: Milliseconds,
  /** Added to every time the venue tells, and to its idea of now. */
  clockSkewMs: z.number().int(),
  /** A socket that has lived this long is cut. */
  maxAgeMs: Milliseconds,
  pingIntervalMs: z.number().int().min(50),
  pongTimeoutMs: z.number().int().min(50),
})
export type FeedSettings = z.infer<typeof FeedSettings>

export const normalFeed: FeedSettings = {
  mute: false,
  refuse: false,
  restStatus: 0,
  delayMs: 0,
  malformed: 0,
  dropTrades: 0,
  duplicateTrades: 0,
  lateTrades: 0,
  lateTradesMs: 5000,
  clockSkewMs: 0,
  maxAgeMs: 24 * 60 * 60 * 1000,
  pingIntervalMs: 20_000,
  pongTimeoutMs: 60_000,
}

/** Things done once: `cut` ends every socket at once; `error` sends an error frame; `reset` undoes all settings. */
export const FeedActions = z.strictObject({
  cut: z.boolean(),
  error: z.boolean(),
  reset: z.boolean(),
})
export type FeedActions = z.infer<typeof FeedActions>

/** Ways a frame can be broken on the way: cut short, mistyped, impossible, or not JSON at all. */
export function breakFrame(frame: string, chance: number): string {
  const ways = [
    () => frame.slice(0, Math.floor(frame.length * 0.6)),
    () => frame.replace(/"(c|p|last|price)":"[^"]*"/g, '"$1":"NaN"'),
    () => frame.replace(/"(c|p|last|price)":"/g, '"$1":"-'),
    () => frame.replace(/"(c|p|last|price)":"[^"]*"/g, '"$1":null'),
    () => frame.replace(/"(E|time_ms|create_time_ms)":"?\d/g, '"$1":"9e9'),
    () => '<html><body>502 Bad Gateway</body></html>',
    () => '[]',
    () => 'null',
    () => frame.replaceAll(':', ' '),
  ]
  return ways[Math.floor(chance * ways.length)]?.() ?? ''
}
