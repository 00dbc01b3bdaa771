/** What a client may send on Binance's socket, and the errors it gets for anything else. */
import { parseJson } from '../server.ts'

export type SocketRequest =
  | {
      readonly type: 'subscribe' | 'unsubscribe'
      readonly id: RequestId
      readonly streams: readonly string[]
    }
  | { readonly type: 'list'; readonly id: RequestId }
  | { readonly type: 'setCombined'; readonly id: RequestId; readonly combined: boolean }
  | { readonly type: 'getCombined'; readonly id: RequestId }
  | {
      readonly type: 'invalid'
      readonly error: { readonly code: number; readonly msg: string; readonly id?: RequestId }
    }

type RequestId = number | string | null

const methods = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY']

export function readRequest(text: string): SocketRequest {
  const body = parseJson(text)
  if (body === undefined) return invalid(3, 'Invalid JSON: expected value at line 1 column 1')
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return invalid(2, 'Invalid request: expected an object at line 1 column 1')
  }
  const { id, method, params } = fields(body)
  const requestId: unknown = id
  if (!isRequestId(requestId)) {
    return invalid(2, 'Invalid request: request ID must be an unsigned integer')
  }
  const fail = (code: number, msg: string) => invalid(code, msg, requestId)
  if (method === undefined)
    return fail(2, `Invalid request: missing field \`method\` at line 1 column ${text.length}`)
  switch (method) {
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE': {
      if (!isTextList(params)) return fail(2, 'Invalid request: params must be an array of strings')
      const streams: string[] = params
      const malformed = streams.find((stream) => !/^!?[a-z0-9]*@?[a-zA-Z0-9@_+:.]+$/.test(stream))
      if (malformed !== undefined || streams.length === 0) return fail(2, 'Invalid request: invalid stream')
      return { type: method === 'SUBSCRIBE' ? 'subscribe' : 'unsubscribe', id: requestId, streams }
    }
    case 'LIST_SUBSCRIPTIONS':
      return { type: 'list', id: requestId }
    case 'SET_PROPERTY':
    case 'GET_PROPERTY':
      return readProperty(method === 'GET_PROPERTY', params, requestId)
    default:
      return fail(
        2,
        `Invalid request: unknown variant \`${String(method)}\`, expected one of ${methods
          .map((name) => `\`${name}\``)
          .join(', ')} at line 1 column ${text.length}`,
      )
  }
}

function readProperty(isQuestion: boolean, params: unknown, id: RequestId): SocketRequest {
  const [name, value]: unknown[] = Array.isArray(params) ? params : []
  if (typeof name !== 'string') return invalid(2, 'Invalid request: property name must be a string', id)
  if (name !== 'combined') return invalid(0, 'Unknown property', id)
  if (isQuestion) return { type: 'getCombined', id }
  if (typeof value !== 'boolean') return invalid(1, 'Invalid value type: expected Boolean', id)
  return { type: 'setCombined', id, combined: value }
}

function invalid(code: number, msg: string, id?: RequestId): SocketRequest {
  return { type: 'invalid', error: { code, msg, ...(id === undefined || id === null ? {} : { id }) } }
}

function fields(body: object): Partial<Record<'id' | 'method' | 'params', unknown>> {
  return body
}

function isRequestId(id: unknown): id is RequestId {
  if (id === null) return true
  return typeof id === 'number' ? Number.isInteger(id) && id >= 0 : typeof id === 'string' && id.length <= 36
}

function isTextList(params: unknown): params is string[] {
  return Array.isArray(params) && params.every((param) => typeof param === 'string')
}
