import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { readSettings } from '../../../edge/src/env.ts'
import { readConfig } from '../../../ingest/src/config.ts'
import { createEmfMeter } from '../../../ingest/src/emf.ts'
import { rules } from '../policy/rules.ts'
import { workerNames, wranglerConfigOf } from '../src/names.ts'
import { workerSettings } from '../src/worker-settings.ts'
import { type Graph, graphOf, settled } from './graph.ts'

/** What a person gives beside the stack. */
const given = {
  ANTHROPIC_API_KEY: 'sk-ant-x',
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'client-secret',
  DISCORD_WEBHOOK_URL: 'https://discord.com/api/webhooks/1/x',
  DISCORD_OPS_WEBHOOK_URL: 'https://discord.com/api/webhooks/2/x',
}

describe.each(['dev', 'prod'] as const)('the %s stack', (stage) => {
  let graph: Graph
  beforeAll(async () => {
    graph = await graphOf(stage)
  })
  const only = (type: string) => {
    const [resource, ...others] = graph.of(type)
    if (resource === undefined || others.length > 0) throw new Error(`expected one ${type}`)
    return resource.inputs
  }
  const container = (kind: string) => {
    const task = graph.of('aws:ecs/taskDefinition:TaskDefinition').find(({ name }) => name.endsWith(kind))
    return JSON.parse(task?.inputs.containerDefinitions)[0] as {
      environment: { name: string; value: string }[]
      secrets: { name: string; valueFrom: string }[]
    }
  }
  /** The environment as the started container sees it. */
  const environmentOf = (kind: string): Record<string, string> => {
    const { environment, secrets } = container(kind)
    const stored = (arn: string) => {
      const version = graph
        .of('aws:secretsmanager/secretVersion:SecretVersion')
        .find(({ inputs }) => arn.endsWith(`:${String(inputs.secretId).replace(/-id$/, '')}`))
      return version && text(version.inputs.secretString)
    }
    return Object.fromEntries([
      ...environment.map(({ name, value }) => [name, value]),
      ...secrets.map(({ name, valueFrom }) => [name, stored(valueFrom) ?? '']),
    ])
  }

  it.each(rules.map((rule) => [rule.name, rule] as const))('keeps to the rule %s', (_name, rule) => {
    const judged = graph.of(rule.type)
    expect(judged.length).toBeGreaterThan(0)
    expect(judged.flatMap(({ name, inputs }) => rule.check(inputs).map((each) => `${name} ${each}`))).toEqual(
      [],
    )
  })

  it('has one public load balancer and nothing else that is public', () => {
    expect(only('aws:lb/loadBalancer:LoadBalancer').internal).toBe(false)
    expect(graph.of('aws:ec2/eip:Eip').every(({ name }) => name.includes('-nat-'))).toBe(true)
  })

  it('lets only the addresses of Cloudflare reach the load balancer, and only ingest the stores', () => {
    const balancer = graph
      .of('aws:ec2/securityGroup:SecurityGroup')
      .find(({ name }) => name.endsWith('-origin'))
    expect(balancer?.inputs.ingress).toEqual([
      expect.objectContaining({
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ['173.245.48.0/20', '103.21.244.0/22'],
      }),
    ])
    const doors = graph.of('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')
    expect(doors.map(({ inputs }) => [inputs.fromPort, inputs.referencedSecurityGroupId])).toEqual([
      [5432, `sage-${stage}-ingest-id`],
      [6379, `sage-${stage}-ingest-id`],
    ])
  })

  it('closes and encrypts every bucket', () => {
    const buckets = graph.of('aws:s3/bucket:Bucket').length
    expect(graph.of('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock')).toHaveLength(buckets)
    expect(
      graph.of('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration'),
    ).toHaveLength(buckets)
  })

  it('tags everything at AWS, by its provider', () => {
    const [provider] = graph.of('pulumi:providers:aws')
    expect(provider?.inputs.defaultTags).toContain(`"stage":"${stage}"`)
    const untagged = graph.resources.filter(
      ({ type, provider: used }) => type.startsWith('aws:') && !used?.includes(`::sage-${stage}::`),
    )
    expect(untagged).toEqual([])
  })

  it('gives ingest every variable that its configuration asks for', () => {
    const read = readConfig(environmentOf('ingest'))
    expect('problems' in read && read.problems).toBe(false)
    expect('config' in read && read.config.STAGE).toBe(stage)
    expect('config' in read && read.config.MARKET).toBe('live')
  })

  it('gives the migration what it asks for, and the owner’s password from the secret that RDS rotates', () => {
    const { environment, secrets } = container('migration')
    const names = [...environment, ...secrets].map(({ name }) => name).sort()
    expect(names).toEqual([
      'DATABASE_INGEST_PASSWORD',
      'DATABASE_OWNER_URL',
      'DATABASE_SERVICE_PASSWORD',
      'DATABASE_USER_PASSWORD',
      'IDENTITY_SEAL_KEY',
      'PGPASSWORD',
    ])
    expect(secrets.find(({ name }) => name === 'PGPASSWORD')?.valueFrom).toMatch(/:secret:owner:password::$/)
  })

  it('gives the Worker every variable that its settings ask for, with keys that fit those of ingest', async () => {
    const outputs = {
      workerVariables: await values(graph.outputs.workerVariables),
      workerSecrets: await values(graph.outputs.workerSecrets),
    }
    const { variables, secrets } = workerSettings(outputs, given)
    const settings = readSettings({ ...variables, ...secrets })
    expect(settings.STAGE).toBe(stage)
    const environment = environmentOf('ingest')
    const publicHalf = (key: string | undefined) => JSON.parse(key ?? '{}').x
    expect(publicHalf(settings.EDGE_SIGNING_KEY)).toBe(
      JSON.parse(environment.EDGE_PUBLIC_KEYS ?? '').keys[0].x,
    )
    expect(publicHalf(environment.INGEST_SIGNING_KEY)).toBe(settings.INGEST_PUBLIC_KEYS.keys[0]?.x)
    expect(Object.keys(variables).filter((name) => /SECRET|PRIVATE|SIGNING/.test(name))).toEqual([])
  })

  it('says what is missing before anything is deployed', async () => {
    const outputs = { workerVariables: {}, workerSecrets: {} }
    expect(() => workerSettings(outputs, { ...given, GOOGLE_CLIENT_ID: '' })).toThrow(
      'The Worker cannot be deployed without GOOGLE_CLIENT_ID.',
    )
  })

  it('demands TLS 1.2 at the zone, and stands Access before the administrator', () => {
    const settings = graph.of('cloudflare:index/zoneSetting:ZoneSetting')
    const setting = (id: string) => settings.find(({ inputs }) => inputs.settingId === id)?.inputs.value
    expect([setting('min_tls_version'), setting('ssl'), setting('always_use_https')]).toEqual([
      '1.2',
      'strict',
      'on',
    ])
    const { destinations } = only('cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication')
    expect(destinations.map(({ uri }: { uri: string }) => uri)).toEqual([
      'app.example.com/admin*',
      'app.example.com/api/admin*',
    ])
  })

  it('proxies every public name', () => {
    const records = graph.of('cloudflare:index/dnsRecord:DnsRecord')
    const named = records.filter(({ inputs }) => /^(app|ingest)\./.test(inputs.name))
    expect(named.map(({ inputs }) => inputs.proxied)).toEqual([true, true])
  })

  it('survives what its stage has to survive', () => {
    const database = only('aws:rds/instance:Instance')
    const cache = only('aws:elasticache/replicationGroup:ReplicationGroup')
    const scaling = only('aws:appautoscaling/target:Target')
    const durable = stage === 'prod'
    expect(database).toMatchObject({
      multiAz: durable,
      deletionProtection: durable,
      skipFinalSnapshot: !durable,
    })
    expect(cache).toMatchObject({ multiAzEnabled: durable, automaticFailoverEnabled: durable })
    expect(scaling).toMatchObject(durable ? { minCapacity: 2, maxCapacity: 10 } : { minCapacity: 1 })
    expect(database.backupRetentionPeriod).toBeGreaterThanOrEqual(durable ? 7 : 1)
    expect(only('aws:lb/loadBalancer:LoadBalancer').enableDeletionProtection).toBe(durable)
  })

  it('checks liveness, not the freshness of feeds', () => {
    expect(only('aws:lb/targetGroup:TargetGroup').healthCheck.path).toBe('/healthz')
  })
})

