import { readFileSync } from 'node:fs'

const part = process.env.LMC_MUTANTS ?? ''
const { mutate } = JSON.parse(readFileSync(new URL('parts.json', import.meta.url), 'utf8'))[part]

/** The configuration of Stryker for one part. */
const config = {
  mutate,
  ignorePatterns: ['**/.turbo', 'docs', 'examples'],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'internal/mutants/src/vitest.config.ts', related: false },
  // Stryker would read it by the compiler API, which TypeScript 7 does not have.
  tsconfigFile: 'none.json',
  coverageAnalysis: 'perTest',
  // What runs once when a module is loaded would need a new process for each mutant.
  ignoreStatic: true,
  concurrency: 1,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
  jsonReporter: { fileName: `coverage/mutants-${part}.json` },
}

// Stryker takes the default export.
// oxlint-disable-next-line import/no-default-export
export default config
