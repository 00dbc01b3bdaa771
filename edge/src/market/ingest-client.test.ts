import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { MarketStreamEvent } from '@sage/ingest/contract'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { afterEach, expect, test } from 'vitest'
import { ingestClient } from './ingest-client.ts'

const event: MarketStreamEvent = { type: 'quotes', at: '2026-11-24T09:00:00.000Z', quotes: [] }
const frame = `data: ${JSON.stringify(event)}\n\n`

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function clientOf(answer: RequestListener) {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has a port')
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const jwk = await exportJWK(privateKey)
  return ingestClient({
    INGEST_URL: `http://127.0.0.1:${address.port}`,
    EDGE_SIGNING_KEY: JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk) }),
  })
}

test('a stream that its listener leaves is hung up', async () => {
  const hungUp = Promise.withResolvers<void>()
  const client = await clientOf((_request, response) => {
    response.on('close', hungUp.resolve).writeHead(200).write(frame)
  })
  for await (const each of client.stream()) {
    expect(each).toEqual(event)
    break
  }
  await hungUp.promise
})

test('a stream that breaks off throws, after all that came', async () => {
  const client = await clientOf((_request, response) => {
    response.writeHead(200).write(frame, () => response.destroy())
  })
  const stream = client.stream()
  expect(await stream.next()).toEqual({ done: false, value: event })
  await expect(stream.next()).rejects.toThrow()
})

test('a stream that is refused throws', async () => {
  const client = await clientOf((_request, response) => response.writeHead(503).end())
  await expect(client.stream().next()).rejects.toThrow('503')
})

test('what ingest cannot answer is unavailable, not an error', async () => {
  const client = await clientOf((_request, response) => response.writeHead(500).end())
  expect(await client.fearGreed(30)).toEqual({ status: 'unavailable' })
})