describe('names', () => {
  const toml = readFileSync(fileURLToPath(new URL('../../../wrangler.toml', import.meta.url)), 'utf8')

  it.each(['dev', 'prod'] as const)('of the %s stack are the same for Pulumi and wrangler', async (stage) => {
    const { worker, pushQueue, pushDeadLetterQueue, points } = workerNames(stage)
    const config = wranglerConfigOf(stage, toml)
    expect(config).toMatch(new RegExp(`^name = "${worker}"$`, 'm'))
    expect(config).toContain(`dataset = "${points}"`)
    const queues = (await graphOf(stage)).of('cloudflare:index/queue:Queue')
    const made = queues.map(({ inputs }) => inputs.queueName)
    expect(made).toEqual([pushQueue, pushDeadLetterQueue])
    expect([...config.matchAll(/queue = "([^"]+)"/g)].map(([, name]) => name)).toEqual([
      pushQueue,
      pushQueue,
      // The first queue's dead letters, and who reads them.
      pushDeadLetterQueue,
      pushDeadLetterQueue,
    ])
  })

  it('of the two stages have nothing in common that an account has only once', () => {
    const own = (stage: 'dev' | 'prod') => [
      ...wranglerConfigOf(stage, toml).matchAll(
        /^(?:name|queue|dataset|dead_letter_queue|namespace_id) = "([a-z0-9_-]+)"$/gm,
      ),
    ]
    const names = new Set(own('prod').map(([, name]) => name))
    expect(names.size).toBe(7)
    expect(own('dev').filter(([, name]) => names.has(name))).toEqual([])
  })
})

