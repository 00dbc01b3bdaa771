import type { CoinSymbol } from '@sage/db/vocabulary'
import { describe, expect, it } from 'vitest'
import type { SignalRow } from './ledger.ts'
import { memoryLedger } from './testing/memory-ledger.ts'
import type { Tick } from './tick.ts'
import { closeTrade, placeTrade, undoTrade } from './trading.ts'

function desk(signals: readonly SignalRow[] = []) {
  const ledger = memoryLedger(signals)
  const desk = {
    ledger,
    nowMs: Date.UTC(2026, 0, 1),
    bid: '99',
    ask: '101' as string | undefined,
    stopped: 0,
    waitedMs: 0,
    now: () => new Date(desk.nowMs),
    wait: async (ms: number) => {
      desk.waitedMs += ms
    },
    watch: async () => ({
      first: async (symbol: CoinSymbol): Promise<Tick | undefined> =>
        desk.ask === undefined
          ? undefined
          : {
              symbol,
              bid: desk.bid,
              ask: desk.ask,
              venue: 'binance',
              at: desk.now().toISOString(),
              marks: {},
            },
      stop: () => {
        desk.stopped += 1
      },
    }),
  }
  return desk
}

const signal = (action: 'buy' | 'sell'): SignalRow => ({
  id: 's1',
  symbol: 'ETH',
  action,
  confidence: 'high',
  reasoning: 'because',
  price: '100',
  at: new Date(0),
  chatId: null,
  messageId: null,
})

const buy = (quantity: string) => ({ symbol: 'ETH', side: 'buy', quantity }) as const
const sell = (quantity: string) => ({ symbol: 'ETH', side: 'sell', quantity }) as const

describe('placing a trade', () => {
  it('buys at the ask and sells at the bid, a tenth of a percent each', async () => {
    const at = desk()
    await placeTrade(buy('2'), at)
    await placeTrade(sell('1'), at)
    expect(at.ledger.trades).toMatchObject([
      // 2 x 101 x 0.001
      { side: 'buy', price: '101', quantity: '2', fee: '0.202', spread: '2', signalId: null },
      // 99 x 0.001
      { side: 'sell', price: '99', quantity: '1', fee: '0.099' },
    ])
  })

  it('buys for money to eight decimals, rounded down', async () => {
    const at = desk()
    await placeTrade({ symbol: 'ETH', side: 'buy', usdt: '50' }, at)
    // 50 / 101 = 0.495049504950...
    expect(at.ledger.trades[0]?.quantity).toBe('0.4950495')
  })

  it('happens only at a live price, and leaves no watch behind', async () => {
    const silent = Object.assign(desk(), { ask: undefined })
    expect(await placeTrade(buy('1'), silent)).toEqual({ status: 'refused', reason: 'stale_market' })
    expect(silent.ledger.trades).toEqual([])
    expect(silent.stopped).toBe(1)
  })

  it('never shares a moment with another fill', async () => {
    const at = desk()
    await placeTrade(buy('1'), at)
    await placeTrade(buy('1'), at)
    const [first, second] = at.ledger.trades
    expect(second?.at.getTime()).toBe((first?.at.getTime() ?? 0) + 1)
  })

  it('decides again when another request was quicker', async () => {
    const at = desk([signal('sell')])
    await placeTrade(buy('3'), at)
    let others = 1
    at.ledger.beforeWrite = async () => {
      if (others === 0) return
      others -= 1
      await placeTrade(sell('1'), at)
    }
    await placeTrade({ signalId: 's1' }, at)
    // Of the 3 held when it was tapped, 2 are left.
    expect(at.ledger.trades.map(({ side, quantity }) => [side, quantity])).toEqual([
      ['buy', '3'],
      ['sell', '1'],
      ['sell', '2'],
    ])
  })
})

describe('a signal', () => {
  it('is taken once', async () => {
    const at = desk([signal('buy')])
    const taken = await placeTrade({ signalId: 's1' }, at)
    const tradeId = taken.status === 'done' ? taken.tradeId : undefined
    expect(await placeTrade({ signalId: 's1' }, at)).toEqual({
      status: 'refused',
      reason: 'signal_taken',
      tradeId,
    })
    expect(at.ledger.trades).toHaveLength(1)
  })

  it('that is not there is looked for a little while', async () => {
    const at = desk()
    expect(await placeTrade({ signalId: 's1' }, at)).toEqual({ status: 'unknown' })
    expect(at.waitedMs).toBe(1300)
  })

  it('to sell closes the whole holding', async () => {
    const at = desk([signal('sell')])
    await placeTrade(buy('3'), at)
    await placeTrade({ signalId: 's1' }, at)
    expect(at.ledger.trades[1]).toMatchObject({ side: 'sell', quantity: '3' })
  })

  it('to sell without a holding avoids the default amount', async () => {
    const at = desk([signal('sell')])
    await placeTrade({ signalId: 's1' }, at)
    // 1000 / 99
    expect(at.ledger.trades[0]?.quantity).toBe('10.1010101')
  })
})

describe('closing', () => {
  async function withTrade(order: ReturnType<typeof buy> | ReturnType<typeof sell>) {
    const at = desk()
    const placed = await placeTrade(order, at)
    return { at, id: placed.status === 'done' ? placed.tradeId : '' }
  }

  it('a holding sells at the bid, an avoided position buys at the ask', async () => {
    const long = await withTrade(buy('1'))
    await closeTrade(long.id, undefined, long.at)
    expect(long.at.ledger.closes).toMatchObject([{ price: '99', quantity: '1' }])
    const inverse = await withTrade(sell('1'))
    await closeTrade(inverse.id, '0.5', inverse.at)
    expect(inverse.at.ledger.closes).toMatchObject([{ price: '101', quantity: '0.5' }])
  })

  it('never closes more than is open, whatever comes at once', async () => {
    const { at, id } = await withTrade(buy('1'))
    let others = 1
    at.ledger.beforeWrite = async () => {
      if (others === 0) return
      others -= 1
      await closeTrade(id, '0.7', at)
    }
    expect(await closeTrade(id, '0.7', at)).toEqual({ status: 'refused', reason: 'nothing_open' })
    expect(at.ledger.closes).toHaveLength(1)
  })

  it('of what was sold meanwhile is refused', async () => {
    const { at, id } = await withTrade(buy('1'))
    await placeTrade(sell('1'), at)
    expect(await closeTrade(id, undefined, at)).toEqual({ status: 'refused', reason: 'nothing_open' })
  })
})

describe('taking back', () => {
  it('works for ten seconds and not a moment longer', async () => {
    const at = desk()
    const first = await placeTrade(buy('1'), at)
    const second = await placeTrade(buy('2'), at)
    const idOf = (placed: typeof first) => (placed.status === 'done' ? placed.tradeId : '')
    at.nowMs += 10_000
    expect(await undoTrade(idOf(first), at)).toMatchObject({ status: 'done' })
    at.nowMs += 2
    expect(await undoTrade(idOf(second), at)).toEqual({ status: 'refused', reason: 'too_late' })
    expect(at.ledger.trades.map(({ quantity }) => quantity)).toEqual(['2'])
  })

  it('of a sale gives the holding back', async () => {
    const at = desk()
    const held = await placeTrade(buy('1'), at)
    const sale = await placeTrade(sell('1'), at)
    await undoTrade(sale.status === 'done' ? sale.tradeId : '', at)
    expect(await closeTrade(held.status === 'done' ? held.tradeId : '', undefined, at)).toMatchObject({
      status: 'done',
    })
  })
})
