/** Valkey 8 on ElastiCache: quotes, the lease of the leader, replay marks and the job queue. */
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Sizing } from './config.ts'

export interface CacheArgs {
  readonly vpcId: pulumi.Input<string>
  readonly subnetIds: readonly pulumi.Input<string>[]
  readonly keyArn: pulumi.Input<string>
  readonly authToken: pulumi.Input<string>
  readonly sizing: Sizing['cache']
}

export class Cache extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>
  readonly host: pulumi.Output<string>
  readonly replicationGroupId: pulumi.Output<string>

  constructor(name: string, args: CacheArgs, options?: pulumi.ComponentResourceOptions) {
    super('sage:cloud:Cache', name, {}, options)
    const own = { parent: this }
    const subnets = new aws.elasticache.SubnetGroup(name, { subnetIds: [...args.subnetIds] }, own)
    const group = new aws.ec2.SecurityGroup(
      name,
      { vpcId: args.vpcId, description: 'Valkey; who may come in is said beside them' },
      own,
    )
    const parameters = new aws.elasticache.ParameterGroup(
      name,
      // A job or a lease must never be thrown out to make room: writes fail instead, and an alarm rings.
      { family: 'valkey8', parameters: [{ name: 'maxmemory-policy', value: 'noeviction' }] },
      own,
    )
    const replicated = args.sizing.nodes > 1
    const cluster = new aws.elasticache.ReplicationGroup(
      name,
      {
        description: 'Sage.ai',
        engine: 'valkey',
        engineVersion: '8.0',
        nodeType: args.sizing.nodeType,
        numCacheClusters: args.sizing.nodes,
        automaticFailoverEnabled: replicated,
        multiAzEnabled: replicated,
        transitEncryptionEnabled: true,
        transitEncryptionMode: 'required',
        atRestEncryptionEnabled: true,
        kmsKeyId: args.keyArn,
        authToken: args.authToken,
        parameterGroupName: parameters.name,
        subnetGroupName: subnets.name,
        securityGroupIds: [group.id],
        snapshotRetentionLimit: replicated ? 3 : 0,
        autoMinorVersionUpgrade: true,
      },
      own,
    )
    this.securityGroupId = group.id
    this.host = cluster.primaryEndpointAddress
    this.replicationGroupId = cluster.id
    this.registerOutputs({ host: this.host })
  }
}
