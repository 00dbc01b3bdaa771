/** Secrets Manager: what a task may know, one secret a variable, encrypted with the stack's own key. */
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

export interface SecretStoreArgs {
  readonly keyArn: pulumi.Input<string>
  /** By the name of the environment variable that it becomes. */
  readonly values: Readonly<Record<string, pulumi.Input<string>>>
  /** How long a deleted secret can be brought back; 0 forgets at once. */
  readonly recoveryDays: number
}

export class SecretStore extends pulumi.ComponentResource {
  /** By variable, as `secrets` of a container definition wants them. */
  readonly arns: Readonly<Record<string, pulumi.Output<string>>>

  constructor(name: string, args: SecretStoreArgs, options?: pulumi.ComponentResourceOptions) {
    super('sage:cloud:SecretStore', name, {}, options)
    const own = { parent: this }
    this.arns = Object.fromEntries(
      Object.entries(args.values).map(([variable, value]) => {
        const secret = new aws.secretsmanager.Secret(
          `${name}-${variable.toLowerCase().replaceAll('_', '-')}`,
          { kmsKeyId: args.keyArn, recoveryWindowInDays: args.recoveryDays },
          own,
        )
        new aws.secretsmanager.SecretVersion(
          `${name}-${variable.toLowerCase().replaceAll('_', '-')}`,
          { secretId: secret.id, secretString: pulumi.secret(value) },
          own,
        )
        return [variable, secret.arn]
      }),
    )
    this.registerOutputs({})
  }
}
