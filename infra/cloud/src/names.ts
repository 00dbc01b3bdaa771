/** Names that two tools have to agree on; a test compares them with wrangler.toml. */
export const workerName = 'sage-edge'
export const pushQueueName = 'sage-push'
export const pushDeadLetterQueueName = 'sage-push-dead'

/** Where ingest listens inside its task. */
export const ingestPort = 8080
