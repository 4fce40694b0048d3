import { parseBenchOptions, usageOf } from './bench-options.ts'
import { runSuite } from './run-suite.ts'
import { getOrSet } from './suites/get-or-set.ts'
import { near } from './suites/near.ts'

for (const suite of [getOrSet, near]) {
  const options = parseBenchOptions(process.argv.slice(2), suite)
  if (options === 'help') console.log(usageOf(suite))
  else await runSuite(suite, options)
}
