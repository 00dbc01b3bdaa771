/**
 * How data is put into a prompt: facts as lines, everything that people wrote inside tags that it cannot close.
 */
import type { MessageParam, TextBlockParam } from '@anthropic-ai/sdk/resources/messages'
import type { Fact } from '../contract/fact.ts'
import type { Brief } from './brief.ts'
import type { PriorMessage } from './turn.ts'

/** Text from people (questions, history, titles): it can neither close a tag nor write a fact reference. */
export function escapeData(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\{(?=\{)/g, '{ ')
}

export function tag(name: string, body: string): string {
  return `<${name}>\n${body}\n</${name}>`
}

/** `BTC.price = 67250.12 USDT (binance, 2026-11-24T09:00:00Z)`, a fact a line, ` stale` inside the parentheses. */
export function factLines(facts: Iterable<Fact>): string {
  return [...facts]
    .map((fact) => {
      const stale = fact.stale ? ' stale' : ''
      return `${fact.id} = ${fact.value} ${fact.unit} (${fact.venue}, ${fact.at}${stale})`
    })
    .join('\n')
}

export function briefLines(brief: Brief): string {
  return brief.items
    .map((item) => `${item.symbol}: ${escapeData(item.observation)} [${item.factIds.join(', ')}]`)
    .join('\n')
}

/** A system prompt whose stable part comes first and is cached, with what changes per user after it. */
export function systemBlocks(stable: string, changing = ''): TextBlockParam[] {
  const cached: TextBlockParam = { type: 'text', text: stable, cache_control: { type: 'ephemeral' } }
  return changing === '' ? [cached] : [cached, { type: 'text', text: changing }]
}

/** Shorter histories are below the cache's minimum of 512 tokens more often than not. */
const historyWorthCaching = 4

/**
 * The history as strictly alternating turns, then `last`. Turns of one side in a row (an answer that never came)
 * are joined; the first turn is a user's, and so is the last.
 */
export function conversation(history: readonly PriorMessage[], last: string): MessageParam[] {
  const turns: { role: 'user' | 'assistant'; text: string }[] = []
  for (const message of history) {
    const text = escapeData(message.text)
    if (text.trim() === '') continue
    const previous = turns.at(-1)
    if (previous?.role === message.role) previous.text += `\n\n${text}`
    else if (previous || message.role === 'user') turns.push({ role: message.role, text })
  }
  const unanswered = turns.at(-1)?.role === 'user' ? turns.pop() : undefined
  const closing = unanswered ? `${tag('earlier_unanswered', unanswered.text)}\n${last}` : last
  return [
    ...turns.map((turn, index): MessageParam => {
      const isLast = index === turns.length - 1
      if (!isLast || turns.length < historyWorthCaching) return { role: turn.role, content: turn.text }
      return {
        role: turn.role,
        content: [{ type: 'text', text: turn.text, cache_control: { type: 'ephemeral' } }],
      }
    }),
    { role: 'user', content: closing },
  ]
}
