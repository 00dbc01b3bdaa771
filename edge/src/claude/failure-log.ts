/** A failed call to Claude as fields of a log line: what kind, and where to look further. */
import { APIError } from '@anthropic-ai/sdk'
import type { Agent } from '@sage/db/vocabulary'
import { ZodError } from 'zod'
import type { ClaudeFailure } from './failure.ts'

/**
 * Names, codes and paths alone. Messages stay out: an API error's may quote the prompt, and so what a user wrote; a
 * network error's may hold the address of a relay with its key.
 */
export function failureFields(agent: Agent, failure: ClaudeFailure): Record<string, unknown> {
  const { code, retryAfterMs, cause } = failure
  return { agent, code, ...(retryAfterMs !== undefined && { retryAfterMs }), ...causeFields(cause) }
}

function causeFields(cause: unknown): Record<string, unknown> {
  if (cause instanceof APIError) {
    return {
      error: cause.constructor.name,
      ...(cause.status !== undefined && { status: cause.status }),
      ...(cause.type && { type: cause.type }),
      ...(cause.requestID && { claudeRequestId: cause.requestID }),
      ...(cause.cause instanceof Error && { beneath: cause.cause.name }),
    }
  }
  if (cause instanceof ZodError) {
    return { error: 'ZodError', issues: cause.issues.map(({ path, code }) => `${path.join('.')}: ${code}`) }
  }
  if (cause instanceof Error) return { error: cause.name }
  // A stop reason that we do not know.
  return typeof cause === 'string' ? { stopReason: cause } : {}
}
