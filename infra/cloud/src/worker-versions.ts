/** What is read out of wrangler's files and words, and of the points that the Worker writes of its answers. */
import type { Traffic, VersionTraffic } from './rollout.ts'

/** The tag of the newest migration of objects in wrangler.toml. */
export function lastMigration(toml: string): string | undefined {
  return [...toml.matchAll(/^tag = "([^"]+)"$/gm)].at(-1)?.[1]
}

/** `printed`: by `wrangler versions upload`. */
export function uploadedVersion(printed: string): string {
  const id = /Worker Version ID:\s*([0-9a-f-]{36})/.exec(printed)?.[1]
  if (id === undefined) throw new Error('wrangler did not say which version it has uploaded.')
  return id
}

/** Answers since a moment, by version; `blob2` is the status' first digit. */
export function trafficQuery(points: string, since: Date): string {
  const at = since.toISOString().slice(0, 19).replace('T', ' ')
  return `select blob1 as version, sum(_sample_interval) as requests, sum(if(blob2 = '5', _sample_interval, 0)) as failed from ${points} where index1 = 'http' and timestamp > toDateTime('${at}') group by version`
}

export function trafficOf(
  rows: readonly Readonly<Record<string, string | number | null>>[],
  fresh: string,
): VersionTraffic {
  const sum = (own: typeof rows): Traffic => ({
    requests: own.reduce((total, row) => total + Number(row.requests), 0),
    failed: own.reduce((total, row) => total + Number(row.failed), 0),
  })
  return {
    fresh: sum(rows.filter(({ version }) => version === fresh)),
    before: sum(rows.filter(({ version }) => version !== fresh)),
  }
}