describe('a key that is being replaced', () => {
  const rotated = (order: readonly string[]) => graphOf('prod', { keys: { edge: order, auth: order } })

  it.each([
    ['handed out first', ['edge-1', 'edge-2'], 'edge-1'],
    ['then used', ['edge-2', 'edge-1'], 'edge-2'],
    ['then alone', ['edge-2'], 'edge-2'],
  ])('is %s', async (_name, order, signer) => {
    const graph = await rotated(order)
    const secrets = await values(graph.outputs.workerSecrets)
    expect(JSON.parse(secrets.EDGE_SIGNING_KEY ?? '').kid).toBe(signer)
    expect(secrets.AUTH_SECRETS?.split(',')).toHaveLength(order.length)
    const task = graph
      .of('aws:ecs/taskDefinition:TaskDefinition')
      .find(({ name }) => name.endsWith('-ingest'))
    const [container] = JSON.parse(task?.inputs.containerDefinitions) as [
      { environment: { name: string; value: string }[] },
    ]
    const keys = container.environment.find(({ name }) => name === 'EDGE_PUBLIC_KEYS')?.value ?? ''
    expect(JSON.parse(keys).keys.map(({ kid }: { kid: string }) => kid)).toEqual(order)
  })
})

it('the dashboard shows what ingest writes, and every alarm of its figures has a namespace that it writes to', async () => {
  const graph = await graphOf('prod')
  const [board] = graph.of('aws:cloudwatch/dashboard:Dashboard')
  const shown = JSON.stringify(board?.inputs.dashboardBody)
  const [line] = createEmfMeter('Sage', 'prod').lines(0, {
    cache: { hits: 1, misses: 0, failures: 0 },
    venues: { binance: { gapMs: 0, lagMs: 1, errors: 0 }, gate: { gapMs: 0, lagMs: 1, errors: 0 } },
    leading: true,
    missingCandles: 0,
    waitingCandles: 0,
    unwrittenAlerts: 0,
  })
  const written = [
    ...Object.keys(line ?? {}),
    'HttpMs',
    'AlertLatencyMs',
    'FeedLagMs',
    'FeedGapSeconds',
    'FeedErrors',
  ]
  const alarmed = graph
    .of('aws:cloudwatch/metricAlarm:MetricAlarm')
    .filter(({ inputs }) => inputs.namespace === 'Sage')
    .map(({ inputs }) => inputs.metricName)
  expect(alarmed.length).toBe(7)
  expect(alarmed.filter((name) => !written.includes(name))).toEqual([])
  for (const name of written.filter((each) => each !== '_aws' && each !== 'stage'))
    expect(shown).toContain(name)
})

async function values(outputs: Graph['outputs']['workerVariables']): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(
      Object.entries(outputs).map(async ([name, output]) => [name, text(await settled(output))] as const),
    ),
  )
}

/** A secret is wrapped on its way to the engine. */
function text(value: unknown): string {
  return typeof value === 'object' && value !== null && 'value' in value ? String(value.value) : String(value)
}
