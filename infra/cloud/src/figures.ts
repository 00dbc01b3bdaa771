/**
 * `npm run figures -- STACK [HOURS]`: what Workers Analytics Engine knows of turns, pushes and alerts. The columns are
 * those of `edge/src/points.ts`; sampled points count for as many as they stand for.
 */
import { queryPoints } from './cloudflare-api.ts'
import { workerNames } from './names.ts'

const quantiles = (column: string, name: string) =>
  [0.5, 0.95, 0.99]
    .map(
      (share) =>
        `round(quantileExactWeighted(${share})(if(${column} < 0, 0, ${column}), if(${column} < 0, 0, _sample_interval))) as ${name}_p${share * 100}`,
    )
    .join(', ')

/** By their titles; `set` is the data set. */
export function figureQueries(set: string, hours: number): Readonly<Record<string, string>> {
  const since = `timestamp > now() - interval '${hours}' hour`
  const of = (kind: string) => `from ${set} where index1 = '${kind}' and ${since}`
  const count = 'sum(_sample_interval) as n'
  return {
    'First word and whole turn, ms': `select ${count}, ${quantiles('double1', 'first_word')}, ${quantiles('double2', 'total')} ${of('turn')}`,
    'Stages, ms': `select ${quantiles('double3', 'manager')}, ${quantiles('double5', 'persona')}, ${quantiles('double6', 'risk')} ${of('turn')}`,
    'How turns ended': `select blob1 as status, blob3 as failure, ${count} ${of('turn')} group by status, failure order by n desc`,
    'Verdicts of Risk': `select blob4 as verdict, ${count} ${of('turn')} group by verdict order by n desc`,
    'What the gate stopped': `select blob5 as verdict, ${count}, sum(double8 * _sample_interval) as held ${of('turn')} group by verdict order by n desc`,
    'Cost of turns, USD': `select blob2 as intent, sum(double7 * _sample_interval) as usd, ${count} ${of('turn')} group by intent order by usd desc`,
    'Pushes, ms after what they tell': `select blob1 as status, ${count}, ${quantiles('double1', 'late')} ${of('push')} group by status`,
    'Alerts, ms until told': `select blob1 as cause, blob2 as way, ${count}, ${quantiles('double1', 'late')} ${of('alert')} group by cause, way`,
    'Answers over HTTP': `select blob1 as version, blob2 as status, ${count}, ${quantiles('double1', 'ms')} ${of('http')} group by version, status`,
  }
}

if (import.meta.main) {
  const [stack = '', hours = '24'] = process.argv.slice(2)
  const { CLOUDFLARE_ACCOUNT_ID: accountId, CLOUDFLARE_API_TOKEN: token } = process.env
  if ((stack !== 'dev' && stack !== 'prod') || !accountId || !token || !(Number(hours) > 0)) {
    console.error('npm run figures -- dev|prod [HOURS], with CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN.')
    process.exit(1)
  }
  for (const [title, sql] of Object.entries(figureQueries(workerNames(stack).points, Number(hours)))) {
    console.log(title)
    console.table(await queryPoints({ accountId, token }, sql))
  }
}
