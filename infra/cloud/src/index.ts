/** `pulumi up`: the stack that `Pulumi.<stack>.yaml` describes. */
import * as pulumi from '@pulumi/pulumi'
import { parseConfig } from './config.ts'
import { deploy } from './stack.ts'

const config = new pulumi.Config('sage')
const settings = parseConfig({
  stage: config.get('stage'),
  zoneName: config.get('zoneName'),
  zoneId: config.get('zoneId'),
  accountId: config.get('accountId'),
  appDomain: config.get('appDomain'),
  ingestDomain: config.get('ingestDomain'),
  adminEmails: config.getObject('adminEmails'),
  imageTag: process.env.SAGE_IMAGE_TAG ?? config.get('imageTag'),
  region: new pulumi.Config('aws').get('region'),
  vpcCidr: config.get('vpcCidr'),
  sentryDsn: config.get('sentryDsn'),
  keys: config.getObject('keys'),
})
export const outputs = deploy(settings)
