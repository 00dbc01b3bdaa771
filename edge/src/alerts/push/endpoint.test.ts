import { expect, test } from 'vitest'
import { allowedEndpoint } from './endpoint.ts'

const none = new Set<string>()

test.each([
  'https://fcm.googleapis.com/fcm/send/abc',
  'https://android.googleapis.com/gcm/send/abc',
  'https://web.push.apple.com/QGuQyavXutnMH',
  'https://wns2-par02p.notify.windows.com/w/?token=abc',
  'https://updates.push.services.mozilla.com/wpush/v2/abc',
  'https://fcm.googleapis.com:443/fcm/send/abc',
])('%s may be pushed to', (endpoint) => {
  expect(allowedEndpoint(endpoint, none)).toBe(new URL(endpoint).href)
})

test.each([
  'https://169.254.169.254/latest/meta-data/',
  'https://localhost/push',
  'https://127.0.0.1/push',
  'https://[::1]/push',
  'https://2130706433/push',
  'https://0x7f000001/push',
  'https://fcm.googleapis.com:8080/fcm/send/abc',
  'https://fcm.googleapis.com:80/fcm/send/abc',
  'http://fcm.googleapis.com/fcm/send/abc',
  'https://user@fcm.googleapis.com/fcm/send/abc',
  'https://user:secret@fcm.googleapis.com/fcm/send/abc',
  'https://fcm.googleapis.com@evil.test/fcm/send/abc',
  'https://fcm.googleapis.com.evil.test/fcm/send/abc',
  'https://evil-push.apple.com.test/abc',
  'https://evilpush.apple.com/abc',
  'https://push.apple.com/abc',
  'https://notify.windows.com/abc',
  'https://xnotify.windows.com/abc',
  'https://updates.push.services.mozilla.com./abc',
  'https://fcm.googleapis.com%2eevil.test/abc',
  'https://fcm.googleapis.com/abc#x',
  'file:///etc/passwd',
  'ftp://fcm.googleapis.com/abc',
  'fcm.googleapis.com',
  '',
])('%s may not', (endpoint) => {
  expect(allowedEndpoint(endpoint, none)).toBeUndefined()
})

test('a further origin is allowed as it is, on no other port and under no other name', () => {
  const extra = new Set(['http://127.0.0.1:4321'])
  expect(allowedEndpoint('http://127.0.0.1:4321/push/abc', extra)).toBe('http://127.0.0.1:4321/push/abc')
  for (const other of ['http://127.0.0.1:4322/x', 'http://localhost:4321/x', 'https://127.0.0.1:4321/x']) {
    expect(allowedEndpoint(other, extra)).toBeUndefined()
  }
  expect(allowedEndpoint('http://me@127.0.0.1:4321/x', extra)).toBeUndefined()
})
