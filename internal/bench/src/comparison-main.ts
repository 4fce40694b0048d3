import { parseBenchOptions, usageOf } from './bench-options.ts'
import { runSuite } from './run-suite.ts'
import { comparison } from './suites/comparison.ts'

const options = parseBenchOptions(process.argv.slice(2), comparison)
if (options === 'help') console.log(usageOf(comparison))
else await runSuite(comparison, options)
