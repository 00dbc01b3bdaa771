/**
 * What every resource of ours has to keep to. One rule, two uses: the policy pack asks it of a real deployment, the
 * tests ask it of the whole program without a cloud.
 */

/** As a program hands them to Pulumi. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the provider's, another for each type of resource.
export type Inputs = Readonly<Record<string, any>>

export interface Rule {
  readonly name: string
  readonly description: string
  /** Pulumi's type token. */
  readonly type: string
  /** One sentence a violation. */
  check(inputs: Inputs): readonly string[]
}

const unless = (kept: unknown, sentence: string): readonly string[] => (kept === true ? [] : [sentence])

export const rules: readonly Rule[] = [
  {
    name: 'database-private',
    description: 'PostgreSQL is encrypted, private, backed up and demands TLS',
    type: 'aws:rds/instance:Instance',
    check: (db) => [
      ...unless(db.storageEncrypted, 'storage is not encrypted'),
      ...unless(db.publiclyAccessible === false, 'has a public address'),
      ...unless(db.backupRetentionPeriod >= 1, 'has no backups'),
      ...unless(db.performanceInsightsEnabled, 'has no Performance Insights'),
      ...unless(db.manageMasterUserPassword, 'has a password that nobody rotates'),
      ...unless(db.copyTagsToSnapshot, 'has snapshots without tags'),
    ],
  },
  {
    name: 'database-tls',
    description: 'PostgreSQL refuses connections without TLS',
    type: 'aws:rds/parameterGroup:ParameterGroup',
    check: (group) =>
      unless(
        group.parameters?.some((each: Inputs) => each.name === 'rds.force_ssl' && each.value === '1'),
        'rds.force_ssl is not 1',
      ),
  },
  {
    name: 'cache-encrypted',
    description: 'Valkey is encrypted at rest and in transit, and asks who is there',
    type: 'aws:elasticache/replicationGroup:ReplicationGroup',
    check: (cache) => [
      ...unless(cache.atRestEncryptionEnabled, 'is not encrypted at rest'),
      ...unless(cache.transitEncryptionEnabled, 'is not encrypted in transit'),
      ...unless(cache.transitEncryptionMode === 'required', 'also accepts plain connections'),
      ...unless(cache.authToken !== undefined, 'lets anybody in'),
    ],
  },
  {
    name: 'cache-keeps',
    description: 'Valkey never throws a job or a lease out to make room',
    type: 'aws:elasticache/parameterGroup:ParameterGroup',
    check: (group) =>
      unless(
        group.parameters?.some(
          (each: Inputs) => each.name === 'maxmemory-policy' && each.value === 'noeviction',
        ),
        'maxmemory-policy is not noeviction',
      ),
  },
  {
    name: 'nobody-from-everywhere',
    description: 'No security group lets the whole internet in',
    type: 'aws:ec2/securityGroup:SecurityGroup',
    check: ({ ingress = [] }) =>
      ingress.flatMap((rule: Inputs) => openToAll(rule.cidrBlocks, rule.ipv6CidrBlocks)),
  },
  {
    name: 'nobody-from-everywhere-rule',
    description: 'No rule of a security group lets the whole internet in',
    type: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    check: ({ cidrIpv4, cidrIpv6 }) => openToAll([cidrIpv4], [cidrIpv6]),
  },
  {
    name: 'subnets-without-addresses',
    description: 'Nothing gets a public address by being started',
    type: 'aws:ec2/subnet:Subnet',
    check: (subnet) => unless(subnet.mapPublicIpOnLaunch === false, 'hands out public addresses'),
  },
  {
    name: 'tasks-without-addresses',
    description: 'Tasks have no public address, and a broken release goes back by itself',
    type: 'aws:ecs/service:Service',
    check: (service) => [
      ...unless(service.networkConfiguration?.assignPublicIp === false, 'has a public address'),
      ...unless(service.deploymentCircuitBreaker?.rollback, 'does not roll back'),
      ...unless(service.deploymentMinimumHealthyPercent >= 100, 'stops tasks before new ones are healthy'),
    ],
  },
  {
    name: 'containers-hardened',
    description: 'Containers run as an ordinary user on a read-only file system, without capabilities',
    type: 'aws:ecs/taskDefinition:TaskDefinition',
    check: (definition) =>
      JSON.parse(definition.containerDefinitions).flatMap((container: Inputs) => [
        ...unless(container.readonlyRootFilesystem, 'can write its own files'),
        ...unless(Number(container.user) > 0, 'runs as root'),
        ...unless(container.linuxParameters?.capabilities?.drop?.includes('ALL'), 'has capabilities'),
        ...(container.environment ?? []).flatMap(({ name, value }: Inputs) =>
          looksSecret(name, value) ? [`shows ${name} in its environment`] : [],
        ),
      ]),
  },
  {
    name: 'balancer-tls',
    description: 'The load balancer speaks TLS 1.2 or newer, to clients that show our certificate',
    type: 'aws:lb/listener:Listener',
    check: (listener) => [
      ...unless(listener.protocol === 'HTTPS', 'speaks plain HTTP'),
      ...unless(/TLS13-1-[23]/.test(listener.sslPolicy), 'accepts TLS below 1.2'),
      ...unless(listener.mutualAuthentication?.mode === 'verify', 'does not ask for a client certificate'),
    ],
  },
  {
    name: 'least-privilege',
    description: 'A policy names the actions it allows, and the resources wherever the action knows one',
    type: 'aws:iam/rolePolicy:RolePolicy',
    check: ({ policy }) =>
      JSON.parse(policy).Statement.flatMap((statement: Inputs) => {
        const actions = [statement.Action].flat()
        const resources = [statement.Resource].flat()
        // Knows no resource, says AWS.
        const mayBeAny = actions.every((action: string) => action === 'ecr:GetAuthorizationToken')
        return [
          ...actions.flatMap((action: string) => (action.includes('*') ? [`allows ${action}`] : [])),
          ...(resources.includes('*') && !mayBeAny ? [`allows ${actions} on everything`] : []),
        ]
      }),
  },
  {
    name: 'no-managed-power',
    description: 'No role has a managed policy but the one that RDS needs to report',
    type: 'aws:iam/role:Role',
    check: ({ managedPolicyArns = [] }) =>
      managedPolicyArns
        .filter((arn: string) => !arn.endsWith('/AmazonRDSEnhancedMonitoringRole'))
        .map((arn: string) => `has ${arn}`),
  },
  {
    name: 'keys-rotate',
    description: 'Keys rotate',
    type: 'aws:kms/key:Key',
    check: (key) => unless(key.enableKeyRotation, 'does not rotate'),
  },
  {
    name: 'secrets-own-key',
    description: 'Secrets are encrypted with our own key',
    type: 'aws:secretsmanager/secret:Secret',
    check: (secret) => unless(secret.kmsKeyId !== undefined, 'is encrypted with a key of the account'),
  },
  {
    name: 'images-fixed',
    description: 'An image tag means one image, which is scanned',
    type: 'aws:ecr/repository:Repository',
    check: (repository) => [
      ...unless(repository.imageTagMutability === 'IMMUTABLE', 'lets a tag change'),
      ...unless(repository.imageScanningConfiguration?.scanOnPush, 'is not scanned'),
      ...unless(
        repository.encryptionConfigurations?.[0]?.encryptionType === 'KMS',
        'is not encrypted with our key',
      ),
    ],
  },
  {
    name: 'buckets-closed',
    description: 'Buckets are closed to the public',
    type: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
    check: (block) =>
      ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].flatMap((each) =>
        unless(block[each], `${each} is off`),
      ),
  },
  {
    name: 'topics-encrypted',
    description: 'Alarms are encrypted on their way',
    type: 'aws:sns/topic:Topic',
    check: ({ kmsMasterKeyId }) => [
      ...unless(kmsMasterKeyId !== undefined, 'is not encrypted'),
      // CloudWatch may not publish through the account's own alias.
      ...unless(kmsMasterKeyId !== 'alias/aws/sns', 'is encrypted so that no alarm can be published'),
    ],
  },
  {
    name: 'logs-end',
    description: 'Logs are kept for a stated time',
    type: 'aws:cloudwatch/logGroup:LogGroup',
    check: (group) => unless(group.retentionInDays > 0, 'keeps everything for ever'),
  },
]

function openToAll(v4: readonly unknown[] = [], v6: readonly unknown[] = []): readonly string[] {
  return [...v4, ...v6]
    .filter((cidr) => cidr === '0.0.0.0/0' || cidr === '::/0')
    .map((cidr) => `is open to ${cidr}`)
}

/** By its name, or because a URL carries a password. Public keys are public. */
export function looksSecret(name: string, value: string): boolean {
  if (/PUBLIC_KEYS?$/.test(name)) return false
  return /SECRET|PASSWORD|TOKEN|_KEY$|_KEYS$|WEBHOOK/.test(name) || /:\/\/[^/@]*:[^/@]+@/.test(value)
}
