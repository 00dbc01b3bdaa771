/**
 * All tests of the repository. `npm test` runs everything but `*.faults.test.ts` (long, with killed processes and
 * broken networks); `npm run test:faults` runs only those.
 */
import { availableParallelism } from 'node:os'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const faults = process.env.SAGE_FAULTS === '1'
const pattern = (kind: string) => (faults ? `**/*.faults.test.${kind}` : `**/*.test.${kind}`)
const exclude = [
  '**/node_modules/**',
  '**/dist/**',
  '**/*.worker.test.ts',
  ...(faults ? [] : ['**/*.faults.test.*']),
]

// A hung test has to end; a busy machine must not fail one. What a test promises never depends on these.
const patience = {
  testTimeout: faults ? 300_000 : 60_000,
  hookTimeout: 120_000,
  // Vitest's own limit is 1 s, which a page's first paint can take.
  expect: { poll: { timeout: 30_000 } },
}

// Files that share nothing but modules without state share a worker: half of their time went into starting anew.
const together = { isolate: false }

// On two cores vitest would keep one free, and the suite waits for processes more than it computes.
const maxWorkers = faults ? 1 : Math.max(2, availableParallelism() - 1)

/** A workspace of plain Node tests. */
function workspace(name: string, more = {}): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      root: `./${name}`,
      include: [pattern('{ts,tsx}')],
      exclude,
      ...patience,
      ...more,
    },
  }
}

/** A project with a configuration of its own, which knows nothing of how many workers the others have. */
function withConfig(name: string, root: string, file: string): TestProjectInlineConfiguration {
  return { extends: `${root}/${file}`, test: { name, root, maxWorkers } }
}

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      workspace('db'),
      workspace('ingest'),
      workspace('edge', together),
      // The Workers runtime.
      withConfig('edge-worker', './edge', 'vitest.worker.config.ts'),
      workspace('web', together),
      // Pulumi's packages have an installation of their own.
      ...(faults ? [] : [withConfig('cloud', './infra/cloud', 'vitest.config.ts')]),
      {
        test: {
          name: 'local',
          root: './infra/local',
          include: [faults ? 'src/**/*.faults.test.ts' : 'src/**/*.test.ts'],
          exclude,
          ...patience,
          ...together,
        },
      },
      {
        // A running stack for each worker. These tests mostly wait, so that two fit on two cores; where deadlines are
        // asserted, a file has the machine to itself. Two stacks cannot share one Valkey.
        test: {
          name: 'stack',
          root: './infra/local',
          include: [faults ? 'test/**/*.faults.test.ts' : 'test/**/*.test.ts'],
          exclude,
          globalSetup: ['./test/shared-stack.ts'],
          maxWorkers: faults || process.env.VALKEY_URL !== undefined ? 1 : 2,
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
    ],
  },
})
