/** The resources of a stack as Pulumi would register them, without a cloud. */
import { generateKeyPairSync } from 'node:crypto'
import * as pulumi from '@pulumi/pulumi'
import type { Inputs } from '../policy/rules.ts'
import { type CloudConfig, parseConfig } from '../src/config.ts'
import type { StackOutputs } from '../src/stack.ts'

export interface Resource {
  readonly type: string
  readonly name: string
  readonly inputs: Inputs
  readonly provider: string | undefined
}

export const configOf = (stage: CloudConfig['stage'], more: object = {}): CloudConfig =>
  parseConfig({
    stage,
    zoneName: 'example.com',
    zoneId: '0123456789abcdef0123456789abcdef',
    accountId: 'fedcba9876543210fedcba9876543210',
    appDomain: 'app.example.com',
    ingestDomain: 'ingest.example.com',
    adminEmails: ['admin@example.com'],
    imageTag: 'v1.2.3',
    sentryDsn: 'https://0123abcd@o1.ingest.sentry.io/42',
    ...more,
  })

export interface Graph {
  readonly resources: readonly Resource[]
  of(type: string): readonly Resource[]
  readonly outputs: StackOutputs
}

/** Runs the whole program for a stage. */
export async function graphOf(stage: CloudConfig['stage'], more: object = {}): Promise<Graph> {
  const resources: Resource[] = []
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider }) => {
        resources.push({ type, name, inputs, provider: provider || undefined })
        return { id: `${name}-id`, state: { ...inputs, ...answers(type, name, inputs) } }
      },
      call: ({ token }) => {
        if (token === 'aws:index/getAvailabilityZones:getAvailabilityZones') {
          return { names: ['ap-northeast-2a', 'ap-northeast-2b', 'ap-northeast-2c'] }
        }
        if (token === 'cloudflare:index/getIpRanges:getIpRanges') {
          return { ipv4Cidrs: ['173.245.48.0/20', '103.21.244.0/22'], ipv6Cidrs: ['2400:cb00::/32'] }
        }
        if (token === 'aws:index/getCallerIdentity:getCallerIdentity') return { accountId: '123456789012' }
        throw new Error(`The program asks for ${token}, which no test knows.`)
      },
    },
    'sage',
    stage,
  )
  // Only now: a program may look at its runtime while it is loaded.
  const { deploy } = await import('../src/stack.ts')
  let outputs: StackOutputs | undefined
  await pulumi.runtime.runInPulumiStack(async () => {
    outputs = deploy(configOf(stage, more))
  })
  await pulumi.runtime.disconnect()
  if (outputs === undefined) throw new Error('The program did not run.')
  return {
    resources,
    of: (type) => resources.filter((each) => each.type === type),
    outputs,
  }
}

/** What a cloud would have added; the keys are real ones. */
function answers(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const arn = `arn:aws:test:ap-northeast-2:123456789012:${name}`
  switch (type) {
    case 'tls:index/privateKey:PrivateKey':
      return { privateKeyPem: pem(inputs) }
    case 'random:index/randomPassword:RandomPassword':
      return { result: 'x'.repeat(Number(inputs.length)) }
    case 'random:index/randomBytes:RandomBytes':
      return { base64: Buffer.alloc(Number(inputs.length), 7).toString('base64') }
    case 'aws:secretsmanager/secret:Secret':
      return { arn: `arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:${name}` }
    case 'aws:rds/instance:Instance':
      return {
        endpoint: 'database.internal:5432',
        identifier: name,
        masterUserSecrets: [{ secretArn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:owner' }],
      }
    case 'aws:elasticache/replicationGroup:ReplicationGroup':
      return { primaryEndpointAddress: 'cache.internal' }
    case 'aws:acm/certificate:Certificate':
      return {
        arn,
        domainValidationOptions: [
          { resourceRecordType: 'CNAME', resourceRecordName: '_x', resourceRecordValue: '_y' },
        ],
      }
    case 'aws:lb/loadBalancer:LoadBalancer':
      return { arn, arnSuffix: 'app/sage/1', dnsName: 'balancer.example.net' }
    case 'aws:lb/targetGroup:TargetGroup':
      return { arn, arnSuffix: 'targetgroup/sage/1' }
    case 'aws:ecr/repository:Repository':
      return { arn, name, repositoryUrl: `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/${name}` }
    default:
      return { arn, name: inputs.name ?? name }
  }
}

function pem({ algorithm }: Record<string, unknown>): string {
  const { privateKey } =
    algorithm === 'ED25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** The value of an output, once it is known. */
export const settled = <Value>(output: pulumi.Output<Value>): Promise<Value> =>
  new Promise((resolve) => output.apply(resolve))
