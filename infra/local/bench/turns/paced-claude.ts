/**
 * Claude's Messages API with a stream whose every word is sent on time and noted. What has a schema (Manager, Analyst,
 * Risk) goes on to the ordinary stand-in.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { startClaude } from '../../src/stand-ins/claude.ts'
import { readBody } from '../../src/stand-ins/server.ts'
import { markOf } from './marks.ts'

export interface PacedClaude {
  readonly url: string
  /** When word `index` of stream `stream` was sent, by `performance.now()`. */
  sentAtMs(stream: number, index: number): number | undefined
  close(): Promise<void>
}

const Body = z.object({ output_config: z.object({ format: z.unknown() }).partial().optional() })

export async function startPacedClaude(words: number, wordsPerSecond: number): Promise<PacedClaude> {
  const structured = await startClaude({ port: 0 })
  await fetch(`${structured.url}/__control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ latencyMs: 0, tokensPerSecond: 0 }),
  })
  const sent = new Map<number, number[]>()

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(String(error))
      response.destroy()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    if (Body.parse(JSON.parse(body)).output_config?.format !== undefined)
      return relay(request, response, body)
    const stream = sent.size
    const times: number[] = []
    sent.set(stream, times)
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    const send = (event: { readonly type: string }) =>
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    for (const event of opening) send(event)
    const startedAt = performance.now()
    for (let index = 0; index < words && !response.destroyed; index += 1) {
      const ms = startedAt + (index * 1000) / wordsPerSecond - performance.now()
      if (ms > 0) await pause(ms)
      const text = `${markOf(index === 0 ? stream : index)}${index % 12 === 11 ? '. ' : ' '}`
      times.push(performance.now())
      send({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } } as { type: string })
    }
    for (const event of closing(words)) send(event)
    response.end()
  }

  async function relay({ headers }: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...kept } = headers
    const passed = Object.entries(kept).map(([name, value]): [string, string] => [name, String(value)])
    const answered = await fetch(`${structured.url}/v1/messages`, { method: 'POST', headers: passed, body })
    response.writeHead(answered.status, {
      'content-type': answered.headers.get('content-type') ?? 'application/json',
    })
    for await (const piece of answered.body ?? []) response.write(piece)
    response.end()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    sentAtMs: (stream, index) => sent.get(stream)?.[index],
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await structured.close()
    },
  }
}

const opening = [
  {
    type: 'message_start',
    message: {
      id: 'msg_bench',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-5-5',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 1 },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
]

const closing = (words: number) => [
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: words },
  },
  { type: 'message_stop' },
]
