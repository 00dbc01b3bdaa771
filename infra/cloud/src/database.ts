/** PostgreSQL 18 on RDS. The owner's password is AWS's to make and to rotate; nobody here ever sees it. */
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Sizing } from './config.ts'

export interface DatabaseArgs {
  readonly vpcId: pulumi.Input<string>
  readonly subnetIds: readonly pulumi.Input<string>[]
  readonly keyArn: pulumi.Input<string>
  readonly sizing: Sizing['database']
  readonly logDays: number
}

export class Database extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>
  /** `host:port`. */
  readonly endpoint: pulumi.Output<string>
  readonly identifier: pulumi.Output<string>
  /** Of the owner: JSON with `username` and `password`. */
  readonly ownerSecretArn: pulumi.Output<string>

  static readonly databaseName = 'sage'
  static readonly ownerName = 'sage_owner'

  constructor(name: string, args: DatabaseArgs, options?: pulumi.ComponentResourceOptions) {
    super('sage:cloud:Database', name, {}, options)
    const own = { parent: this }
    const subnets = new aws.rds.SubnetGroup(name, { subnetIds: [...args.subnetIds] }, own)
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId: args.vpcId, description: 'PostgreSQL; who may come in is said beside them' },
      own,
    )
    const parameters = new aws.rds.ParameterGroup(
      name,
      {
        family: 'postgres18',
        parameters: [
          { name: 'rds.force_ssl', value: '1' },
          { name: 'password_encryption', value: 'scram-sha-256' },
          { name: 'log_min_duration_statement', value: '1000' },
          // A slow statement is logged without the words of the people in it.
          { name: 'log_parameter_max_length', value: '0' },
          { name: 'log_parameter_max_length_on_error', value: '0' },
          { name: 'log_error_verbosity', value: 'terse' },
          // With the session's name (%a), which tells the request that a statement was for. RDS allows this one and its own.
          { name: 'log_line_prefix', value: '%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a' },
          // A session that hangs in a transaction holds vacuum back for everyone.
          { name: 'idle_in_transaction_session_timeout', value: '60000' },
        ],
      },
      own,
    )
    const monitoring = new aws.iam.Role(
      `${name}-monitoring`,
      {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'monitoring.rds.amazonaws.com' }),
        managedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'],
      },
      own,
    )
    const { sizing } = args
    const logs = ['postgresql', 'upgrade'].map(
      (kind) =>
        new aws.cloudwatch.LogGroup(
          `${name}-${kind}`,
          { name: `/aws/rds/instance/${name}/${kind}`, retentionInDays: args.logDays },
          own,
        ),
    )
    const instance = new aws.rds.Instance(
      name,
      {
        identifier: name,
        engine: 'postgres',
        engineVersion: '18',
        instanceClass: sizing.instanceClass,
        dbName: Database.databaseName,
        username: Database.ownerName,
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: args.keyArn,
        iamDatabaseAuthenticationEnabled: true,
        allocatedStorage: sizing.storageGb,
        maxAllocatedStorage: sizing.maxStorageGb,
        storageType: 'gp3',
        storageEncrypted: true,
        kmsKeyId: args.keyArn,
        multiAz: sizing.multiAz,
        publiclyAccessible: false,
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [group.id],
        parameterGroupName: parameters.name,
        caCertIdentifier: 'rds-ca-rsa2048-g1',
        backupRetentionPeriod: sizing.backupDays,
        // 03:00 to 05:00 in Seoul.
        backupWindow: '18:00-19:00',
        maintenanceWindow: 'sun:19:00-sun:20:00',
        copyTagsToSnapshot: true,
        deletionProtection: sizing.deletionProtection,
        skipFinalSnapshot: !sizing.deletionProtection,
        finalSnapshotIdentifier: sizing.deletionProtection ? `${name}-final` : undefined,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: args.keyArn,
        performanceInsightsRetentionPeriod: 7,
        monitoringInterval: 60,
        monitoringRoleArn: monitoring.arn,
        enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
        autoMinorVersionUpgrade: true,
        applyImmediately: !sizing.deletionProtection,
      },
      // RDS would make the log groups itself, and keep them for ever.
      { ...own, protect: sizing.deletionProtection, dependsOn: logs },
    )
    this.securityGroupId = group.id
    this.endpoint = instance.endpoint
    this.identifier = instance.identifier
    this.ownerSecretArn = instance.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? '')
    this.registerOutputs({ endpoint: this.endpoint })
  }
}
