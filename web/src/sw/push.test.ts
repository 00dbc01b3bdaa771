import { describe, expect, it } from 'vitest'
import { shownOf, targetOf } from './push.ts'

const payload = {
  notificationId: '019326a0-0000-7000-8000-000000000001',
  kind: 'market_event',
  symbol: 'BTC',
  direction: 'down',
  title: 'BTC -5.2%',
  body: '1시간 사이',
  tag: 'event-1',
  url: '/chat/new?context=019326a0-0000-7000-8000-000000000002',
  badge: 3,
  silent: false,
  locale: 'ko',
  at: '2026-11-28T09:00:00.000Z',
}
const origin = 'https://app.example.com'

describe('a push', () => {
  it('is shown under its tag, in its language, and remembers what it is about', () => {
    const { title, badge, options } = shownOf(payload)
    expect([title, badge]).toEqual(['BTC -5.2%', 3])
    expect(options).toMatchObject({
      tag: 'event-1',
      lang: 'ko',
      silent: false,
      renotify: false,
      timestamp: Date.parse('2026-11-28T09:00:00Z'),
      data: { notificationId: payload.notificationId, url: payload.url },
    })
  })

  it('that is none of ours is not shown', () => {
    expect(() => shownOf({ title: 'win a prize' })).toThrow()
    expect(() => shownOf(undefined)).toThrow()
  })
})

describe('a tap', () => {
  it('leads to the alert’s chat', () => {
    expect(targetOf(shownOf(payload).options.data, origin)).toEqual({
      href: `${origin}${payload.url}`,
      id: payload.notificationId,
    })
  })

  it.each(['https://evil.example/x', '//evil.example/x', 'javascript:alert(1)'])(
    'never leaves the site: %s',
    (url) => {
      expect(targetOf({ notificationId: 'x', url }, origin).href).toBe(`${origin}/notifications`)
    },
  )

  it('on something unknown opens the list', () => {
    expect(targetOf(null, origin)).toEqual({ href: `${origin}/notifications` })
  })
})
