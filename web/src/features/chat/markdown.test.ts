import type { MessagePart } from '@sage/edge/contract'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { type Block, type Inline, parseMarkdown } from './markdown.ts'
import { Prose } from './prose.tsx'

const words = (text: string): MessagePart[] => [{ type: 'text', text }]
const html = (parts: MessagePart[]) => renderToStaticMarkup(Prose({ parts, facts: [] }))

function plain(blocks: readonly Block[]): string {
  const inline = (each: Inline): string => {
    if (each.type === 'text') return each.text
    return each.type === 'fact' ? '#' : each.children.map(inline).join('')
  }
  return blocks
    .map((block) => {
      if (block.type === 'list') return block.items.map((item) => item.map(inline).join('')).join('|')
      if (block.type === 'table') return [block.head, ...block.rows].flat(2).map(inline).join('|')
      return block.children.map(inline).join('')
    })
    .join('\n')
}

describe('Markdown', () => {
  it('knows paragraphs, headings, lists, tables and quotes', () => {
    const blocks = parseMarkdown(
      words(
        '## 머리\n첫 줄\n둘째 줄\n\n- 하나\n- 둘\n\n3. 셋\n4. 넷\n\n| 코인 | 값 |\n|---|---:|\n| BTC | 1 |\n\n> 말',
      ),
    )
    expect(blocks.map(({ type }) => type)).toEqual(['heading', 'paragraph', 'list', 'list', 'table', 'quote'])
    expect(blocks[3]).toMatchObject({ ordered: true, start: 3 })
    expect(blocks[4]).toMatchObject({ head: [[{ text: '코인' }], [{ text: '값' }]], rows: [{ length: 2 }] })
  })

  it('keeps figures where they stand, inside bold, lists and tables too', () => {
    const parts: MessagePart[] = [
      { type: 'text', text: '**지금 ' },
      { type: 'fact', id: 'BTC.price', text: '68,000 USDT' },
      { type: 'text', text: '일세.**\n\n| BTC | ' },
      { type: 'fact', id: 'BTC.change24h', text: '+1.00%' },
      { type: 'text', text: ' |' },
    ]
    const out = html(parts)
    expect(out).toMatch(
      /<strong[^>]*>지금 <span[^>]*><span[^>]*data-fact-id="BTC.price"[^>]*>68,000 USDT<\/span>일세\.<\/span><\/strong>/,
    )
    expect(out).toMatch(/<th[^>]*><span[^>]*><span[^>]*data-fact-id="BTC.change24h"/)
  })

  it('never turns text into HTML', () => {
    const out = html(words('<img src=x onerror=alert(1)> **<script>** [a](javascript:alert(1))'))
    expect(out).not.toMatch(/<img|<script|<a /)
    expect(out).toContain('&lt;img')
  })

  it('cannot be made to show a figure by text alone', () => {
    const out = html([...words('\uE0001\uE001 \uE0000\uE001'), { type: 'fact', id: 'BTC.price', text: '1' }])
    expect(out.match(/data-fact-id/g)).toHaveLength(1)
  })

  it('never shows a mark while the text streams in, and never takes a word back', () => {
    const text =
      '먼저 **굵게 *기울임* 보고** 다음.\n\n- 하나\n- **둘**\n\n| 가 | 나 |\n|---|---|\n| 다 | 라 |'
    let before = ''
    for (let end = 1; end <= text.length; end += 1) {
      const blocks = parseMarkdown(words(text.slice(0, end)))
      expect(plain(blocks).replace(/^[-|]$/m, '')).not.toMatch(/\*\*/)
      const letters = plain(blocks).replace(/[^가-힣]/g, '')
      expect(letters.startsWith(before)).toBe(true)
      before = letters
    }
  })

  it('leaves a lone asterisk alone', () => {
    expect(plain(parseMarkdown(words('2 * 3')))).toBe('2 * 3')
  })
})
