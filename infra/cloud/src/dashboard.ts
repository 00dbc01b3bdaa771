/** The one screen that tells how a stack is: what ingest writes of itself, beside what AWS measures. */
import type { AlarmsArgs } from './alarms.ts'
import { metricsNamespace } from './names.ts'

/** As https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html has it. */
export function dashboard(args: AlarmsArgs) {
  const own = (metric: string, stat: string) => [metricsNamespace, metric, 'stage', args.stage, { stat }]
  const ofVenues = (metric: string, stat: string) =>
    ['binance', 'gate'].map((venue) => [
      metricsNamespace,
      metric,
      'stage',
      args.stage,
      'venue',
      venue,
      { stat, label: venue },
    ])
  const balancer = ['LoadBalancer', args.loadBalancer]
  const service = ['ClusterName', args.clusterName, 'ServiceName', args.serviceName]
  const database = ['DBInstanceIdentifier', args.databaseIdentifier]
  const graphs: readonly (readonly [title: string, metrics: readonly unknown[]])[] = [
    ['Feed lag, ms (best task)', ofVenues('FeedLagMs', 'Minimum')],
    ['Feed gaps, s a minute (best task)', ofVenues('FeedGapSeconds', 'Minimum')],
    ['Frames not believed', ofVenues('FeedErrors', 'Sum')],
    ['Alert latency, ms', [own('AlertLatencyMs', 'p50'), own('AlertLatencyMs', 'p95')]],
    ['Cache', [own('CacheHits', 'Sum'), own('CacheMisses', 'Sum'), own('CacheFailures', 'Sum')]],
    ['Requests', [own('HttpRequests', 'Sum'), own('HttpFailures', 'Sum')]],
    ['Answer time, ms', [own('HttpMs', 'p50'), own('HttpMs', 'p95'), own('HttpMs', 'p99')]],
    [
      'Candles and alerts that wait',
      [own('CandlesMissing', 'Maximum'), own('CandlesWaiting', 'Maximum'), own('AlertsWaiting', 'Maximum')],
    ],
    [
      'Load balancer',
      [
        ['AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', ...balancer, { stat: 'Sum' }],
        ['AWS/ApplicationELB', 'TargetResponseTime', ...balancer, { stat: 'p95', yAxis: 'right' }],
      ],
    ],
    [
      'Tasks',
      [
        ['AWS/ECS', 'CPUUtilization', ...service],
        ['AWS/ECS', 'MemoryUtilization', ...service],
        own('Leaders', 'Maximum'),
      ],
    ],
    [
      'PostgreSQL',
      [
        ['AWS/RDS', 'CPUUtilization', ...database],
        ['AWS/RDS', 'DatabaseConnections', ...database, { yAxis: 'right' }],
      ],
    ],
  ]
  return {
    widgets: graphs.map(([title, metrics], index) => ({
      type: 'metric',
      x: (index % 3) * 8,
      y: Math.floor(index / 3) * 6,
      width: 8,
      height: 6,
      properties: { title, metrics, period: 60, view: 'timeSeries', region: args.region },
    })),
  }
}
