/**
 * The two models, what they cost, and how each is told to answer without thinking first.
 *
 * Prices in USD per million tokens, from platform.claude.com/docs/en/about-claude/pricing (November 2026).
 * Thinking: the 5.5 models think by default, which delays the first word; Haiku 5.5 accepts `disabled`, Sonnet 5.5
 * `between_tools` (no thinking up front, and without tools none at all), older models do not think unless asked.
 */
import type { ThinkingConfigParam } from '@anthropic-ai/sdk/resources/messages'

export type ModelClass = 'fast' | 'smart'

export interface Prices {
  readonly input: number
  readonly cacheWrite: number
  readonly cacheRead: number
  readonly output: number
}

export interface Model {
  readonly id: string
  readonly prices: Prices
  readonly thinking?: ThinkingConfigParam
  /** Whether the model takes `output_config.effort`. */
  readonly takesEffort: boolean
}

/** What one call consumed; the three kinds of input do not overlap. */
export interface TokenUsage {
  readonly inputTokens: number
  readonly cacheWriteTokens: number
  readonly cacheReadTokens: number
  readonly outputTokens: number
}

export const noTokens: TokenUsage = {
  inputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  outputTokens: 0,
}

const haiku55 = { input: 0.1, cacheWrite: 0.125, cacheRead: 0.01, output: 0.5 }
/** Haiku 5.5 charges more for every token of a call whose prompt is longer than this. */
const haiku55LongPromptTokens = 100_000
const haiku55Long = { input: 0.5, cacheWrite: 0.625, cacheRead: 0.05, output: 2.5 }

const known: readonly Model[] = [
  { id: 'claude-haiku-5-5', prices: haiku55, thinking: { type: 'disabled' }, takesEffort: true },
  {
    id: 'claude-sonnet-5-5',
    prices: { input: 2, cacheWrite: 2.5, cacheRead: 0.1, output: 10 },
    thinking: { type: 'between_tools' },
    takesEffort: true,
  },
  {
    id: 'claude-haiku-4-5',
    prices: { input: 1, cacheWrite: 1.25, cacheRead: 0.1, output: 5 },
    takesEffort: false,
  },
  {
    id: 'claude-sonnet-4-6',
    prices: { input: 3, cacheWrite: 3.75, cacheRead: 0.3, output: 15 },
    takesEffort: true,
  },
]

/** A model that is not in the table is billed at the dearest price here, so that a budget never runs over. */
const unknownPrices: Prices = { input: 10, cacheWrite: 12.5, cacheRead: 1, output: 50 }

export const defaultModels = { fast: 'claude-haiku-5-5', smart: 'claude-sonnet-5-5' } as const

/** Looks a model up by id; a dated id (`claude-haiku-4-5-20251001`) is its family's. */
export function modelById(id: string): Model {
  const match = known.find((model) => id === model.id || id.startsWith(`${model.id}-`))
  return match ? { ...match, id } : { id, prices: unknownPrices, takesEffort: false }
}

/** The price of one call in USD. */
export function costUsd(model: Model, usage: TokenUsage): number {
  const promptTokens = usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens
  const isLong = model.prices === haiku55 && promptTokens > haiku55LongPromptTokens
  const prices = isLong ? haiku55Long : model.prices
  const perMillion =
    usage.inputTokens * prices.input +
    usage.cacheWriteTokens * prices.cacheWrite +
    usage.cacheReadTokens * prices.cacheRead +
    usage.outputTokens * prices.output
  return perMillion / 1_000_000
}
