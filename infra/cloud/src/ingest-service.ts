/** ingest on Fargate: between its smallest and largest number of tasks, no public address, replaced without a gap. */
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Sizing } from './config.ts'
import { ingestPort } from './names.ts'

/** By the name of the environment variable: the plain values, and where Secrets Manager keeps the others. */
export interface ContainerEnvironment {
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>
}

export interface IngestServiceArgs {
  readonly region: string
  readonly vpcId: pulumi.Input<string>
  readonly subnetIds: readonly pulumi.Input<string>[]
  readonly balancerSecurityGroupId: pulumi.Input<string>
  readonly targetGroupArn: pulumi.Input<string>
  /** `app/<name>/<id>/targetgroup/<name>/<id>`, by which requests per task are counted. */
  readonly targetResourceLabel: pulumi.Input<string>
  readonly listener: pulumi.Resource
  readonly keyArn: pulumi.Input<string>
  readonly imageTag: string
  readonly sizing: Sizing['ingest']
  readonly logDays: number
  readonly ingest: ContainerEnvironment
  /** Runs once per deployment, before the service is updated. */
  readonly migration: ContainerEnvironment
}

/** A connection of a browser's hub or a call of the Worker; measured headroom is far above. */
const requestsPerTaskAndMinute = 30_000

export class IngestService extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>
  readonly repositoryUrl: pulumi.Output<string>
  readonly clusterName: pulumi.Output<string>
  readonly serviceName: pulumi.Output<string>
  readonly migrationTaskArn: pulumi.Output<string>
  readonly logGroupName: pulumi.Output<string>

  constructor(name: string, args: IngestServiceArgs, options?: pulumi.ComponentResourceOptions) {
    super('sage:cloud:IngestService', name, {}, options)
    const own = { parent: this }
    const repository = new aws.ecr.Repository(
      name,
      {
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: args.keyArn }],
      },
      own,
    )
    new aws.ecr.LifecyclePolicy(
      name,
      {
        repository: repository.name,
        policy: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              description: 'what a roll-back may need',
              selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 30 },
              action: { type: 'expire' },
            },
          ],
        }),
      },
      own,
    )
    const logs = new aws.cloudwatch.LogGroup(name, { retentionInDays: args.logDays }, own)
    const group = new aws.ec2.SecurityGroup(
      name,
      {
        vpcId: args.vpcId,
        description: 'The load balancer comes in; exchanges, stores and the edge are reached',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: ingestPort,
            toPort: ingestPort,
            securityGroups: [args.balancerSecurityGroupId],
          },
        ],
        egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
      },
      own,
    )
    const executionRole = this.#executionRole(name, args, logs, repository)
    // The program itself calls no AWS service: its role may do nothing.
    const taskRole = new aws.iam.Role(
      `${name}-task`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'ecs-tasks.amazonaws.com' }) },
      own,
    )
    const image = pulumi.interpolate`${repository.repositoryUrl}:${args.imageTag}`
    const task = (kind: string, container: Record<string, unknown>, environment: ContainerEnvironment) =>
      new aws.ecs.TaskDefinition(
        `${name}-${kind}`,
        {
          family: `${name}-${kind}`,
          requiresCompatibilities: ['FARGATE'],
          networkMode: 'awsvpc',
          runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
          cpu: String(args.sizing.cpu),
          memory: String(args.sizing.memoryMb),
          executionRoleArn: executionRole.arn,
          taskRoleArn: taskRole.arn,
          containerDefinitions: pulumi.jsonStringify([
            {
              name: kind,
              image,
              essential: true,
              readonlyRootFilesystem: true,
              user: '65532',
              // The program drains in under 10 s (see its README); ECS must not cut it short.
              stopTimeout: 30,
              linuxParameters: { initProcessEnabled: false, capabilities: { drop: ['ALL'] } },
              environment: Object.entries(environment.variables).map(([key, value]) => ({
                name: key,
                value,
              })),
              secrets: Object.entries(environment.secrets).map(([key, from]) => ({
                name: key,
                valueFrom: from,
              })),
              logConfiguration: {
                logDriver: 'awslogs',
                options: {
                  'awslogs-group': logs.name,
                  'awslogs-region': args.region,
                  'awslogs-stream-prefix': kind,
                },
              },
              ...container,
            },
          ]),
        },
        own,
      )
    const migration = task('migration', { command: ['migrate.js'] }, args.migration)
    const definition = task(
      'ingest',
      {
        portMappings: [{ containerPort: ingestPort, protocol: 'tcp' }],
        healthCheck: {
          command: ['CMD', '/nodejs/bin/node', 'health.js'],
          interval: 10,
          timeout: 5,
          retries: 3,
          startPeriod: 30,
        },
      },
      args.ingest,
    )
    const hasImage = args.imageTag !== 'none'
    const cluster = new aws.ecs.Cluster(
      name,
      { settings: [{ name: 'containerInsights', value: 'enabled' }] },
      own,
    )
    const service = new aws.ecs.Service(
      name,
      {
        cluster: cluster.arn,
        taskDefinition: definition.arn,
        launchType: 'FARGATE',
        desiredCount: hasImage ? args.sizing.minTasks : 0,
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        healthCheckGracePeriodSeconds: 60,
        networkConfiguration: {
          subnets: [...args.subnetIds],
          securityGroups: [group.id],
          assignPublicIp: false,
        },
        loadBalancers: [
          { targetGroupArn: args.targetGroupArn, containerName: 'ingest', containerPort: ingestPort },
        ],
        propagateTags: 'SERVICE',
        waitForSteadyState: hasImage,
      },
      // Scaling owns the number of tasks after the first deployment.
      { ...own, dependsOn: args.listener, ignoreChanges: hasImage ? ['desiredCount'] : [] },
    )
    if (hasImage) this.#scaling(name, args, cluster, service)
    this.securityGroupId = group.id
    this.repositoryUrl = repository.repositoryUrl
    this.clusterName = cluster.name
    this.serviceName = service.name
    this.migrationTaskArn = migration.arn
    this.logGroupName = logs.name
    this.registerOutputs({ repositoryUrl: this.repositoryUrl })
  }

  /** May pull this image, write these logs and read these secrets; nothing else. */
  #executionRole(
    name: string,
    args: IngestServiceArgs,
    logs: aws.cloudwatch.LogGroup,
    repository: aws.ecr.Repository,
  ): aws.iam.Role {
    const own = { parent: this }
    const role = new aws.iam.Role(
      `${name}-execution`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'ecs-tasks.amazonaws.com' }) },
      own,
    )
    // An ARN of a secret may be followed by `:key::`, which policies do not know.
    const secretArns = pulumi
      .all([...Object.values(args.ingest.secrets), ...Object.values(args.migration.secrets)])
      .apply((arns) => [...new Set(arns.map((arn) => arn.split(':').slice(0, 7).join(':')))].sort())
    new aws.iam.RolePolicy(
      `${name}-execution`,
      {
        role: role.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
              Resource: [repository.arn],
            },
            // This call knows no resource.
            { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: [pulumi.interpolate`${logs.arn}:*`],
            },
            { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: secretArns },
            { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [args.keyArn] },
          ],
        }),
      },
      own,
    )
    return role
  }

  #scaling(name: string, args: IngestServiceArgs, cluster: aws.ecs.Cluster, service: aws.ecs.Service) {
    const own = { parent: this }
    const target = new aws.appautoscaling.Target(
      name,
      {
        serviceNamespace: 'ecs',
        scalableDimension: 'ecs:service:DesiredCount',
        resourceId: pulumi.interpolate`service/${cluster.name}/${service.name}`,
        minCapacity: args.sizing.minTasks,
        maxCapacity: args.sizing.maxTasks,
      },
      own,
    )
    const follow = (
      metric: string,
      targetValue: number,
      specification: { predefinedMetricType: string; resourceLabel?: pulumi.Input<string> },
    ) =>
      new aws.appautoscaling.Policy(
        `${name}-${metric}`,
        {
          policyType: 'TargetTrackingScaling',
          serviceNamespace: target.serviceNamespace,
          scalableDimension: target.scalableDimension,
          resourceId: target.resourceId,
          targetTrackingScalingPolicyConfiguration: {
            predefinedMetricSpecification: specification,
            targetValue,
            scaleInCooldown: 300,
            scaleOutCooldown: 60,
          },
        },
        own,
      )
    follow('cpu', 60, { predefinedMetricType: 'ECSServiceAverageCPUUtilization' })
    follow('requests', requestsPerTaskAndMinute, {
      predefinedMetricType: 'ALBRequestCountPerTarget',
      resourceLabel: args.targetResourceLabel,
    })
  }
}
