import { describe, expect, it } from 'vitest'
import { isUnread, withSeen } from './seen.ts'

const chat = (id: string, minute: number) => {
  const at = `2026-11-24T00:${String(minute).padStart(2, '0')}:00.000Z`
  return { id, title: '', createdAt: at, updatedAt: at }
}

describe('an unread chat', () => {
  it('is one that went on since it was last on screen', () => {
    const seen = withSeen({ since: chat('', 0).updatedAt, chats: {} }, chat('a', 5))
    expect(isUnread(chat('a', 5), seen)).toBe(false)
    expect(isUnread(chat('a', 6), seen)).toBe(true)
  })

  it('is one that began after the first visit and was never opened', () => {
    const seen = { since: chat('', 3).updatedAt, chats: {} }
    expect(isUnread(chat('old', 3), seen)).toBe(false)
    expect(isUnread(chat('new', 4), seen)).toBe(true)
  })

  it('does not exist before the first list was read', () => {
    expect(isUnread(chat('a', 5), { chats: {} })).toBe(false)
  })

  it('is remembered for the chats that were read last', () => {
    let seen = withSeen({ chats: {} }, chat('first', 1))
    for (let place = 0; place < 300; place += 1) seen = withSeen(seen, chat(`c${place}`, 2))
    expect(Object.keys(seen.chats)).toHaveLength(300)
    expect(seen.chats.first).toBeUndefined()
    expect(withSeen(seen, chat('c299', 2))).toBe(seen)
  })
})
