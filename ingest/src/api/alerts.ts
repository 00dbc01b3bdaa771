/** `GET /v1/events` and `POST /v1/rules/preview`; mounted behind `verifyCaller`. */
import { Hono } from 'hono'
import * as z from 'zod'
import { type AlertHistory, PreviewRequest, type RulePreview } from '../contract.ts'
import type { CallerEnv } from './auth.ts'
import { invalid, refuse } from './refuse.ts'

export interface AlertRoutesDeps {
  /** What was written after that moment. Rejects while PostgreSQL is away. */
  readonly history: (after: Date) => Promise<AlertHistory>
  /** `userId`: whose position a rule about one is about. Rejects if the past cannot be read. */
  readonly preview: (request: PreviewRequest, userId: string | undefined) => Promise<RulePreview>
}

const EventsRequest = z.object({
  after: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
})

export function alertRoutes({ history, preview }: AlertRoutesDeps): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>()

  app.get('/events', async (c) => {
    const request = EventsRequest.safeParse(c.req.query())
    return request.success ? c.json(await history(request.data.after)) : invalid(c, request.error)
  })

  app.post('/rules/preview', async (c) => {
    const request = PreviewRequest.safeParse(await c.req.json().catch(() => undefined))
    if (!request.success) return invalid(c, request.error)
    const caller = c.get('caller')
    const userId = caller.role === 'user' ? caller.sub : undefined
    if (request.data.kind === 'position_change' && userId === undefined) {
      return refuse(c, 400, 'invalid_request', 'kind: only a user has a position.')
    }
    return c.json(await preview(request.data, userId))
  })

  return app
}
