/**
 * What `POST /v1/messages` accepts, and what today's models refuse (SDK 1.12, November 2026): sampling parameters and
 * a prefilled answer on the 5.5 models, output schemas with constraints that the grammar cannot express.
 */
import * as z from 'zod'
import { type ApiError, invalidRequest, unauthenticated } from './api-error.ts'

const CacheControl = z.object({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() })
const TextBlock = z.object({
  type: z.literal('text'),
  text: z.string(),
  cache_control: CacheControl.nullish(),
})
const OtherBlock = z.object({ type: z.string() }).transform(({ type }) => ({
  type,
  text: '',
  cache_control: undefined,
}))
const Content = z.union([z.string(), z.array(z.union([TextBlock, OtherBlock]))]).transform(blocksOf)

const Thinking = z.discriminatedUnion('type', [
  z.object({ type: z.literal('disabled') }),
  z.object({ type: z.literal('between_tools') }),
  z.object({ type: z.literal('adaptive'), display: z.string().nullish() }),
  z.object({ type: z.literal('enabled'), budget_tokens: z.number().int().min(1024) }),
])

export type JsonSchema = boolean | { readonly [keyword: string]: unknown }
const Schema: z.ZodType<{ readonly [keyword: string]: unknown }> = z.record(z.string(), z.unknown())

export const MessagesRequest = z.object({
  model: z.string().min(1),
  max_tokens: z.number().int().min(1),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant', 'system']), content: Content })).min(1),
  system: Content.optional(),
  stream: z.boolean().default(false),
  thinking: Thinking.nullish(),
  output_config: z
    .object({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).nullish(),
      format: z.object({ type: z.literal('json_schema'), schema: Schema }).nullish(),
    })
    .nullish(),
  stop_sequences: z.array(z.string()).nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: z.number().nullish(),
  top_k: z.number().nullish(),
})
export type MessagesRequest = z.infer<typeof MessagesRequest>

export interface Block {
  readonly text: string
  /** The prompt up to here is to be cached. */
  readonly isBreakpoint: boolean
}

/** Haiku answers fast and cheaply; everything else counts as smart. */
export type ModelClass = 'fast' | 'smart'

export interface Question {
  readonly request: MessagesRequest
  readonly modelClass: ModelClass
  /** Whether the model thinks before it answers, because it was not told otherwise. */
  readonly thinks: boolean
}

const knownModels =
  /^claude-(haiku-5-5|sonnet-5-5|opus-5-5|haiku-4-5|sonnet-4-6|sonnet-4-5|opus-4-6)(-\d{8})?$/
const mostOutputTokens = 64_000

export function readRequest(
  headers: { readonly key: string | undefined; readonly version: string | undefined },
  body: unknown,
): { readonly question: Question } | { readonly error: ApiError } {
  if (!headers.key) return { error: unauthenticated }
  if (!headers.version) return { error: invalidRequest('anthropic-version: header is required') }
  const parsed = MessagesRequest.safeParse(body)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { error: invalidRequest(`${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`) }
  }
  const request = parsed.data
  if (!knownModels.test(request.model)) {
    return { error: { status: 404, type: 'not_found_error', message: `model: ${request.model}` } }
  }
  const refusal = refuse(request)
  if (refusal !== undefined) return { error: invalidRequest(refusal) }
  const modelClass = request.model.includes('haiku') ? 'fast' : 'smart'
  return { question: { request, modelClass, thinks: thinks(request) } }
}

function refuse(request: MessagesRequest): string | undefined {
  const { model, messages, max_tokens, thinking } = request
  if (max_tokens > mostOutputTokens) {
    return `max_tokens: ${max_tokens} > ${mostOutputTokens}, which is the maximum allowed number of output tokens for ${model}`
  }
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role'
  const last = messages.at(-1)
  if (last?.role === 'assistant' && !model.includes('4-5')) {
    return 'This model does not support assistant message prefill. The conversation must end with a user message.'
  }
  const empty = messages.findIndex(({ content }) => content.every(({ text }) => text.trim() === ''))
  if (empty >= 0) return `messages.${empty}: user messages must have non-empty content`
  if (isNewest(model)) {
    for (const name of ['temperature', 'top_p', 'top_k'] as const) {
      const value = request[name]
      const isDefault = value === undefined || value === null || (name !== 'top_k' && value === 1)
      if (!isDefault) return `${name}: sampling parameters are not supported by ${model}`
    }
    if (thinking?.type === 'enabled')
      return `thinking: "enabled" is not supported by ${model}; use "adaptive"`
    if (thinking?.type === 'disabled' && !model.includes('haiku')) {
      return `thinking: "disabled" is not supported by ${model}; use "between_tools"`
    }
  }
  const schema = request.output_config?.format?.schema
  return schema ? refuseSchema(schema, 'output_config.format.schema') : undefined
}

const unsupportedKeywords: Readonly<Record<string, readonly string[]>> = {
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  string: ['minLength', 'maxLength'],
  array: ['maxItems', 'uniqueItems'],
}

/** The first constraint of a schema that the output grammar does not know, as the API words it. */
function refuseSchema(schema: unknown, path: string): string | undefined {
  if (Array.isArray(schema)) {
    for (const [index, part] of schema.entries()) {
      const refusal = refuseSchema(part, `${path}.${index}`)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }
  const parsed = Schema.safeParse(schema)
  if (!parsed.success) return undefined
  const { type, additionalProperties } = parsed.data
  if (type === 'object' && additionalProperties !== false) {
    return `${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`
  }
  const unsupported = (unsupportedKeywords[String(type)] ?? []).filter((keyword) => keyword in parsed.data)
  if (unsupported.length > 0) {
    return `${path}: For '${String(type)}' type, properties ${unsupported.join(', ')} are not supported`
  }
  for (const [keyword, part] of Object.entries(parsed.data)) {
    if (keyword === 'enum' || keyword === 'const' || keyword === 'default' || keyword === 'examples') continue
    const isMap = keyword === 'properties' || keyword === '$defs' || keyword === 'definitions'
    const parts = isMap ? Object.entries(Schema.catch({}).parse(part)) : [['', part] as const]
    for (const [name, each] of parts) {
      const refusal = refuseSchema(each, [path, keyword, name].filter(Boolean).join('.'))
      if (refusal !== undefined) return refusal
    }
  }
  return undefined
}

function isNewest(model: string): boolean {
  return model.includes('-5-5')
}

/** The 5.5 models think unless told not to; older ones only when asked. */
function thinks({ model, thinking }: MessagesRequest): boolean {
  if (!thinking) return isNewest(model)
  return thinking.type === 'adaptive' || thinking.type === 'enabled'
}

function blocksOf(content: string | readonly z.infer<typeof TextBlock | typeof OtherBlock>[]): Block[] {
  if (typeof content === 'string') return [{ text: content, isBreakpoint: false }]
  return content.map(({ text, cache_control }) => ({
    text,
    isBreakpoint: cache_control !== undefined && cache_control !== null,
  }))
}

export function textOf(blocks: readonly Block[]): string {
  return blocks.map(({ text }) => text).join('\n')
}
