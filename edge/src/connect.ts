/** Connects the routes' interfaces to the objects and to the database. */
import { waitUntil } from 'cloudflare:workers'
import { databaseOwnData } from './account/own-data.ts'
import { databaseUsers } from './account/users.ts'
import { databaseAdministration } from './admin/database-administration.ts'
import { enqueuePushes, reports } from './alerts/connect.ts'
import { databaseDeadLetters } from './alerts/dead-letters.ts'
import { databaseContexts } from './alerts/link-contexts.ts'
import { databaseNotifications } from './alerts/notification-centre.ts'
import { databaseDevices } from './alerts/push/devices.ts'
import { databaseRuleBook } from './alerts/rule-book.ts'
import { type Bindings, deskOf, discordOutbox, marketHub, watchOf } from './bindings.ts'
import { databaseChatList } from './chat/chat-list.ts'
import { databaseParkedRows } from './chat/parked-rows.ts'
import type { Room } from './chat/room.ts'
import { database } from './db/index.ts'
import { readSettings } from './env.ts'
import { faultReporter } from './faults.ts'
import type { RateLimit } from './http/limits.ts'
import { logger } from './log.ts'
import { ingestClient } from './market/ingest-client.ts'
import { measureTo } from './points.ts'
import { databaseRecord } from './portfolio/database-record.ts'
import { shadowPortfolios } from './portfolio/shadow.ts'
import type { DeskClient, Market, Services } from './services.ts'

export function services(env: Bindings, requestId: string): Services {
  const settings = readSettings(env)
  const traced = { requestId: () => requestId }
  const asOwner = (userId: string) => database(settings, { role: 'user', userId }, traced)
  const asService = database(settings, { role: 'service' }, traced)
  const now = () => new Date()
  const log = logger(settings.LOG_LEVEL)
  return {
    requestId,
    auth: {
      origin: settings.AUTH_URL,
      secrets: settings.AUTH_SECRETS,
      issuer: settings.GOOGLE_ISSUER,
      clientId: settings.GOOGLE_CLIENT_ID,
      clientSecret: settings.GOOGLE_CLIENT_SECRET,
      adminEmails: settings.ADMIN_EMAILS,
    },
    limits: {
      perUser: rateLimit(env.LIMIT_PER_USER),
      perAddress: rateLimit(env.LIMIT_PER_ADDRESS),
      signInsPerAddress: rateLimit(env.LIMIT_SIGN_INS),
    },
    mentor: settings.MENTOR,
    users: databaseUsers({ asService, asOwner, now }),
    ownData: databaseOwnData({ asService, asOwner }),
    chats: databaseChatList(asOwner),
    market: market(env),
    statusHistory: () => watchOf(env).history(),
    record: databaseRecord(asService, now),
    parkedRows: databaseParkedRows(asService),
    admin: databaseAdministration(asService),
    shadow: (userId) =>
      shadowPortfolios(userId, {
        asOwner: asOwner(userId),
        asService,
        market: market(env),
        now,
      }),
    reports: reports(env),
    deadLetters: databaseDeadLetters({
      asService,
      enqueue: (ids) => enqueuePushes(env, ids),
      retryPost: (eventId) => discordOutbox(env, 'market').retry(eventId),
      now,
    }),
    pushPublicKey: settings.VAPID_PUBLIC_KEY,
    rules: (userId) => databaseRuleBook(userId, asOwner(userId), ingestClient(settings, traced)),
    devices: (userId) =>
      databaseDevices(userId, {
        asOwner: asOwner(userId),
        asService,
        extraOrigins: settings.PUSH_EXTRA_ORIGINS,
        enqueue: (ids) => enqueuePushes(env, ids),
        now,
      }),
    notifications: (userId) => databaseNotifications(userId, asOwner(userId), now),
    contexts: (userId) => databaseContexts(userId, { asOwner: asOwner(userId), asService, now }),
    room: (userId, chatId) => room(env, userId, chatId, requestId),
    desk: (userId) => desk(env, userId),
    version: env.VERSION?.id ?? '',
    measure: measureTo(env.METRICS),
    reportFault: faultReporter({ log, settings, keepAlive: waitUntil }),
    log,
    now,
  }
}

function room(env: Bindings, userId: string, chatId: string, requestId: string): Room {
  const stub = env.CHAT_ROOM.getByName(`${userId}/${chatId}`)
  return {
    open: (opening) => stub.open(opening),
    chat: () => stub.chat(),
    rename: (title) => stub.rename(title),
    remove: () => stub.remove(),
    messages: (page) => stub.messages(page),
    async ask(question) {
      using outcome = await stub.ask(question, requestId)
      return { ...outcome }
    },
    async regenerate(request) {
      using outcome = await stub.regenerate(request, requestId)
      return { ...outcome }
    },
    rate: (messageId, feedback) => stub.rate(messageId, feedback),
    async stream(after) {
      using outcome = await stub.stream(after)
      return { ...outcome }
    },
    stop: (turnId) => stub.stop(turnId),
    retryParked: (row) => stub.retryParked(row),
  }
}

function desk(env: Bindings, userId: string): DeskClient {
  const stub = deskOf(env, userId)
  return {
    check: (session) => stub.check(session),
    revokeSession: (sessionId) => stub.revokeSession(sessionId),
    revokeAll: () => stub.revokeAll(),
    setDisabled: (disabled) => stub.setDisabled(disabled),
    setProfile: (profile) => stub.setProfile(profile),
    erase: () => stub.erase(),
  }
}

function market(env: Bindings): Market {
  const hub = marketHub(env)
  return {
    prices: () => hub.prices(),
    history: (symbol, range) => hub.history(symbol, range),
    fearGreedHistory: (days) => hub.fearGreedHistory(days),
    stream: () => hub.stream(),
  }
}

function rateLimit(counter: Bindings['LIMIT_PER_USER']): RateLimit {
  return { take: async (key) => (await counter.limit({ key })).success }
}
