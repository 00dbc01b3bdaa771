/**
 * A Messages API whose every byte the test decides: each agent has a list of replies, used in turn, the last one for
 * ever. Unlike the stand-in it has no mind of its own, so a test can say exactly what a model said.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Agent } from '@sage/db/vocabulary'
import * as z from 'zod'

export type Ending = 'end' | 'cut' | 'close' | 'stall' | 'overloaded' | 'refusal' | 'max_tokens'

export type Reply =
  /** A structured answer, or (as text) a malformed one. */
  | { readonly json: unknown; readonly ending?: Ending; readonly after?: Promise<unknown> }
  /** A streamed answer. `ending`: what happens after the last piece; an orderly end unless said otherwise. */
  | {
      readonly say: readonly string[] | ((system: string) => readonly string[])
      readonly ending?: Ending
      readonly after?: Promise<unknown>
    }
  | {
      readonly status: number
      readonly type: string
      readonly message?: string
      readonly headers?: Record<string, string>
      readonly after?: Promise<unknown>
    }

const Body = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  system: z.array(z.looseObject({ text: z.string() })),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
  output_config: z
    .looseObject({
      format: z
        .looseObject({ schema: z.looseObject({ properties: z.record(z.string(), z.unknown()) }) })
        .optional(),
    })
    .optional(),
})

export interface Received {
  readonly agent: Agent
  readonly body: z.infer<typeof Body>
  /** Everything in the messages, as text. */
  readonly prompt: string
  /** Whether the caller went away before the reply was over. */
  hungUp: boolean
}

export interface Wire {
  readonly url: string
  readonly received: Received[]
  /** Replaces the replies of the named agents. */
  script(replies: Partial<Record<Agent, readonly Reply[]>>): void
  /** Resolves when the next request of `agent` has arrived. */
  arrival(agent: Agent): Promise<Received>
  calls(agent: Agent): Received[]
  close(): Promise<void>
}

export const calmVerdict = {
  intent: 'advice',
  language: 'ko',
  symbols: ['BTC'],
  timeframe: 'now',
  title: '비트코인 이야기',
}
export const approval = { recommendation: 'approve', issues: [], signal: null }

const usual: Record<Agent, readonly Reply[]> = {
  manager: [{ json: calmVerdict }],
  analyst: [
    {
      json: {
        items: [
          { symbol: 'BTC', observation: 'The day is up by {{BTC.change24h}}.', factIds: ['BTC.change24h'] },
        ],
      },
    },
  ],
  persona: [{ say: ['차분한 ', '하루', '일세.'] }],
  risk: [{ json: approval }],
}

export async function startWire(): Promise<Wire> {
  let replies = { ...usual }
  const used = new Map<Agent, number>()
  const received: Received[] = []
  const waiting: { agent: Agent; resolve(request: Received): void }[] = []

  const server = createServer((request, response) => {
    void answer(request, response)
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Body.parse(JSON.parse(await text(request)))
    const agent = agentOf(body)
    const entry: Received = { agent, body, prompt: JSON.stringify(body.messages), hungUp: false }
    received.push(entry)
    response.on('close', () => {
      entry.hungUp = !response.writableFinished
    })
    for (const one of waiting.filter((wait) => wait.agent === agent)) one.resolve(entry)
    const turn = used.get(agent) ?? 0
    used.set(agent, turn + 1)
    const reply = replies[agent][turn] ?? replies[agent].at(-1)
    if (!reply) throw new Error(`no reply for ${agent}`)
    await reply.after
    if ('status' in reply) refuse(response, reply)
    else await answerStreamed(response, body, 'json' in reply ? asSpeech(reply) : reply)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    script(next) {
      replies = { ...usual, ...next }
      used.clear()
      received.length = 0
    },
    arrival: (agent) => new Promise((resolve) => waiting.push({ agent, resolve })),
    calls: (agent) => received.filter((one) => one.agent === agent),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function agentOf(body: z.infer<typeof Body>): Agent {
  const properties = body.output_config?.format?.schema.properties
  if (!properties) return 'persona'
  if ('intent' in properties) return 'manager'
  return 'items' in properties ? 'analyst' : 'risk'
}

function refuse(response: ServerResponse, reply: Extract<Reply, { status: number }>): void {
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
  response.end(
    JSON.stringify({ type: 'error', error: { type: reply.type, message: reply.message ?? reply.type } }),
  )
}

const startUsage = {
  input_tokens: 100,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 50,
  output_tokens: 1,
}

function message(model: string) {
  return { id: 'msg_1', type: 'message', role: 'assistant', model, stop_sequence: null, usage: startUsage }
}

type Speech = Extract<Reply, { say: unknown }>

/** Structured output is streamed like prose, broken anywhere. */
function asSpeech({ json, ending }: Extract<Reply, { json: unknown }>): Speech {
  const text = typeof json === 'string' ? json : JSON.stringify(json)
  return { say: text.match(/[\s\S]{1,9}/g) ?? [], ...(ending && { ending }) }
}

async function answerStreamed(
  response: ServerResponse,
  body: z.infer<typeof Body>,
  reply: Speech,
): Promise<void> {
  const send = (event: { readonly type: string; readonly [field: string]: unknown }) =>
    new Promise<void>((resolve) => {
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`, () => resolve())
    })
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const start = { ...message(body.model), content: [], stop_reason: null }
  await send({ type: 'message_start', message: start })
  await send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } })
  const pieces = typeof reply.say === 'function' ? reply.say(body.system[0]?.text ?? '') : reply.say
  for (const piece of pieces)
    await send({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } })
  switch (reply.ending ?? 'end') {
    case 'cut':
      response.destroy()
      return
    case 'close':
      response.end()
      return
    case 'stall':
      return
    case 'overloaded':
      await send({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })
      response.end()
      return
    case 'end':
    case 'refusal':
    case 'max_tokens': {
      const reason = reply.ending === undefined || reply.ending === 'end' ? 'end_turn' : reply.ending
      await send({ type: 'content_block_stop', index: 0 })
      await send({
        type: 'message_delta',
        delta: { stop_reason: reason, stop_sequence: null },
        usage: { output_tokens: pieces.length },
      })
      await send({ type: 'message_stop' })
      response.end()
    }
  }
}
