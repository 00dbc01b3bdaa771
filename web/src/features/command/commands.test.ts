import { describe, expect, it } from 'vitest'
import { type Command, initialsOf, matching } from './commands.ts'

const command = (title: string, words = ''): Command => ({
  id: title,
  group: 'go',
  title,
  words,
  run: () => {},
})
const commands = [
  command('시세', 'market'),
  command('비트코인', 'BTC bitcoin'),
  command('새 대화', 'new chat'),
]
const titles = (text: string) => matching(commands, text).map(({ title }) => title)

describe('the command palette', () => {
  it('offers everything before anything is typed', () => {
    expect(titles('  ')).toEqual(['시세', '비트코인', '새 대화'])
  })

  it.each([
    ['비트', '비트코인'],
    ['btc', '비트코인'],
    ['ㅂㅌ', '비트코인'],
    ['chat new', '새 대화'],
    ['MARKET', '시세'],
    ['\u1109\u1175\u1109\u1166', '시세'],
  ])('finds by %s', (text, title) => {
    expect(titles(text)).toEqual([title])
  })

  it('puts what begins with the letters first', () => {
    const two = [command('지난 BTC 대화'), command('BTC')]
    expect(matching(two, 'btc').map(({ title }) => title)).toEqual(['BTC', '지난 BTC 대화'])
  })

  it('finds nothing by words that stand nowhere', () => {
    expect(titles('도지')).toEqual([])
  })
})

describe('initials', () => {
  it('are the first consonants, and other letters as they are', () => {
    expect(initialsOf('쌀 값 A1')).toBe('ㅆ ㄱ A1'.normalize('NFKD'))
  })
})
