import { Buffer } from 'node:buffer'
import { beforeAll, expect, test } from 'vitest'
import type { PushPayload } from '../../contract/notification.ts'
import { fitting, type PushMessage, type PushTarget, sendPush } from './send.ts'

let keys: Pick<PushTarget, 'p256dh' | 'auth'>
beforeAll(async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  keys = { p256dh: Buffer.from(point).toString('base64url'), auth: 'A'.repeat(22) }
})

function messageOf(change: Partial<PushPayload> = {}, ttlS = 3600): PushMessage {
  const id = '0193b2c0-0000-7000-8000-000000000001'
  const payload: PushPayload = {
    ...{ notificationId: id, kind: 'market_event', title: 'BTC 급락 -5.2%', body: '짧게.', tag: id },
    ...{ url: `/chat/new?context=${id}`, badge: 1, silent: false, locale: 'ko' },
    at: '2026-11-28T08:00:00.000Z',
    ...change,
  }
  return { payload, ttlS, urgency: 'high', topic: id.replaceAll('-', '') }
}

/** What left for a push service that answers `status`, and what came of it. */
async function sent(endpoint: string, message = messageOf(), status = 201) {
  const requests: { url: string; init: RequestInit; bytes: number }[] = []
  const outcome = await sendPush({ endpoint, ...keys }, message, {
    extraOrigins: new Set(['http://127.0.0.1:4321']),
    vapid: async (origin) => `vapid t=${origin}`,
    fetch: async (url, init) => {
      requests.push({ url, init, bytes: init.body instanceof Uint8Array ? init.body.length : 0 })
      return new Response(null, { status })
    },
    now: () => new Date(),
  })
  return { outcome, requests }
}

const service = 'https://fcm.googleapis.com/fcm/send/1'

test.each([
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/push',
  'https://user:secret@fcm.googleapis.com/fcm/send/1',
  'https://fcm.googleapis.com:8080/fcm/send/1',
  'http://127.0.0.1:4322/push/1',
])('no request leaves for %s', async (endpoint) => {
  expect(await sent(endpoint)).toEqual({
    outcome: { status: 'refused', error: 'not the address of a push service' },
    requests: [],
  })
})

test('a redirect is not followed, and what is too old does not leave', async () => {
  const { outcome, requests } = await sent(service, messageOf(), 307)
  expect(outcome).toEqual({ status: 'refused', error: 'push service answered 307' })
  expect(requests.map(({ init }) => init.redirect)).toEqual(['manual'])
  expect(await sent(service, messageOf({}, 0))).toEqual({ outcome: { status: 'expired' }, requests: [] })
})

test('the length of a message does not tell what it says, and the longest fits', async () => {
  const [short] = (await sent(service)).requests
  const [longer] = (await sent(service, messageOf({ body: '조금 더 길게, 그래도 같은 길이로.' }))).requests
  expect(short?.bytes).toBe(longer?.bytes)
  const [longest] = (await sent(service, messageOf(fitting(messageOf({ body: '가'.repeat(2000) }).payload))))
    .requests
  expect(longest?.bytes).toBeGreaterThan(1500)
  expect(longest?.bytes).toBeLessThanOrEqual(4096)
})
