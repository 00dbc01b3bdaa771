import type { Session, SessionCookie } from '../auth/session.ts'
import type { Services } from '../services.ts'

/** What Hono carries: the services as its environment, and what middleware found out about the request. */
export interface AppEnv {
  Bindings: Services
  Variables: {
    requestId: string
    /** The cookie that came with the request, where it decrypts. */
    cookie: SessionCookie | undefined
    session: Session
  }
}
