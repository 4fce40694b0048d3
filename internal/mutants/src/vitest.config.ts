import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import own from '../../../vitest.config.ts'
import parts from './parts.json' with { type: 'json' }

const part = parts[process.env['LMC_MUTANTS'] as keyof typeof parts]

/** The tests of one part, for Stryker, which starts in the root. */
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    ...own.test,
    include: part.tests,
    exclude: ['**/readme.test.ts', '**/*.long.test.ts'],
    // These tests leave nothing behind, and loading all again for each file costs more than the tests.
    isolate: false,
    setupFiles: [fileURLToPath(new URL('vitest.setup.ts', import.meta.url))],
    reporters: ['default'],
  },
})
