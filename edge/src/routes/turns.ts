import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { requireSession, sessionOf } from '../auth/require-session.ts'
import type { Streaming, TurnRefusal } from '../chat/room.ts'
import { Feedback, Messages, SendMessage, StopTurn } from '../contract/message.ts'
import { TurnEvent } from '../contract/turn-event.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { present, refusal } from '../http/outcome.ts'
import { parsePosition, sseHeaders } from '../http/sse.ts'
import { validate } from '../http/validate.ts'

const ChatParam = z.object({ id: Id })
const MessageParam = z.object({ id: Id, mid: Id })
const Page = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
const After = z.object({ after: z.string().max(100).optional() })
const Stopped = z.object({ status: z.string() })
const Regenerate = z.object({ clientMessageId: Id })

/** What happens inside a chat: `/api/chats/:id/{messages,stream,stop}`. Streams carry `TurnEvent`s. */
export const turnRoutes = new Hono<AppEnv>()
  .use(requireSession)
  .get(
    '/:id/messages',
    describe('The messages of a chat, oldest first; pages go back in time.', Messages),
    validate('param', ChatParam),
    validate('query', Page),
    async (c) => {
      const { cursor, limit } = c.req.valid('query')
      const room = c.env.room(sessionOf(c).sub, c.req.valid('param').id)
      const page = present(
        await room.messages({ limit, ...(cursor === undefined ? {} : { before: cursor }) }),
      )
      const body: Messages = { messages: page.messages, nextCursor: page.nextCursor }
      if (page.runningTurnId !== null) c.header('X-Running-Turn', page.runningTurnId)
      c.header('Cache-Control', 'no-store')
      return c.json(body)
    },
  )
  .post(
    '/:id/messages',
    describe('Asks. The answer is a stream; the same `clientMessageId` is the same question.', {
      events: TurnEvent,
    }),
    validate('param', ChatParam),
    validate('json', SendMessage),
    async (c) => {
      const { content, clientMessageId, parentId } = c.req.valid('json')
      const question = { content, clientMessageId, ...(parentId === undefined ? {} : { parentId }) }
      return streamed(present(await c.env.room(sessionOf(c).sub, c.req.valid('param').id).ask(question)))
    },
  )
  .post(
    '/:id/messages/:mid/regenerate',
    describe('Answers a question anew, as another branch.', { events: TurnEvent }),
    validate('param', MessageParam),
    validate('json', Regenerate),
    async (c) => {
      const { id, mid } = c.req.valid('param')
      const request = { messageId: mid, clientMessageId: c.req.valid('json').clientMessageId }
      return streamed(present(await c.env.room(sessionOf(c).sub, id).regenerate(request)))
    },
  )
  .put(
    '/:id/messages/:mid/feedback',
    describe('Rates an answer.', Feedback),
    validate('param', MessageParam),
    validate('json', Feedback),
    async (c) => {
      const { id, mid } = c.req.valid('param')
      const outcome = present(await c.env.room(sessionOf(c).sub, id).rate(mid, c.req.valid('json')))
      if (outcome.status === 'no_answer') throw new ApiError('not_found')
      return c.json(c.req.valid('json'))
    },
  )
  .get(
    '/:id/stream',
    describe(
      'The running or last turn from `Last-Event-ID` or `after` on; 204 where it has ended before that.',
      { events: TurnEvent },
    ),
    validate('param', ChatParam),
    validate('query', After),
    async (c) => {
      const text = c.req.header('Last-Event-ID') ?? c.req.valid('query').after
      const after = text === undefined || text === '' ? undefined : parsePosition(text)
      if (text && !after) throw new ApiError('bad_request', { message: 'The event id is malformed.' })
      const outcome = present(await c.env.room(sessionOf(c).sub, c.req.valid('param').id).stream(after))
      if (outcome.status === 'no_turn') throw new ApiError('not_found')
      // EventSource reconnects after every end; 204 is how the HTML standard tells it to stop.
      if (outcome.status === 'ended') return c.body(null, 204)
      return streamed(outcome)
    },
  )
  .post(
    '/:id/stop',
    describe('Stops a turn.', Stopped),
    validate('param', ChatParam),
    validate('json', StopTurn),
    async (c) => {
      const room = c.env.room(sessionOf(c).sub, c.req.valid('param').id)
      const outcome = present(await room.stop(c.req.valid('json').turnId))
      if (outcome.status === 'no_turn') throw new ApiError('not_found')
      return c.json({ status: outcome.status })
    },
  )

function streamed(outcome: Streaming | TurnRefusal): Response {
  if (outcome.status !== 'streaming') throw refusal(outcome)
  return new Response(outcome.body, { headers: { ...sseHeaders, 'X-Turn': outcome.turnId } })
}
