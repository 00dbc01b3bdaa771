/** What happens each minute. One part's failure is no other's; two minutes at once do nothing twice. */
import { waitUntil } from 'cloudflare:workers'
import { type Bindings, marketHub, watchOf } from '../bindings.ts'
import { readSettings } from '../env.ts'
import { faultReporter } from '../faults.ts'
import { logger } from '../log.ts'
import { ingestClient } from '../market/ingest-client.ts'
import { asService, enqueuePushes, postAgain, tell } from './connect.ts'
import { databaseDigests } from './database-digests.ts'
import { databaseSweep, forgetOld } from './database-sweep.ts'
import { sendDigests } from './digest.ts'
import { digestWriter } from './digest-writer.ts'
import { eventOf } from './market-event-row.ts'
import { sweep } from './sweep.ts'
import { databaseFigures } from './watch/database-figures.ts'
import { readings } from './watch/readings.ts'

export async function everyMinute(env: Bindings): Promise<void> {
  const settings = readSettings(env)
  const fault = faultReporter({ log: logger(settings.LOG_LEVEL), settings, keepAlive: waitUntil })
  const steps = {
    hub: () => marketHub(env).wake(),
    sweep: () => sweepAlerts(env),
    watch: () => watchParts(env),
    digests: () => morningDigests(env),
    forget: () => forgetOld(asService(env)),
  }
  await Promise.all(
    Object.entries(steps).map(async ([name, step]) => {
      try {
        await step()
      } catch (error) {
        fault('minute', error, { part: 'minute' }, { step: name })
      }
    }),
  )
}

async function sweepAlerts(env: Bindings): Promise<void> {
  const settings = readSettings(env)
  const db = asService(env)
  const ingest = ingestClient(settings)
  const swept = await sweep({
    ...databaseSweep(db),
    async history(after) {
      const history = await ingest.events(after)
      return history.status === 'ok' ? history.value : undefined
    },
    tell: (report) => tell(env, report, 'sweep'),
    enqueue: (ids) => enqueuePushes(env, ids),
    async postAgain(eventId) {
      const event = await eventOf(db, eventId)
      if (event) await postAgain(env, { type: 'market_event', event })
    },
    now: () => new Date(),
  })
  const found = swept.incomplete + swept.requeued + swept.posts
  logger(settings.LOG_LEVEL)(found > 0 || !swept.asked ? 'warn' : 'debug', 'sweep', { ...swept })
}

async function watchParts(env: Bindings): Promise<void> {
  const settings = readSettings(env)
  const ingest = ingestClient(settings)
  const found = await readings({
    ...databaseFigures(asService(env)),
    prices: () => marketHub(env).prices(),
    backlog: async () => (await env.PUSH_QUEUE.metrics()).backlogCount,
    valkeyUp: () => ingest.valkeyUp(),
  })
  await watchOf(env).note(found)
}

async function morningDigests(env: Bindings): Promise<void> {
  const now = () => new Date()
  await sendDigests({
    ...databaseDigests(asService(env), now),
    write: digestWriter(env),
    async tell({ id, text, slot, locale }) {
      const { zones, localDate } = slot
      const audience = { zones, locale, text, localDate }
      await tell(env, { type: 'digest', id, at: slot.at.toISOString() }, 'report', audience)
    },
    now,
  })
}
