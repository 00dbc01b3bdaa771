/** Cloudflare around the Worker: names, Pages, queues, who may see the administrator's pages, and what is kept out. */
import * as cloudflare from '@pulumi/cloudflare'
import * as pulumi from '@pulumi/pulumi'
import type { CloudConfig } from './config.ts'
import { workerNames } from './names.ts'

export interface ZoneArgs {
  readonly config: CloudConfig
  readonly balancerDnsName: pulumi.Input<string>
}

export class Zone extends pulumi.ComponentResource {
  readonly pagesProject: pulumi.Output<string>

  constructor(name: string, args: ZoneArgs, options?: pulumi.ComponentResourceOptions) {
    super('sage:cloud:Zone', name, {}, options)
    const own = { parent: this }
    const { accountId, zoneId, appDomain, ingestDomain, stage } = args.config
    const pages = new cloudflare.PagesProject(
      name,
      { accountId, name: stage === 'prod' ? 'sage' : `sage-${stage}`, productionBranch: 'main' },
      own,
    )
    new cloudflare.PagesDomain(name, { accountId, projectName: pages.name, name: appDomain }, own)
    const record = (key: string, host: string, content: pulumi.Input<string>) =>
      new cloudflare.DnsRecord(
        `${name}-${key}`,
        // 1: Cloudflare's own choice, the only one for a name it stands in front of.
        { zoneId, type: 'CNAME', name: host, content, proxied: true, ttl: 1 },
        own,
      )
    record('app', appDomain, pages.subdomain)
    record('ingest', ingestDomain, args.balancerDnsName)
    const { pushQueue, pushDeadLetterQueue } = workerNames(stage)
    for (const queueName of [pushQueue, pushDeadLetterQueue]) {
      new cloudflare.Queue(`${name}-${queueName}`, { accountId, queueName }, own)
    }
    this.#transport(name, zoneId)
    this.#administrators(name, args.config)
    this.#walls(name, args.config)
    this.pagesProject = pages.name
    this.registerOutputs({ pagesProject: this.pagesProject })
  }

  #transport(name: string, zoneId: string) {
    const settings = {
      ssl: 'strict',
      min_tls_version: '1.2',
      tls_1_3: 'on',
      always_use_https: 'on',
      automatic_https_rewrites: 'on',
      security_header: {
        strict_transport_security: {
          enabled: true,
          max_age: 31_536_000,
          include_subdomains: true,
          nosniff: true,
        },
      },
    }
    for (const [settingId, value] of Object.entries(settings)) {
      new cloudflare.ZoneSetting(
        `${name}-${settingId.replaceAll('_', '-')}`,
        { zoneId, settingId, value },
        { parent: this },
      )
    }
  }

  /** A second door before the app's own: the role in the database still decides inside. */
  #administrators(name: string, { accountId, appDomain, adminEmails }: CloudConfig) {
    const own = { parent: this }
    const policy = new cloudflare.ZeroTrustAccessPolicy(
      name,
      {
        accountId,
        name: 'Administrators of Sage',
        decision: 'allow',
        includes: adminEmails.map((email) => ({ email: { email } })),
      },
      own,
    )
    new cloudflare.ZeroTrustAccessApplication(
      name,
      {
        accountId,
        name: 'Sage administration',
        type: 'self_hosted',
        destinations: [
          { type: 'public', uri: `${appDomain}/admin*` },
          { type: 'public', uri: `${appDomain}/api/admin*` },
        ],
        sessionDuration: '8h',
        httpOnlyCookieAttribute: true,
        policies: [{ id: policy.id, precedence: 1 }],
      },
      own,
    )
  }

  #walls(name: string, { zoneId, zoneName, appDomain, ingestDomain }: CloudConfig) {
    const own = { parent: this }
    new cloudflare.Ruleset(
      `${name}-managed`,
      {
        zoneId,
        name: 'Managed rules',
        kind: 'zone',
        phase: 'http_request_firewall_managed',
        rules: [
          {
            // Cloudflare's managed ruleset, by its public id.
            action: 'execute',
            actionParameters: { id: 'efb7b8c949ac4650a09736fc376e9aee' },
            expression: 'true',
            enabled: true,
          },
        ],
      },
      own,
    )
    new cloudflare.Ruleset(
      `${name}-custom`,
      {
        zoneId,
        name: 'Sage',
        kind: 'zone',
        phase: 'http_request_firewall_custom',
        rules: [
          {
            // Requests of Workers carry the zone they come from; a browser has no business here.
            description: 'only our own Worker may reach ingest',
            action: 'block',
            expression: `(http.host eq "${ingestDomain}" and cf.worker.upstream_zone ne "${zoneName}")`,
            enabled: true,
          },
          {
            description: 'what ingest reports comes from ingest, which signs it',
            action: 'block',
            expression: `(http.host eq "${appDomain}" and starts_with(http.request.uri.path, "/api/internal/") and http.request.method ne "POST")`,
            enabled: true,
          },
        ],
      },
      own,
    )
  }
}
