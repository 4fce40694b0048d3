import { startMemcached } from '@lmc/memcached-server'
import { clients } from './suites/clients.ts'
import { contendersOf } from './suites/suite.ts'
import { takeMemory } from './memory/take-memory.ts'

// Measures the memory of the client that it is told, and prints the figures as JSON.

const [wanted] = process.argv.slice(2)
const contender = contendersOf(clients).find(({ name }) => name === wanted)
if (contender === undefined) throw new Error(`Nothing is called "${wanted}"`)
const server = await startMemcached()
const memory = await takeMemory(
  contender,
  server.address,
  () => server.freeze(),
  async () => server.signal('SIGCONT'),
)
await server.stop()
console.log(JSON.stringify(memory))
process.exit()
