/** Rough token counts, and a prompt cache that remembers the prefixes it was asked to keep. */
import { hashText } from '../random.ts'
import type { Block, MessagesRequest } from './request.ts'

/** About four Latin letters, one and a half Korean syllables or two digits make a token. */
export function tokenize(text: string): string[] {
  return text.match(/\s?[A-Za-z]{1,5}|\s?\d{1,3}|\s?[가-힣]{1,2}|\s+|[^\sA-Za-z0-9가-힣]/gu) ?? []
}

export function countTokens(text: string): number {
  return tokenize(text).length
}

export interface InputUsage {
  readonly input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
}

export interface PromptCache {
  /** Reads the longest cached prefix and writes the new ones, as the breakpoints say. */
  meter(request: MessagesRequest): InputUsage
}

/** Shorter prefixes are not cached, whatever the request says. */
const fewestCachedTokens = 512
const lifetimeMs = 5 * 60_000

export function createPromptCache(now: () => number): PromptCache {
  const lastUse = new Map<string, number>()
  return {
    meter(request) {
      const nowMs = now()
      for (const [key, usedMs] of lastUse) if (nowMs - usedMs > lifetimeMs) lastUse.delete(key)
      let prefix = request.model
      let tokens = 0
      let read = 0
      let written = 0
      for (const { text, isBreakpoint } of blocksInOrder(request)) {
        prefix = `${hashText(prefix)}/${hashText(text)}/${text.length}`
        tokens += countTokens(text)
        if (!isBreakpoint || tokens < fewestCachedTokens) continue
        if (lastUse.has(prefix)) read = tokens
        else written = tokens - read
        lastUse.set(prefix, nowMs)
      }
      return {
        input_tokens: tokens - read - written,
        cache_creation_input_tokens: written,
        cache_read_input_tokens: read,
      }
    },
  }
}

function blocksInOrder({ system = [], messages }: MessagesRequest): Block[] {
  return [...system, ...messages.flatMap(({ content }) => content)]
}
