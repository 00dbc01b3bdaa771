/** What Discord's webhook takes, of the JSON that CloudWatch gives SNS. */
export function discordMessage(message: string): {
  readonly allowed_mentions: { readonly parse: readonly string[] }
  readonly embeds: readonly {
    readonly title: string
    readonly description: string
    readonly color: number
    readonly timestamp: string
  }[]
}
