import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Each package runs this file from its own folder, so the report lands there; `.ci/run` sums the reports.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // What only CI has the time for; `.ci/run` asks for it.
    exclude: process.env['LMC_LONG'] === '1' ? [] : ['test/**/*.long.test.ts'],
    reporters: ['default', fileURLToPath(new URL('scripts/test-report.mjs', import.meta.url))],
    // Most of the time they wait for servers and time-outs, so that two files do not starve each other on two
    // cores.
    maxWorkers: 2,
    // Node loads the built workspace packages by itself: vite would transform them again for every file.
    server: { deps: { external: [/\/(packages|internal)\/[^/]+\/dist\//] } },
    // No test is about time: this is for those that hang, on a machine that is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
