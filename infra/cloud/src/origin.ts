/**
 * The one public address at AWS: a load balancer that speaks only to Cloudflare. Cloudflare's address ranges and its
 * shared origin-pull certificate prove "some customer of Cloudflare"; our own client certificate proves our zone.
 */
import * as aws from '@pulumi/aws'
import * as cloudflare from '@pulumi/cloudflare'
import * as pulumi from '@pulumi/pulumi'
import * as tls from '@pulumi/tls'
import { ingestPort } from './names.ts'

export interface OriginArgs {
  readonly vpcId: pulumi.Input<string>
  readonly subnetIds: readonly pulumi.Input<string>[]
  readonly vpcCidr: string
  readonly domain: string
  readonly zoneId: string
  readonly protect: boolean
}

const tenYearsHours = 10 * 365 * 24

export class Origin extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>
  readonly targetGroupArn: pulumi.Output<string>
  /** For alarms: `app/<name>/<id>`. */
  readonly loadBalancerDimension: pulumi.Output<string>
  readonly targetGroupDimension: pulumi.Output<string>
  readonly dnsName: pulumi.Output<string>
  /** Ready when the listener is: a service must not register before. */
  readonly listener: aws.lb.Listener

  constructor(name: string, args: OriginArgs, options?: pulumi.ComponentResourceOptions) {
    super('sage:cloud:Origin', name, {}, options)
    const own = { parent: this }
    const ranges = cloudflare.getIpRangesOutput({}, own)
    const group = new aws.ec2.SecurityGroup(
      name,
      {
        vpcId: args.vpcId,
        description: 'HTTPS from the addresses of Cloudflare',
        ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ranges.ipv4Cidrs }],
        egress: [{ protocol: 'tcp', fromPort: ingestPort, toPort: ingestPort, cidrBlocks: [args.vpcCidr] }],
      },
      own,
    )
    const certificate = this.#serverCertificate(name, args)
    const trust = this.#clientTrust(name, args)
    const balancer = new aws.lb.LoadBalancer(
      name,
      {
        loadBalancerType: 'application',
        internal: false,
        subnets: [...args.subnetIds],
        securityGroups: [group.id],
        dropInvalidHeaderFields: true,
        desyncMitigationMode: 'strictest',
        enableDeletionProtection: args.protect,
        // Longer than a stream is ever silent: a quiet one sends heartbeats.
        idleTimeout: 120,
      },
      own,
    )
    const targets = new aws.lb.TargetGroup(
      name,
      {
        vpcId: args.vpcId,
        targetType: 'ip',
        port: ingestPort,
        protocol: 'HTTP',
        deregistrationDelay: 15,
        loadBalancingAlgorithmType: 'least_outstanding_requests',
        // Liveness only: a stale feed is reported, it must not take the last good copy of the market off line.
        healthCheck: { path: '/healthz', matcher: '200', interval: 10, timeout: 5, unhealthyThreshold: 3 },
      },
      own,
    )
    this.listener = new aws.lb.Listener(
      name,
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: 'HTTPS',
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        certificateArn: certificate,
        mutualAuthentication: { mode: 'verify', trustStoreArn: trust.arn },
        defaultActions: [{ type: 'forward', targetGroupArn: targets.arn }],
      },
      own,
    )
    this.securityGroupId = group.id
    this.targetGroupArn = targets.arn
    this.loadBalancerDimension = balancer.arnSuffix
    this.targetGroupDimension = targets.arnSuffix
    this.dnsName = balancer.dnsName
    this.registerOutputs({ dnsName: this.dnsName })
  }

  #serverCertificate(name: string, args: OriginArgs): pulumi.Output<string> {
    const own = { parent: this }
    const certificate = new aws.acm.Certificate(
      name,
      { domainName: args.domain, validationMethod: 'DNS', keyAlgorithm: 'EC_prime256v1' },
      own,
    )
    const proof = certificate.domainValidationOptions.apply((options) => {
      const [first] = options
      if (first === undefined) throw new Error(`AWS offered no way to prove that ${args.domain} is ours.`)
      return first
    })
    const record = new cloudflare.DnsRecord(
      `${name}-certificate`,
      {
        zoneId: args.zoneId,
        type: proof.resourceRecordType,
        name: proof.resourceRecordName,
        content: proof.resourceRecordValue,
        ttl: 300,
        proxied: false,
      },
      own,
    )
    return new aws.acm.CertificateValidation(
      name,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.name] },
      own,
    ).certificateArn
  }

  /** Our own authority signs the one client certificate, which Cloudflare shows and the balancer demands. */
  #clientTrust(name: string, args: OriginArgs): aws.lb.TrustStore {
    const own = { parent: this }
    const authorityKey = new tls.PrivateKey(
      `${name}-authority`,
      { algorithm: 'ECDSA', ecdsaCurve: 'P256' },
      own,
    )
    const authority = new tls.SelfSignedCert(
      `${name}-authority`,
      {
        privateKeyPem: authorityKey.privateKeyPem,
        isCaCertificate: true,
        validityPeriodHours: tenYearsHours,
        allowedUses: ['cert_signing', 'crl_signing'],
        subject: { commonName: `Sage origin-pull authority (${args.domain})` },
      },
      own,
    )
    const clientKey = new tls.PrivateKey(`${name}-client`, { algorithm: 'RSA', rsaBits: 2048 }, own)
    const request = new tls.CertRequest(
      `${name}-client`,
      { privateKeyPem: clientKey.privateKeyPem, subject: { commonName: `Cloudflare for ${args.domain}` } },
      own,
    )
    const client = new tls.LocallySignedCert(
      `${name}-client`,
      {
        certRequestPem: request.certRequestPem,
        caPrivateKeyPem: authorityKey.privateKeyPem,
        caCertPem: authority.certPem,
        validityPeriodHours: tenYearsHours,
        // Renewed by an update of the stack in its last year.
        earlyRenewalHours: 365 * 24,
        allowedUses: ['digital_signature', 'client_auth'],
      },
      own,
    )
    const shown = new cloudflare.AuthenticatedOriginPullsCertificate(
      name,
      { zoneId: args.zoneId, certificate: client.certPem, privateKey: clientKey.privateKeyPem },
      own,
    )
    new cloudflare.AuthenticatedOriginPullsSettings(
      name,
      { zoneId: args.zoneId, enabled: true },
      { ...own, dependsOn: shown },
    )

    const bucket = new aws.s3.Bucket(`${name}-trust`, { forceDestroy: true }, own)
    new aws.s3.BucketPublicAccessBlock(
      `${name}-trust`,
      {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      own,
    )
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-trust`,
      { bucket: bucket.id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
      own,
    )
    const bundle = new aws.s3.BucketObject(
      `${name}-trust`,
      { bucket: bucket.id, key: 'authority.pem', content: authority.certPem },
      own,
    )
    return new aws.lb.TrustStore(
      name,
      { caCertificatesBundleS3Bucket: bucket.id, caCertificatesBundleS3Key: bundle.key },
      own,
    )
  }
}
