/** The gateway's connections: a pool for each login role, apart from ingest's own. */
import pg from 'pg'
import { limits } from './limits.ts'

export interface GatewayPools {
  readonly user: pg.Pool
  readonly service: pg.Pool
  close(): Promise<void>
}

/** What PostgreSQL calls the gateway's sessions; followed by a request's id while they serve one. */
export const gatewayName = 'sage-gateway'

/** PostgreSQL's `max_connections` must hold both, times the number of tasks. */
const sizes = { user: 16, service: 8 }

export interface PoolOptions {
  readonly userUrl: string
  readonly serviceUrl: string
  /** Told of a connection that broke while it was idle; the pool replaces it. */
  readonly onConnectionLost: (error: Error) => void
}

export function openPools({ userUrl, serviceUrl, onConnectionLost }: PoolOptions): GatewayPools {
  const open = (connectionString: string, max: number) => {
    const options = {
      connectionString,
      max,
      // A call's statements go out together instead of one after the other's answer.
      pipeline: true,
      connectionTimeoutMillis: limits.waitMs,
      idleTimeoutMillis: 60_000,
      // A fail-over that leaves connections to the old server does not keep them for ever.
      maxLifetimeSeconds: 1800,
      keepAlive: true,
      application_name: gatewayName,
    }
    return new pg.Pool(options).on('error', onConnectionLost)
  }
  const pools = { user: open(userUrl, sizes.user), service: open(serviceUrl, sizes.service) }
  return {
    ...pools,
    async close() {
      await Promise.all([pools.user.end(), pools.service.end()])
    },
  }
}
