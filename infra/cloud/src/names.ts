/** Names that two tools have to agree on: wrangler.toml has those of production, other stages have their own. */
import type { CloudConfig } from './config.ts'

type StageName = CloudConfig['stage']

/** Where ingest listens inside its task. */
export const ingestPort = 8080
/** Where CloudWatch keeps the figures that ingest writes. */
export const metricsNamespace = 'Sage'

export interface WorkerNames {
  readonly worker: string
  readonly pushQueue: string
  readonly pushDeadLetterQueue: string
  /** The data set of Workers Analytics Engine. */
  readonly points: string
}

/** An account may have both stages: nothing of one has the name of the other's. */
export function workerNames(stage: StageName): WorkerNames {
  const own = stage === 'prod' ? '' : `${stage}-`
  return {
    worker: `sage-${own}edge`,
    pushQueue: `sage-${own}push`,
    pushDeadLetterQueue: `sage-${own}push-dead`,
    points: `sage_${own}points`.replaceAll('-', '_'),
  }
}

/** Counters of rate limits belong to the account as well. */
const rateLimitOffset = { prod: 0, dev: 1000 } as const

/** `toml`: wrangler.toml, as it is for production. Throws if a name that a stage must have for itself is not in it. */
export function wranglerConfigOf(stage: StageName, toml: string): string {
  const [from, to] = [workerNames('prod'), workerNames(stage)]
  let text = toml
  // The longer name first: the other is a part of it.
  for (const key of ['pushDeadLetterQueue', 'pushQueue', 'worker', 'points'] as const) {
    const quoted = `"${from[key]}"`
    if (!text.includes(quoted)) throw new Error(`wrangler.toml does not name ${from[key]}.`)
    text = text.replaceAll(quoted, `"${to[key]}"`)
  }
  return text.replace(
    /^namespace_id = "(\d+)"$/gm,
    (_line, id: string) => `namespace_id = "${Number(id) + rateLimitOffset[stage]}"`,
  )
}
