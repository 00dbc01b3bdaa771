/** What wakes someone up, and how it reaches the operations channel. What each means: docs/operate.md. */
import { fileURLToPath } from 'node:url'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { dashboard } from './dashboard.ts'
import { metricsNamespace } from './names.ts'

export interface AlarmsArgs {
  readonly loadBalancer: pulumi.Input<string>
  readonly targetGroup: pulumi.Input<string>
  readonly clusterName: pulumi.Input<string>
  readonly serviceName: pulumi.Input<string>
  readonly stage: string
  readonly region: string
  readonly minTasks: number
  readonly databaseIdentifier: pulumi.Input<string>
  readonly cacheReplicationGroupId: pulumi.Input<string>
  readonly cacheNodes: number
  /** What the pools of the largest number of tasks may open, with room for a deployment. */
  readonly mostConnections: number
  readonly keyArn: pulumi.Input<string>
  readonly recoveryDays: number
  readonly logDays: number
}

interface Watch {
  readonly what: string
  readonly namespace: string
  readonly metric: string
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum' | 'p95'
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>
  readonly above?: number
  readonly below?: number
  readonly minutes: number
  /** What silence means: of a count it is zero, of a gauge the thing itself is gone. */
  readonly silence: 'notBreaching' | 'breaching'
}

export class Alarms extends pulumi.ComponentResource {
  /** Empty until somebody puts the webhook's address into it, see docs/deploy.md. */
  readonly webhookSecretArn: pulumi.Output<string>

  constructor(name: string, args: AlarmsArgs, options?: pulumi.ComponentResourceOptions) {
    super('sage:cloud:Alarms', name, {}, options)
    const own = { parent: this }
    const topic = new aws.sns.Topic(name, { kmsMasterKeyId: args.keyArn }, own)
    const webhook = new aws.secretsmanager.Secret(
      `${name}-discord-ops-webhook-url`,
      { kmsKeyId: args.keyArn, recoveryWindowInDays: args.recoveryDays },
      own,
    )
    this.webhookSecretArn = webhook.arn
    this.#messenger(name, args, topic, webhook)
    for (const [key, watch] of Object.entries(watches(args))) {
      new aws.cloudwatch.MetricAlarm(
        `${name}-${key}`,
        {
          alarmDescription: watch.what,
          namespace: watch.namespace,
          metricName: watch.metric,
          ...(watch.statistic === 'p95' ? { extendedStatistic: 'p95' } : { statistic: watch.statistic }),
          dimensions: watch.dimensions,
          comparisonOperator: watch.above === undefined ? 'LessThanThreshold' : 'GreaterThanThreshold',
          threshold: watch.above ?? watch.below ?? 0,
          period: 60,
          evaluationPeriods: watch.minutes,
          treatMissingData: watch.silence,
          alarmActions: [topic.arn],
          okActions: [topic.arn],
        },
        own,
      )
    }
    new aws.cloudwatch.Dashboard(
      name,
      { dashboardName: name, dashboardBody: pulumi.jsonStringify(dashboard(args)) },
      own,
    )
    this.registerOutputs({})
  }

  #messenger(name: string, args: AlarmsArgs, topic: aws.sns.Topic, webhook: aws.secretsmanager.Secret) {
    const own = { parent: this }
    const logs = new aws.cloudwatch.LogGroup(`${name}-discord`, { retentionInDays: args.logDays }, own)
    const role = new aws.iam.Role(
      `${name}-discord`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }) },
      own,
    )
    new aws.iam.RolePolicy(
      `${name}-discord`,
      {
        role: role.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [webhook.arn] },
            { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [args.keyArn] },
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: [pulumi.interpolate`${logs.arn}:*`],
            },
          ],
        }),
      },
      own,
    )
    const messenger = new aws.lambda.Function(
      `${name}-discord`,
      {
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        handler: 'index.handler',
        role: role.arn,
        timeout: 30,
        code: new pulumi.asset.AssetArchive({
          'index.mjs': new pulumi.asset.FileAsset(
            fileURLToPath(new URL('alarm-to-discord.mjs', import.meta.url)),
          ),
        }),
        environment: { variables: { WEBHOOK_SECRET_ARN: webhook.arn } },
        loggingConfig: { logFormat: 'JSON', logGroup: logs.name },
      },
      own,
    )
    new aws.lambda.Permission(
      `${name}-discord`,
      {
        action: 'lambda:InvokeFunction',
        function: messenger.name,
        principal: 'sns.amazonaws.com',
        sourceArn: topic.arn,
      },
      own,
    )
    new aws.sns.TopicSubscription(
      `${name}-discord`,
      { topic: topic.arn, protocol: 'lambda', endpoint: messenger.arn },
      own,
    )
  }
}

