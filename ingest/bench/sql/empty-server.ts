/**
 * An HTTP server that does nothing but answer: to each path the bytes that the gateway answered there. What its callers
 * wait for is the driver, HTTP and the machine, and no gateway can be faster.
 */
import { createServer } from 'node:http'
import * as z from 'zod'

/** By path: what it answers. */
const Answers = z.record(z.string(), z.string())

process.once('message', (message) => {
  const answers = Answers.parse(message)
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    request.resume().on('end', () => {
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(answer)
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    process.send?.(`http://127.0.0.1:${address.port}`)
  })
})
process.on('disconnect', () => process.exit())
