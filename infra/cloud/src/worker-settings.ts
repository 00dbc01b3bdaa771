/** What the Worker is told, from the stack's outputs and from what only a person can know. */

/** Come from the operator's environment, never through Pulumi: the stack's state does not know them. */
export const givenSecrets = [
  'ANTHROPIC_API_KEY',
  'GOOGLE_CLIENT_SECRET',
  'DISCORD_WEBHOOK_URL',
  'DISCORD_OPS_WEBHOOK_URL',
] as const
/** As above, but no secrets; those marked `?` may be absent. */
export const givenVariables = [
  'GOOGLE_CLIENT_ID',
  'ANTHROPIC_BASE_URL?',
  'BUDGET_USER_DAILY_USD?',
  'BUDGET_TOTAL_DAILY_USD?',
  'RELEASE?',
] as const

export interface WorkerSettings {
  readonly variables: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
}

/** Throws one sentence that names everything that is missing. */
export function workerSettings(
  outputs: {
    readonly workerVariables: Readonly<Record<string, string>>
    readonly workerSecrets: Readonly<Record<string, string>>
  },
  environment: Readonly<Record<string, string | undefined>>,
): WorkerSettings {
  const missing: string[] = []
  const given = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((each) => {
        const name = each.replace('?', '')
        const value = environment[name]
        if (value !== undefined && value !== '') return [[name, value]]
        if (name === each) missing.push(name)
        return []
      }),
    )
  const settings = {
    variables: { ...outputs.workerVariables, ...given(givenVariables) },
    secrets: { ...outputs.workerSecrets, ...given(givenSecrets) },
  }
  if (missing.length > 0) throw new Error(`The Worker cannot be deployed without ${missing.join(', ')}.`)
  return settings
}
