import { defineConfig } from 'vitest/config'

// Each package runs this file from its own folder, so the report lands there; `.ci/run` sums the reports.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-report.json' }]],
    // No test is about time: this is for those that hang, on a machine that is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
