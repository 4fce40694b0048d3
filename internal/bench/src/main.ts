import { parseBenchOptions, usageOf } from './bench-options.ts'
import { runSuite } from './run-suite.ts'
import { clients } from './suites/clients.ts'

const options = parseBenchOptions(process.argv.slice(2), clients)
if (options === 'help') console.log(usageOf(clients))
else await runSuite(clients, options)
