import type { Session } from '../auth/session.ts'
import type { Services } from '../services.ts'

/** What Hono carries: the services as its environment, and what middleware found out about the request. */
export interface AppEnv {
  Bindings: Services
  Variables: {
    requestId: string
    session: Session
  }
}
