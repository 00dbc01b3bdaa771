/** Lambda: an alarm of CloudWatch, by way of SNS, as a message in the operations channel. */

const colours = { ALARM: 0xd32f2f, OK: 0x388e3c, INSUFFICIENT_DATA: 0xf57c00 }

/** What Discord's webhook takes. `message` is the JSON that CloudWatch gives SNS. */
export function discordMessage(message) {
  const { AlarmName, AlarmDescription, NewStateValue, NewStateReason, StateChangeTime } = JSON.parse(message)
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: `${NewStateValue === 'OK' ? 'Recovered' : NewStateValue}: ${AlarmName}`.slice(0, 256),
        description: [AlarmDescription, NewStateReason].filter(Boolean).join('\n').slice(0, 2000),
        color: colours[NewStateValue] ?? colours.INSUFFICIENT_DATA,
        timestamp: StateChangeTime,
      },
    ],
  }
}

/** Throws where Discord refuses, so that Lambda tries again. */
export async function handler(event) {
  // Comes with Lambda's runtime.
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
  const client = new SecretsManagerClient()
  const { SecretString } = await client.send(
    new GetSecretValueCommand({ SecretId: process.env.WEBHOOK_SECRET_ARN }),
  )
  for (const record of event.Records) {
    const response = await fetch(SecretString, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(discordMessage(record.Sns.Message)),
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`Discord answered ${response.status}`)
  }
}
