/** What the SQL gateway is configured with; part of ingest's configuration. */
import * as z from 'zod'

export const sqlEnvironment = z.object({
  /** Logs in as `sage_service`. */
  DATABASE_SERVICE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Logs in as `sage_user`. */
  DATABASE_USER_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** The MAC key over a user's identity: 32 bytes, base64, the same that the database was migrated with. */
  IDENTITY_SEAL_KEY: z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === 32, 'must be 32 bytes'),
})
export type SqlEnvironment = z.infer<typeof sqlEnvironment>
