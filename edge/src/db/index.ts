export * as schema from '@sage/db/schema'
export {
  type Database,
  type DatabaseOptions,
  type DatabaseSettings,
  database,
  databaseError,
  sqlState,
  stored,
  tooLarge,
  unavailable,
} from './client.ts'
export { traceHeaders, Unavailable } from './gateway.ts'
export { type Caller, signCall, signServiceCall } from './signing.ts'
