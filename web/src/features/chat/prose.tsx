/** The mentor's Markdown as elements. Text is only ever text: no string becomes HTML. */
import type { Fact, MessagePart } from '@sage/edge/contract'
import { Fragment, type ReactNode } from 'react'
import { Figure } from './figure.tsx'
import { type Block, type Inline, parseMarkdown } from './markdown.ts'

/** A browser may break the line behind a button; a Korean particle or a full stop must stay with its figure. */
const clingingText = /^\S{1,8}/

interface Source {
  readonly parts: readonly MessagePart[]
  readonly facts: readonly Fact[]
}

/** Blocks and inlines only grow at their ends, so their places identify them. */
export function Prose({ parts, facts }: Source) {
  const source = { parts, facts }
  return (
    <div className="space-y-3">
      {parseMarkdown(parts).map((block, place) => (
        <Fragment key={place}>{blockElement(block, source)}</Fragment>
      ))}
    </div>
  )
}

function blockElement(block: Block, source: Source): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return <p className="whitespace-pre-line">{inlineElements(block.children, source)}</p>
    case 'heading':
      return <h3 className="pt-1 font-semibold">{inlineElements(block.children, source)}</h3>
    case 'quote':
      return (
        <blockquote className="border-l-2 border-gold pl-3 whitespace-pre-line text-ink-2">
          {inlineElements(block.children, source)}
        </blockquote>
      )
    case 'list': {
      const items = block.items.map((item, place) => <li key={place}>{inlineElements(item, source)}</li>)
      return block.ordered ? (
        <ol start={block.start} className="list-decimal space-y-1 pl-6 marker:text-ink-3">
          {items}
        </ol>
      ) : (
        <ul className="list-disc space-y-1 pl-5 marker:text-ink-3">{items}</ul>
      )
    }
    case 'table':
      return (
        <div className="relative overflow-x-auto">
          <table className="min-w-full border-collapse text-sm">
            <thead>
              <tr>{cellElements('th', block.head, source)}</tr>
            </thead>
            <tbody>
              {block.rows.map((row, place) => (
                <tr key={place}>{cellElements('td', row, source)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )
  }
}

function cellElements(Cell: 'th' | 'td', cells: readonly (readonly Inline[])[], source: Source): ReactNode {
  return cells.map((cell, place) => (
    <Cell
      key={place}
      className="border-b border-line px-3 py-1.5 text-left font-normal first:pl-0 [th&]:font-semibold"
    >
      {inlineElements(cell, source)}
    </Cell>
  ))
}

function inlineElements(inlines: readonly Inline[], source: Source): ReactNode {
  return inlines.map((inline, place) => (
    <Fragment key={place}>{inlineElement(inline, source, inlines[place - 1], inlines[place + 1])}</Fragment>
  ))
}

function inlineElement(
  inline: Inline,
  source: Source,
  before: Inline | undefined,
  after: Inline | undefined,
): ReactNode {
  switch (inline.type) {
    case 'text':
      return before?.type === 'fact' ? inline.text.replace(clingingText, '') : inline.text
    case 'fact': {
      const part = source.parts[inline.part]
      if (part?.type !== 'fact') return null
      return (
        <span className="whitespace-nowrap">
          <Figure id={part.id} text={part.text} facts={source.facts} />
          {after?.type === 'text' && clingingText.exec(after.text)?.[0]}
        </span>
      )
    }
    case 'bold':
      return <strong className="font-semibold">{inlineElements(inline.children, source)}</strong>
    case 'emphasis':
      return <em>{inlineElements(inline.children, source)}</em>
    case 'code':
      return (
        <code className="rounded bg-sunken px-1 py-0.5 text-[0.9em]">
          {inlineElements(inline.children, source)}
        </code>
      )
  }
}