function watches(args: AlarmsArgs): Readonly<Record<string, Watch>> {
  const balancer = { LoadBalancer: args.loadBalancer, TargetGroup: args.targetGroup }
  const service = { ClusterName: args.clusterName, ServiceName: args.serviceName }
  const database = { DBInstanceIdentifier: args.databaseIdentifier }
  const rds = { namespace: 'AWS/RDS', dimensions: database, silence: 'breaching' } as const
  const cacheNode = (node: number) =>
    ({
      namespace: 'AWS/ElastiCache',
      dimensions: { CacheClusterId: pulumi.interpolate`${args.cacheReplicationGroupId}-00${node}` },
      silence: 'breaching',
    }) as const
  // Either node may be the one that writes.
  const ofCache = Array.from({ length: args.cacheNodes }, (_, index) => index + 1).flatMap((node) => [
    [
      `cache-memory-${node}`,
      {
        what: 'Valkey is nearly full: with noeviction, writes fail next',
        ...cacheNode(node),
        metric: 'DatabaseMemoryUsagePercentage',
        statistic: 'Maximum',
        above: 75,
        minutes: 5,
      },
    ] as const,
    [
      `cache-cpu-${node}`,
      {
        what: 'Valkey runs hot',
        ...cacheNode(node),
        metric: 'EngineCPUUtilization',
        statistic: 'Average',
        above: 80,
        minutes: 10,
      },
    ] as const,
  ])
  const figures = { namespace: metricsNamespace, dimensions: { stage: args.stage } } as const
  return {
    'ingest-errors': {
      what: 'ingest answers with 5xx',
      namespace: 'AWS/ApplicationELB',
      metric: 'HTTPCode_Target_5XX_Count',
      statistic: 'Sum',
      dimensions: balancer,
      above: 20,
      minutes: 3,
      silence: 'notBreaching',
    },
    'ingest-slow': {
      what: 'ingest takes more than half a second for one call in twenty',
      namespace: 'AWS/ApplicationELB',
      metric: 'TargetResponseTime',
      statistic: 'p95',
      dimensions: balancer,
      above: 0.5,
      minutes: 5,
      silence: 'notBreaching',
    },
    'ingest-tasks': {
      what: 'fewer healthy tasks than the smallest number',
      namespace: 'AWS/ApplicationELB',
      metric: 'HealthyHostCount',
      statistic: 'Minimum',
      dimensions: balancer,
      below: args.minTasks,
      minutes: 3,
      silence: 'breaching',
    },
    'ingest-cpu': {
      what: 'ingest runs hot although it scales',
      namespace: 'AWS/ECS',
      metric: 'CPUUtilization',
      statistic: 'Average',
      dimensions: service,
      above: 85,
      minutes: 10,
      silence: 'breaching',
    },
    'ingest-memory': {
      what: 'ingest is close to the end of its memory',
      namespace: 'AWS/ECS',
      metric: 'MemoryUtilization',
      statistic: 'Maximum',
      dimensions: service,
      above: 85,
      minutes: 5,
      silence: 'breaching',
    },
    'database-cpu': {
      what: 'PostgreSQL runs hot',
      ...rds,
      metric: 'CPUUtilization',
      statistic: 'Average',
      above: 80,
      minutes: 10,
    },
    'database-storage': {
      what: 'PostgreSQL has less than 5 GB of storage left',
      ...rds,
      metric: 'FreeStorageSpace',
      statistic: 'Minimum',
      below: 5 * 1024 ** 3,
      minutes: 5,
    },
    'database-connections': {
      what: 'PostgreSQL has more connections than the pools should open',
      ...rds,
      metric: 'DatabaseConnections',
      statistic: 'Maximum',
      above: args.mostConnections,
      minutes: 5,
    },
    'leader-gone': {
      what: 'no task of ingest writes: no candles, no alerts',
      ...figures,
      metric: 'Leaders',
      statistic: 'Maximum',
      below: 1,
      minutes: 5,
      silence: 'breaching',
    },
    'candles-missing': {
      what: 'candles that no venue could give',
      ...figures,
      metric: 'CandlesMissing',
      statistic: 'Maximum',
      above: 100,
      minutes: 15,
      silence: 'notBreaching',
    },
    'alerts-late': {
      what: 'reports of alerts reach the edge late',
      ...figures,
      metric: 'AlertLatencyMs',
      statistic: 'p95',
      above: 30_000,
      minutes: 3,
      silence: 'notBreaching',
    },
    ...Object.fromEntries(
      (['binance', 'gate'] as const).flatMap((venue) => {
        const feed = {
          namespace: metricsNamespace,
          dimensions: { stage: args.stage, venue },
          statistic: 'Minimum',
        } as const
        return [
          [
            `feed-lag-${venue}`,
            // Of the task that hears it best: what one task's line does is no news.
            {
              what: `data of ${venue} comes late`,
              ...feed,
              metric: 'FeedLagMs',
              above: 5000,
              minutes: 5,
              silence: 'breaching',
            },
          ],
          [
            `feed-gaps-${venue}`,
            {
              what: `${venue} is silent`,
              ...feed,
              metric: 'FeedGapSeconds',
              above: 30,
              minutes: 5,
              silence: 'notBreaching',
            },
          ],
        ] as const
      }),
    ),
    ...Object.fromEntries(ofCache),
  }
}
