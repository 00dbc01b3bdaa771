import { Id } from '@sage/db/vocabulary'
import { Hono } from 'hono'
import * as z from 'zod'
import { requireSession, sessionOf } from '../auth/require-session.ts'
import type { ExpiredLink } from '../contract/alert.ts'
import { Chat, Chats, CreateChat, RenameChat } from '../contract/chat.ts'
import { writtenText } from '../contract/text.ts'
import { ApiError } from '../errors.ts'
import type { AppEnv } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { newId } from '../http/id.ts'
import { available, found, present } from '../http/outcome.ts'
import { validate } from '../http/validate.ts'

const ChatParam = z.object({ id: Id })
const Page = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
const Search = z.object({ q: writtenText({ minLength: 1, maxLength: 200 }) })

/** `/api/chats`. A chat that is not the caller's does not exist: its object is named by owner and chat. */
export const chatRoutes = new Hono<AppEnv>()
  .use(requireSession)
  .get('/', describe('The chats, newest first.', Chats), validate('query', Page), async (c) => {
    return c.json(available(await c.env.chats.list(sessionOf(c).sub, c.req.valid('query'))))
  })
  .post(
    '/',
    describe("Opens a chat, or that of an alert's link, in which the mentor explains it.", {
      status: 201,
      json: Chat,
    }),
    validate('json', CreateChat),
    async (c) => {
      const { sub: userId } = sessionOf(c)
      const { contextId } = c.req.valid('json')
      const chat =
        contextId === undefined
          ? await c.env.room(userId, newId(c.env.now())).open()
          : await openByLink(c.env, userId, contextId)
      return c.json(chat, 201)
    },
  )
  .get(
    '/search',
    describe('Chats in which the words occur.', Chats),
    validate('query', Search),
    async (c) => {
      const chats = available(await c.env.chats.search(sessionOf(c).sub, c.req.valid('query').q))
      const body: Chats = { chats: [...chats], nextCursor: null }
      return c.json(body)
    },
  )
  .get('/:id', describe('A chat.', Chat), validate('param', ChatParam), async (c) => {
    return c.json(present(await roomOf(c.env, sessionOf(c).sub, c.req.valid('param').id).chat()).chat)
  })
  .patch(
    '/:id',
    describe('Renames a chat.', Chat),
    validate('param', ChatParam),
    validate('json', RenameChat),
    async (c) => {
      const room = roomOf(c.env, sessionOf(c).sub, c.req.valid('param').id)
      return c.json(present(await room.rename(c.req.valid('json').title)).chat)
    },
  )
  .delete(
    '/:id',
    describe('Deletes a chat with everything in it.', { status: 204 }),
    validate('param', ChatParam),
    async (c) => {
      present(await roomOf(c.env, sessionOf(c).sub, c.req.valid('param').id).remove())
      return c.body(null, 204)
    },
  )

/** The chat of a link has the link's id, so that there is one however often it is followed. */
async function openByLink(services: AppEnv['Bindings'], userId: string, contextId: string): Promise<Chat> {
  const contexts = services.contexts(userId)
  const context = found(available(await contexts.find(contextId)))
  if (context.expired) {
    const details: ExpiredLink = {
      reason: 'expired',
      ...(context.chatId === null ? {} : { chatId: context.chatId }),
    }
    throw new ApiError('not_found', { message: 'This link is out of date.', details })
  }
  const opening = available(await contexts.opening(context))
  return services.room(userId, context.id).open(opening)
}

function roomOf(services: AppEnv['Bindings'], userId: string, chatId: string) {
  return services.room(userId, chatId)
}
