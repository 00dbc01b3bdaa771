import type { FactId, MessagePart } from '@sage/edge/contract'
import { describe, expect, it } from 'vitest'
import { followUps } from './follow-ups.ts'

const citing = (...ids: FactId[]) => ({
  status: 'done' as const,
  parts: ids.map((id): MessagePart => ({ type: 'fact', id, text: '1' })),
})
const keys = (...ids: FactId[]) => followUps(citing(...ids)).map(({ key }) => key)

describe('what to ask next', () => {
  it('is about the coin of the answer', () => {
    const [first] = followUps(citing('ETH.price'))
    expect(first?.values).toEqual({ coin: 'ETH', other: 'BTC' })
    expect(keys('ETH.price')).toEqual(['chat.follow.risk', 'chat.follow.month', 'chat.follow.compare'])
  })

  it('compares two coins that were both in it, and no coin with itself', () => {
    expect(followUps(citing('SOL.price', 'XRP.price'))[0]?.values).toEqual({ coin: 'SOL', other: 'XRP' })
    expect(keys('BTC.price')).not.toContain('chat.follow.compare')
  })

  it('leaves out what was said already', () => {
    expect(keys('BTC.price', 'BTC.change30d', 'market.fearGreed')).toEqual(['chat.follow.risk'])
  })

  it('begins with the reasons where the answer leans one way', () => {
    const signal = {
      id: '019ab0a0-0000-7000-8000-000000000000',
      symbol: 'BTC' as const,
      action: 'buy' as const,
      confidence: 'low' as const,
      reasoning: '',
      factIds: [],
    }
    expect(followUps({ ...citing(), signal })[0]?.key).toBe('chat.follow.why')
  })

  it('is something general where no coin was in it', () => {
    expect(keys()).toEqual(['chat.follow.mood', 'chat.follow.first'])
  })

  it('is nothing after an answer that was cut short', () => {
    expect(followUps({ ...citing('BTC.price'), status: 'stopped' })).toEqual([])
  })
})
