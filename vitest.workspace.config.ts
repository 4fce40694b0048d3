import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import own from './vitest.config.ts'

const IS_LONG = process.env['LMC_LONG'] === '1'

/** The folders of all packages that have tests. */
const folders = ['packages', 'examples', 'internal']
  .flatMap((parent) => readdirSync(parent).map((name) => `${parent}/${name}`))
  .filter((folder) => existsSync(`${folder}/test`))

/**
 * Parts of the names of the files that take longest. The first of these start first, so that none runs alone
 * at the end.
 */
const LONGEST = [
  '/fault-clauses.',
  '/faults.',
  '/text-transport.',
  '/consumers.',
  '/chaos.',
  '/site.',
  '/packed.',
  '/touch.',
  '/get-or-set',
  '/conformance.',
  '/memjs-faults.',
  '/many-processes.',
  '/figures.',
  '/update.',
  '/add-and-replace.',
  '/terminal.',
  '/page.',
  '/meta-transport.',
  '/run-fault-clause.',
  '/distribution.',
  '/pipeline.fuzz.',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONGEST.findIndex((name) => moduleId.includes(name))
      return place === -1 ? LONGEST.length : place
    }
    return files.toSorted((one, other) => rank(one) - rank(other))
  }
}

/**
 * For each core. The longest files start first, and wait for servers and time-outs most of the time. The files
 * of the long form keep a core busier.
 */
const WORKERS = IS_LONG ? 2 : 3
// vitest asks each project for this.
const maxWorkers = Math.ceil(WORKERS * availableParallelism())

/**
 * The files of these packages only call functions: none of them changes what a process has once. They share
 * threads, which costs the least processor time.
 */
const sharingThreads = new Set(
  ['codec', 'keys', 'tracker', 'transport', 'transport-memory'].map((name) => `packages/${name}`),
)

/** The other folders whose files leave their process as they found it. */
const sharingBeside = new Set([
  'examples/migrate',
  'examples/recipes',
  'internal/bench',
  'internal/interop',
  'internal/reliability',
])

/**
 * In the short form, one process runs several files of a package one after the other, and loads its sources
 * once. `CONTRIBUTING.md` says what this asks of a test. Most examples load frameworks that change their
 * process.
 */
const sharesProcess = (root: string): boolean => root.startsWith('packages/') || sharingBeside.has(root)

function workersOf(root: string): { pool?: 'threads'; isolate?: false } {
  if (IS_LONG) return {}
  if (sharingThreads.has(root)) return { pool: 'threads', isolate: false }
  return sharesProcess(root) ? { isolate: false } : {}
}

// All packages in one run, so that no package waits for the last file of another. `scripts/run.mjs` starts it
// at the root.
export default defineConfig({
  test: {
    ...own.test,
    projects: folders.map((root) => ({
      root,
      test: { ...own.test, ...workersOf(root), maxWorkers, name: root },
    })),
    maxWorkers,
    sequence: { sequencer: LongestFirst },
    // `pnpm coverage` turns it on.
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      reporter: ['html', 'json-summary'],
    },
  },
})
