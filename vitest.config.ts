import { defineConfig } from 'vitest/config'

// Each package runs this file from its own folder, so the report lands there; `.ci/run` sums the reports.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'test-report.json' }]],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
