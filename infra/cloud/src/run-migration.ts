/** `node src/run-migration.ts STACK`: runs the release's migration task once and ends with its exit code. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'

const Outputs = z.object({
  outputs: z.object({
    clusterName: z.string(),
    migrationTaskArn: z.string(),
    taskSubnetIds: z.array(z.string()),
    taskSecurityGroupId: z.string(),
  }),
})
const Started = z.object({ tasks: z.array(z.object({ taskArn: z.string() })).min(1) })
const Ended = z.object({
  tasks: z.array(z.object({ containers: z.array(z.object({ exitCode: z.int().optional() })) })).min(1),
})

/** The migrations wait for each other's lock for a minute; a task takes another to start. */
const patienceMs = 10 * 60_000

const [stack] = process.argv.slice(2)
if (stack === undefined) {
  console.error('Which stack? node src/run-migration.ts STACK')
  process.exit(1)
}
const { outputs } = Outputs.parse(
  ask(
    'pulumi',
    ['stack', 'output', '--json', '--stack', stack],
    fileURLToPath(new URL('..', import.meta.url)),
  ),
)
const network = {
  awsvpcConfiguration: {
    subnets: outputs.taskSubnetIds,
    securityGroups: [outputs.taskSecurityGroupId],
    assignPublicIp: 'DISABLED',
  },
}
const cluster = ['--cluster', outputs.clusterName]
const launch = ['--launch-type', 'FARGATE', '--network-configuration', JSON.stringify(network)]
const started = Started.parse(
  ask('aws', ['ecs', 'run-task', ...cluster, ...launch, '--task-definition', outputs.migrationTaskArn]),
)
const task = started.tasks[0]?.taskArn ?? ''
console.log(`Migrating: ${task}`)
execFileSync('aws', ['ecs', 'wait', 'tasks-stopped', ...cluster, '--tasks', task], {
  stdio: 'inherit',
  timeout: patienceMs,
})
const ended = Ended.parse(ask('aws', ['ecs', 'describe-tasks', ...cluster, '--tasks', task]))
const code = ended.tasks[0]?.containers[0]?.exitCode ?? 1
console.log(
  code === 0 ? 'The schema is up to date.' : `The migration ended with ${code}; nothing was deployed.`,
)
process.exit(code)

function ask(program: string, args: readonly string[], cwd?: string): unknown {
  return JSON.parse(execFileSync(program, args, { encoding: 'utf8', cwd, timeout: patienceMs }))
}
