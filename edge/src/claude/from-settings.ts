import type { Settings } from '../env.ts'
import type { Log } from '../log.ts'
import { type Claude, createClaude } from './client.ts'
import { failureFields } from './failure-log.ts'

/** The client that `settings` describe; every request that fails leaves a line in the log. */
export function claudeOf(settings: Settings, log: Log): Claude {
  const { ANTHROPIC_BASE_URL: baseUrl, MODEL_FAST: fast, MODEL_SMART: smart } = settings
  return createClaude({
    apiKey: settings.ANTHROPIC_API_KEY,
    ...(baseUrl !== undefined && { baseUrl }),
    models: { ...(fast !== undefined && { fast }), ...(smart !== undefined && { smart }) },
    onFailure: (agent, failure) => log('warn', 'call to Claude failed', failureFields(agent, failure)),
  })
}
