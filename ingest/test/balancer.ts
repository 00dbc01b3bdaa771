/** A load balancer as ECS uses one: a target that is being stopped gets no new request, and keeps those that it has. */
import { Agent, createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Balancer {
  readonly url: string
  add(target: string): void
  /** Takes it out of the rotation. */
  remove(target: string): void
  close(): Promise<void>
}

export async function startBalancer(): Promise<Balancer> {
  const targets: string[] = []
  const agents = new Map<string, Agent>()
  let turn = 0
  const server = createServer((incoming, outgoing) => {
    const target = targets[turn++ % targets.length]
    if (target === undefined) return void outgoing.writeHead(503).end()
    const agent = agents.get(target) ?? new Agent({ keepAlive: true })
    agents.set(target, agent)
    const forwarded = send(
      `${target}${incoming.url}`,
      { method: incoming.method, headers: incoming.headers, agent },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    forwarded.on('error', () => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502).end()
    })
    incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    add: (target) => void targets.push(target),
    remove(target) {
      targets.splice(targets.indexOf(target), 1)
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
