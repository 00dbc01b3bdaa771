/** Which fault hits a request, and what each one does to it. */
import { type ApiError, internalError, overloaded, rateLimit, regionRefused, spendCap } from './api-error.ts'
import type { Question } from './request.ts'
import type { Fault, Match } from './settings.ts'

/** Takes the first fault that matches, and one from its `times`. */
export function createFaultQueue(faults: () => readonly Fault[]) {
  const used = new WeakMap<Fault, number>()
  return (question: Question, body: string): Fault | undefined => {
    const fault = faults().find(
      (each) =>
        (used.get(each) ?? 0) < (each.times ?? Number.POSITIVE_INFINITY) &&
        matches(each.match ?? {}, question, body),
    )
    if (fault) used.set(fault, (used.get(fault) ?? 0) + 1)
    return fault
  }
}

function matches({ modelClass, bodyIncludes, stream }: Match, question: Question, body: string): boolean {
  return (
    (modelClass === undefined || modelClass === question.modelClass) &&
    (bodyIncludes === undefined || body.includes(bodyIncludes)) &&
    (stream === undefined || stream === question.request.stream)
  )
}

/** Faults that are an HTTP error before anything was streamed. */
export function errorFor(fault: Fault): ApiError | undefined {
  switch (fault.kind) {
    case 'overloaded':
      return overloaded
    case 'rateLimited':
      return rateLimit(fault.retryAfterSeconds)
    case 'spendCap':
      return spendCap
    case 'regionRefused':
      return regionRefused
    case 'internalError':
      return internalError
    default:
      return undefined
  }
}

/** Events that a stream sends before it breaks: the start, the block, a ping and some words. */
export const eventsBeforeBreak = 8
