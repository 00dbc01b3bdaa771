/** The whole of a stack, in the order in which its parts need each other. */
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import * as random from '@pulumi/random'
import { Alarms } from './alarms.ts'
import { Cache } from './cache.ts'
import { type CloudConfig, sizings } from './config.ts'
import { Database } from './database.ts'
import { type ContainerEnvironment, IngestService } from './ingest-service.ts'
import { signingPair, vapidPair } from './keys.ts'
import { ingestPort, metricsNamespace } from './names.ts'
import { Network } from './network.ts'
import { Origin } from './origin.ts'
import { SecretStore } from './secret-store.ts'
import { Zone } from './zone.ts'

/** What `deploy-worker.ts` hands to wrangler, and what the pipelines need; secrets stay marked as such. */
export interface StackOutputs {
  readonly workerVariables: Readonly<Record<string, pulumi.Output<string>>>
  readonly workerSecrets: Readonly<Record<string, pulumi.Output<string>>>
  readonly repositoryUrl: pulumi.Output<string>
  readonly clusterName: pulumi.Output<string>
  readonly serviceName: pulumi.Output<string>
  readonly migrationTaskArn: pulumi.Output<string>
  readonly taskSubnetIds: pulumi.Output<string[]>
  readonly taskSecurityGroupId: pulumi.Output<string>
  readonly pagesProject: pulumi.Output<string>
  readonly opsWebhookSecretArn: pulumi.Output<string>
}

/** What the three pools of a task may open. */
const connectionsPerTask = 33

/** Where the image keeps the certificates of RDS's authorities. */
const databaseAuthorities = '/app/rds-ca.pem'

export function deploy(config: CloudConfig): StackOutputs {
  const sizing = sizings[config.stage]
  const name = `sage-${config.stage}`
  const keep = sizing.database.deletionProtection
  const provider = new aws.Provider(name, {
    region: config.region,
    defaultTags: { tags: { project: 'sage', stage: config.stage, 'managed-by': 'pulumi' } },
  })
  const at = { provider }
  const below = { providers: { aws: provider } }
  const key = new aws.kms.Key(
    name,
    {
      description: `Sage.ai ${config.stage}: stores, secrets, images`,
      enableKeyRotation: true,
      deletionWindowInDays: keep ? 30 : 7,
      policy: keyPolicy(aws.getCallerIdentityOutput({}, at).accountId),
    },
    at,
  )
  const network = new Network(
    name,
    {
      cidr: config.vpcCidr,
      zones: sizing.zones,
      natGateways: sizing.natGateways,
      region: config.region,
      logDays: sizing.logDays,
    },
    below,
  )
  const inside = { vpcId: network.vpcId, subnetIds: network.privateSubnetIds }
  const database = new Database(
    `${name}-database`,
    {
      ...inside,
      keyArn: key.arn,
      sizing: sizing.database,
      logDays: sizing.logDays,
    },
    below,
  )
  const authToken = password(`${name}-cache`)
  const cache = new Cache(
    `${name}-cache`,
    { ...inside, keyArn: key.arn, authToken, sizing: sizing.cache },
    below,
  )
  const origin = new Origin(
    `${name}-origin`,
    {
      vpcId: network.vpcId,
      subnetIds: network.publicSubnetIds,
      vpcCidr: config.vpcCidr,
      domain: config.ingestDomain,
      zoneId: config.zoneId,
      protect: keep,
    },
    below,
  )

  const edgeKey = signingPair(name, config.keys.edge, {})
  const ingestKey = signingPair(name, config.keys.ingest, {})
  const vapid = vapidPair(`${name}-vapid`, {})
  const roles = {
    ingest: password(`${name}-ingest-role`),
    service: password(`${name}-service-role`),
    user: password(`${name}-user-role`),
  }
  const sealKey = new random.RandomBytes(`${name}-identity-seal`, { length: 32 }).base64
  const loginUrl = (role: keyof typeof roles) =>
    pulumi.interpolate`postgres://sage_${role}:${roles[role]}@${database.endpoint}/${Database.databaseName}?sslmode=verify-full&sslrootcert=${databaseAuthorities}`
  const secrets = new SecretStore(
    name,
    {
      keyArn: key.arn,
      recoveryDays: keep ? 30 : 0,
      values: {
        DATABASE_URL: loginUrl('ingest'),
        DATABASE_SERVICE_URL: loginUrl('service'),
        DATABASE_USER_URL: loginUrl('user'),
        VALKEY_URL: pulumi.interpolate`rediss://:${authToken}@${cache.host}:6379`,
        IDENTITY_SEAL_KEY: sealKey,
        INGEST_SIGNING_KEY: ingestKey.signingKey,
        DATABASE_INGEST_PASSWORD: roles.ingest,
        DATABASE_SERVICE_PASSWORD: roles.service,
        DATABASE_USER_PASSWORD: roles.user,
      },
    },
    below,
  )
  const service = new IngestService(
    `${name}-ingest`,
    {
      ...inside,
      region: config.region,
      balancerSecurityGroupId: origin.securityGroupId,
      targetGroupArn: origin.targetGroupArn,
      targetResourceLabel: pulumi.interpolate`${origin.loadBalancerDimension}/${origin.targetGroupDimension}`,
      listener: origin.listener,
      keyArn: key.arn,
      imageTag: config.imageTag,
      sizing: sizing.ingest,
      logDays: sizing.logDays,
      ingest: ingestEnvironment(config, edgeKey.publicKeys, secrets),
      migration: migrationEnvironment(database, secrets),
    },
    below,
  )
  letIn(`${name}-database-from-ingest`, service, database, 5432, at)
  letIn(`${name}-cache-from-ingest`, service, cache, 6379, at)
  const zone = new Zone(name, { config, balancerDnsName: origin.dnsName }, below)
  const alarms = new Alarms(
    `${name}-alarms`,
    {
      loadBalancer: origin.loadBalancerDimension,
      targetGroup: origin.targetGroupDimension,
      clusterName: service.clusterName,
      serviceName: service.serviceName,
      stage: config.stage,
      region: config.region,
      minTasks: sizing.ingest.minTasks,
      databaseIdentifier: database.identifier,
      cacheReplicationGroupId: cache.replicationGroupId,
      cacheNodes: sizing.cache.nodes,
      mostConnections: sizing.ingest.maxTasks * connectionsPerTask * 2,
      keyArn: key.arn,
      recoveryDays: keep ? 30 : 0,
      logDays: sizing.logDays,
    },
    below,
  )

  const authSecrets = config.keys.auth.map(
    (each) => new random.RandomPassword(`${name}-${each}`, { length: 64, special: false }).result,
  )
  return {
    workerVariables: known({
      STAGE: config.stage,
      INGEST_URL: `https://${config.ingestDomain}`,
      INGEST_PUBLIC_KEYS: ingestKey.publicKeys,
      AUTH_URL: `https://${config.appDomain}`,
      ADMIN_EMAILS: config.adminEmails.join(','),
      VAPID_PUBLIC_KEY: vapid.publicKey,
      VAPID_SUBJECT: `https://${config.appDomain}`,
      ...(config.sentryDsn === undefined ? {} : { SENTRY_DSN: config.sentryDsn }),
    }),
    workerSecrets: known({
      EDGE_SIGNING_KEY: edgeKey.signingKey,
      AUTH_SECRETS: pulumi.secret(pulumi.all(authSecrets).apply((all) => all.join(','))),
      VAPID_PRIVATE_KEY: vapid.privateKey,
    }),
    repositoryUrl: service.repositoryUrl,
    clusterName: service.clusterName,
    serviceName: service.serviceName,
    migrationTaskArn: service.migrationTaskArn,
    taskSubnetIds: pulumi.all([...network.privateSubnetIds]),
    taskSecurityGroupId: service.securityGroupId,
    pagesProject: zone.pagesProject,
    opsWebhookSecretArn: alarms.webhookSecretArn,
  }
}

