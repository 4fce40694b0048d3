import { parseBenchOptions, usageOf } from './bench-options.ts'
import { runSuite } from './run-suite.ts'
import { keyv } from './suites/keyv.ts'

const options = parseBenchOptions(process.argv.slice(2), keyv)
if (options === 'help') console.log(usageOf(keyv))
else await runSuite(keyv, options)
