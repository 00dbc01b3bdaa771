/** The private network: tasks and stores see the world through NAT, the world sees only the load balancer. */
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

export interface NetworkArgs {
  readonly cidr: string
  readonly zones: number
  readonly natGateways: number
  readonly region: string
  readonly logDays: number
}

export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>
  readonly publicSubnetIds: readonly pulumi.Output<string>[]
  readonly privateSubnetIds: readonly pulumi.Output<string>[]

  constructor(name: string, args: NetworkArgs, options?: pulumi.ComponentResourceOptions) {
    super('sage:cloud:Network', name, {}, options)
    const own = { parent: this }
    const available = aws.getAvailabilityZonesOutput({ state: 'available' }, own).names
    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock: args.cidr, enableDnsHostnames: true, enableDnsSupport: true, tags: { Name: name } },
      own,
    )
    // Nothing uses the group that every VPC comes with: without rules it cannot be used by mistake either.
    new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.id, ingress: [], egress: [] }, own)
    const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags: { Name: name } }, own)

    const publicRoutes = new aws.ec2.RouteTable(
      `${name}-public`,
      { vpcId: vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }] },
      own,
    )
    const subnet = (kind: 'public' | 'private', zone: number) =>
      new aws.ec2.Subnet(
        `${name}-${kind}-${zone}`,
        {
          vpcId: vpc.id,
          availabilityZone: available.apply((names) => nth(names, zone)),
          cidrBlock: subnetCidr(args.cidr, kind === 'public' ? zone : zone + 8),
          mapPublicIpOnLaunch: false,
          tags: { Name: `${name}-${kind}-${zone}` },
        },
        own,
      )
    const zones = Array.from({ length: args.zones }, (_, zone) => zone)
    const publicSubnets = zones.map((zone) => subnet('public', zone))
    const privateSubnets = zones.map((zone) => subnet('private', zone))
    publicSubnets.forEach((each, zone) => {
      new aws.ec2.RouteTableAssociation(
        `${name}-public-${zone}`,
        { subnetId: each.id, routeTableId: publicRoutes.id },
        own,
      )
    })

    const nats = publicSubnets.slice(0, args.natGateways).map((each, zone) => {
      const address = new aws.ec2.Eip(`${name}-nat-${zone}`, { domain: 'vpc' }, own)
      return new aws.ec2.NatGateway(
        `${name}-${zone}`,
        { subnetId: each.id, allocationId: address.id },
        { ...own, dependsOn: gateway },
      )
    })
    const privateRoutes = privateSubnets.map((each, zone) => {
      const table = new aws.ec2.RouteTable(
        `${name}-private-${zone}`,
        {
          vpcId: vpc.id,
          routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: nth(nats, zone % nats.length).id }],
        },
        own,
      )
      new aws.ec2.RouteTableAssociation(
        `${name}-private-${zone}`,
        { subnetId: each.id, routeTableId: table.id },
        own,
      )
      return table
    })

    this.vpcId = vpc.id
    this.publicSubnetIds = publicSubnets.map(({ id }) => id)
    this.privateSubnetIds = privateSubnets.map(({ id }) => id)
    this.#endpoints(name, args, vpc, privateRoutes)
    this.#flowLog(name, args, vpc)
    this.registerOutputs({ vpcId: this.vpcId })
  }

  /** AWS's own services are reached inside the network: images, logs and secrets do not cross NAT. */
  #endpoints(name: string, args: NetworkArgs, vpc: aws.ec2.Vpc, routeTables: readonly aws.ec2.RouteTable[]) {
    const own = { parent: this }
    const service = (suffix: string) => `com.amazonaws.${args.region}.${suffix}`
    new aws.ec2.VpcEndpoint(
      `${name}-s3`,
      {
        vpcId: vpc.id,
        serviceName: service('s3'),
        vpcEndpointType: 'Gateway',
        routeTableIds: routeTables.map(({ id }) => id),
      },
      own,
    )
    const group = new aws.ec2.SecurityGroup(
      `${name}-endpoints`,
      {
        vpcId: vpc.id,
        description: 'HTTPS from inside the network to the endpoints of AWS services',
        ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: [args.cidr] }],
      },
      own,
    )
    for (const suffix of ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager']) {
      new aws.ec2.VpcEndpoint(
        `${name}-${suffix.replace('.', '-')}`,
        {
          vpcId: vpc.id,
          serviceName: service(suffix),
          vpcEndpointType: 'Interface',
          privateDnsEnabled: true,
          subnetIds: [...this.privateSubnetIds],
          securityGroupIds: [group.id],
        },
        own,
      )
    }
  }

  /** Who talked to whom, kept as long as the other logs. */
  #flowLog(name: string, args: NetworkArgs, vpc: aws.ec2.Vpc) {
    const own = { parent: this }
    const logs = new aws.cloudwatch.LogGroup(`${name}-flow`, { retentionInDays: args.logDays }, own)
    const role = new aws.iam.Role(
      `${name}-flow`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'vpc-flow-logs.amazonaws.com' }) },
      own,
    )
    new aws.iam.RolePolicy(
      `${name}-flow`,
      {
        role: role.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
              Resource: [logs.arn, pulumi.interpolate`${logs.arn}:*`],
            },
          ],
        }),
      },
      own,
    )
    new aws.ec2.FlowLog(
      name,
      { vpcId: vpc.id, trafficType: 'REJECT', logDestination: logs.arn, iamRoleArn: role.arn },
      own,
    )
  }
}

/** The `index`th /20 of a /16 network. */
export function subnetCidr(network: string, index: number): string {
  const [first, second] = network.split('.')
  return `${first}.${second}.${index * 16}.0/20`
}

function nth<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new Error(`This region has ${items.length} zones; the stack needs one more.`)
  return item
}
