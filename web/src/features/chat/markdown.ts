/**
 * The little Markdown that the mentor writes: paragraphs, headings, lists, tables, bold, emphasis and code. It is
 * read again with every piece that arrives, so what is not closed yet counts as closed at the end: nothing on
 * screen changes its kind when the closing mark comes. HTML is text like any other.
 */
import type { MessagePart } from '@sage/edge/contract'

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  /** A figure: the part of the message at `part`. */
  | { readonly type: 'fact'; readonly part: number }
  | { readonly type: 'bold' | 'emphasis' | 'code'; readonly children: readonly Inline[] }

export type Block =
  | { readonly type: 'paragraph' | 'heading' | 'quote'; readonly children: readonly Inline[] }
  | {
      readonly type: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly (readonly Inline[])[]
    }
  | {
      readonly type: 'table'
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }

// Private-use characters stand for figures while the text is taken apart; in prose they mean nothing.
const open = '\uE000'
const close = '\uE001'
const reserved = /[\uE000\uE001]/g

export function parseMarkdown(parts: readonly MessagePart[]): Block[] {
  const source = parts
    .map((part, index) =>
      part.type === 'fact' ? `${open}${index}${close}` : part.text.replace(reserved, ''),
    )
    .join('')
  const lines = source.split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at += 1
      continue
    }
    const kind = kindOf(line)
    const run = [line]
    at += 1
    while (at < lines.length && continues(kind, lines[at] ?? '')) {
      run.push(lines[at] ?? '')
      at += 1
    }
    blocks.push(blockOf(kind, run))
  }
  return blocks
}

type Kind = 'paragraph' | 'heading' | 'quote' | 'bullets' | 'numbers' | 'table'

const bullet = /^\s*[-*•]\s+/
const number = /^\s*(\d{1,3})[.)]\s+/
const heading = /^\s{0,3}#{1,6}\s+/
const quote = /^\s{0,3}>\s?/

function kindOf(line: string): Kind {
  if (heading.test(line)) return 'heading'
  if (quote.test(line)) return 'quote'
  if (bullet.test(line)) return 'bullets'
  if (number.test(line)) return 'numbers'
  if (line.trimStart().startsWith('|')) return 'table'
  return 'paragraph'
}

function continues(kind: Kind, line: string): boolean {
  return kind !== 'heading' && line.trim() !== '' && kindOf(line) === kind
}

function blockOf(kind: Kind, lines: readonly string[]): Block {
  switch (kind) {
    case 'heading':
      return { type: 'heading', children: inlines(lines.join(' ').replace(heading, '')) }
    case 'quote':
      return { type: 'quote', children: inlines(lines.map((line) => line.replace(quote, '')).join('\n')) }
    case 'bullets':
      return {
        type: 'list',
        ordered: false,
        start: 1,
        items: lines.map((line) => inlines(line.replace(bullet, ''))),
      }
    case 'numbers': {
      const start = Number(number.exec(lines[0] ?? '')?.[1] ?? 1)
      return {
        type: 'list',
        ordered: true,
        start,
        items: lines.map((line) => inlines(line.replace(number, ''))),
      }
    }
    case 'table': {
      const rows = lines.filter((line) => !/^\s*\|[\s:|-]*$/.test(line)).map(cells)
      return { type: 'table', head: rows[0] ?? [], rows: rows.slice(1) }
    }
    case 'paragraph':
      return { type: 'paragraph', children: inlines(lines.join('\n')) }
  }
}

function cells(line: string): Inline[][] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => inlines(cell.trim()))
}

const marks = { '**': 'bold', '*': 'emphasis', '`': 'code' } as const
const token = new RegExp(`${open}(\\d+)${close}|\\*\\*|\\*|\``, 'g')

function inlines(text: string): Inline[] {
  const root: Inline[] = []
  const stack: { readonly mark: keyof typeof marks; readonly children: Inline[] }[] = []
  const here = () => stack.at(-1)?.children ?? root
  const finish = () => {
    const top = stack.pop()
    // A mark with nothing behind it is the beginning of something that has not arrived yet.
    if (top && top.children.length > 0) here().push({ type: marks[top.mark], children: top.children })
  }
  let from = 0
  for (const match of text.matchAll(token)) {
    if (match.index > from) here().push({ type: 'text', text: text.slice(from, match.index) })
    from = match.index + match[0].length
    const mark = match[0]
    if (match[1] !== undefined) here().push({ type: 'fact', part: Number(match[1]) })
    else if (mark === '**' || mark === '*' || mark === '`') {
      if (stack.some((each) => each.mark === mark)) {
        while (stack.at(-1)?.mark !== mark) finish()
        finish()
      } else if (mark === '*' && /^\s/.test(text.slice(from))) {
        here().push({ type: 'text', text: '*' })
      } else {
        stack.push({ mark, children: [] })
      }
    }
  }
  if (from < text.length) here().push({ type: 'text', text: text.slice(from) })
  while (stack.length > 0) finish()
  return root
}