/** The account rules its key; CloudWatch may use it for the alarms that it publishes. */
function keyPolicy(accountId: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
      },
    ],
  })
}

function ingestEnvironment(
  config: CloudConfig,
  edgePublicKeys: pulumi.Output<string>,
  { arns }: SecretStore,
): ContainerEnvironment {
  return {
    variables: {
      STAGE: config.stage,
      MARKET: 'live',
      PORT: String(ingestPort),
      EDGE_URL: `https://${config.appDomain}`,
      EDGE_PUBLIC_KEYS: edgePublicKeys,
      LOG_LEVEL: 'info',
      METRICS_NAMESPACE: metricsNamespace,
      RELEASE: config.imageTag,
      ...(config.sentryDsn === undefined ? {} : { SENTRY_DSN: config.sentryDsn }),
    },
    secrets: pick(arns, [
      'DATABASE_URL',
      'DATABASE_SERVICE_URL',
      'DATABASE_USER_URL',
      'VALKEY_URL',
      'IDENTITY_SEAL_KEY',
      'INGEST_SIGNING_KEY',
    ]),
  }
}

/** The owner's password comes from the secret that RDS rotates; the driver takes it from `PGPASSWORD`. */
function migrationEnvironment(database: Database, { arns }: SecretStore): ContainerEnvironment {
  return {
    variables: {
      DATABASE_OWNER_URL: pulumi.interpolate`postgres://${Database.ownerName}@${database.endpoint}/${Database.databaseName}?sslmode=verify-full&sslrootcert=${databaseAuthorities}`,
    },
    secrets: {
      PGPASSWORD: pulumi.interpolate`${database.ownerSecretArn}:password::`,
      ...pick(arns, [
        'DATABASE_INGEST_PASSWORD',
        'DATABASE_SERVICE_PASSWORD',
        'DATABASE_USER_PASSWORD',
        'IDENTITY_SEAL_KEY',
      ]),
    },
  }
}

function letIn(
  name: string,
  from: { readonly securityGroupId: pulumi.Output<string> },
  to: { readonly securityGroupId: pulumi.Output<string> },
  port: number,
  options: pulumi.CustomResourceOptions,
) {
  new aws.vpc.SecurityGroupIngressRule(
    name,
    {
      securityGroupId: to.securityGroupId,
      referencedSecurityGroupId: from.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
    },
    options,
  )
}

/** Letters and digits only: it stands in URLs. */
function password(name: string): pulumi.Output<string> {
  return new random.RandomPassword(name, { length: 40, special: false }).result
}

function pick<Value>(from: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(
    names.map((name) => {
      const value = from[name]
      if (value === undefined) throw new Error(`${name} is not in the secret store.`)
      return [name, value]
    }),
  )
}

function known(
  values: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, pulumi.output(value)]))
}
