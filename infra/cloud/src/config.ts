/** What a stack is told by `Pulumi.<stack>.yaml`, and what follows from its stage. */
import * as z from 'zod'

const hostname = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'must be a host name such as app.example.com')
const cloudflareId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'must be the 32 hexadecimal digits that Cloudflare shows')
const email = z.email('must be an e-mail address')

const keyNames = z
  .array(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a name such as edge-2'))
  .min(1)
  .max(3)
  .refine((names) => new Set(names).size === names.length, 'must not name a key twice')

export const CloudConfig = z
  .object({
    stage: z.enum(['dev', 'prod']),
    /** The DNS zone at Cloudflare that both names below are in. */
    zoneName: hostname,
    zoneId: cloudflareId,
    accountId: cloudflareId,
    /** Where people go: Pages, and the Worker at `/api/*`. */
    appDomain: hostname,
    /** Where the Worker finds ingest. */
    ingestDomain: hostname,
    /** May open the administrator's pages, once Cloudflare Access knows them. */
    adminEmails: z.array(email).min(1, 'needs at least one address'),
    /** Tag of the image in the stack's registry; `none` before the first one was pushed: no task is started then. */
    imageTag: z.string().regex(/^[\w][\w.-]{0,127}$/, 'must be an image tag'),
    region: z
      .string()
      .regex(/^[a-z]{2}-[a-z]+-\d$/, 'must be an AWS region')
      .default('ap-northeast-2'),
    vpcCidr: z
      .string()
      .regex(/^10\.(25[0-5]|2[0-4]\d|1?\d?\d)\.0\.0\/16$/, 'must be a private network such as 10.20.0.0/16')
      .default('10.20.0.0/16'),
    /** Where faults are reported; public by its nature. Without it none are. */
    sentryDsn: z
      .string()
      .regex(/^https:\/\/\w+@[\w.:-]+\/(?:[\w/-]+\/)?\d+$/, 'must be a DSN as Sentry shows it')
      .optional(),
    /** Names of the keys that are valid; the first one signs (or encrypts). docs/operate.md says how to replace one. */
    keys: z
      .object({
        edge: keyNames.default(['edge-1']),
        ingest: keyNames.default(['ingest-1']),
        auth: keyNames.default(['auth-1']),
      })
      .prefault({}),
  })
  .superRefine(({ zoneName, appDomain, ingestDomain }, context) => {
    for (const [name, domain] of Object.entries({ appDomain, ingestDomain })) {
      if (domain.endsWith(`.${zoneName}`)) continue
      context.addIssue({ code: 'custom', path: [name], message: `must be below ${zoneName}` })
    }
    if (appDomain !== ingestDomain) return
    context.addIssue({ code: 'custom', path: ['ingestDomain'], message: 'must differ from appDomain' })
  })
export type CloudConfig = z.infer<typeof CloudConfig>

/** Throws one sentence that names every setting that cannot be used. */
export function parseConfig(raw: unknown): CloudConfig {
  const parsed = CloudConfig.safeParse(raw)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `sage:${path.join('.')} ${message}`)
  throw new Error(`This stack's configuration cannot be used: ${problems.join('; ')}.`)
}

/** What a stage costs and survives. */
export interface Sizing {
  readonly zones: number
  /** One NAT gateway a zone, or one for all. */
  readonly natGateways: number
  readonly database: {
    readonly instanceClass: string
    readonly storageGb: number
    readonly maxStorageGb: number
    readonly multiAz: boolean
    readonly backupDays: number
    readonly deletionProtection: boolean
  }
  readonly cache: { readonly nodeType: string; readonly nodes: number }
  readonly ingest: {
    /** 1024 are one vCPU. */
    readonly cpu: number
    readonly memoryMb: number
    readonly minTasks: number
    readonly maxTasks: number
  }
  readonly logDays: number
}

export const sizings: Record<CloudConfig['stage'], Sizing> = {
  dev: {
    zones: 2,
    natGateways: 1,
    database: {
      instanceClass: 'db.t4g.micro',
      storageGb: 20,
      maxStorageGb: 50,
      multiAz: false,
      backupDays: 1,
      deletionProtection: false,
    },
    cache: { nodeType: 'cache.t4g.micro', nodes: 1 },
    ingest: { cpu: 512, memoryMb: 1024, minTasks: 1, maxTasks: 2 },
    logDays: 14,
  },
  prod: {
    zones: 3,
    natGateways: 3,
    database: {
      instanceClass: 'db.r6g.large',
      storageGb: 100,
      maxStorageGb: 1000,
      multiAz: true,
      backupDays: 14,
      deletionProtection: true,
    },
    cache: { nodeType: 'cache.r6g.large', nodes: 2 },
    ingest: { cpu: 1024, memoryMb: 2048, minTasks: 2, maxTasks: 10 },
    logDays: 90,
  },
}
