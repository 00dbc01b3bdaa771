/** The container's own health check: ends with 0 while ingest answers. Whether feeds are fresh is not its business. */
const answer = await fetch(`http://127.0.0.1:${process.env.PORT}/healthz`, {
  signal: AbortSignal.timeout(3000),
}).catch(() => undefined)
process.exit(answer?.ok ? 0 : 1)
