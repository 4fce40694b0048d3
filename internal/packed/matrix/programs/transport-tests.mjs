import assert from 'node:assert/strict'
import { FaultProxy, startMemcached, testTransport } from '@lmc/transport-tests'
import { MetaTransport } from '@lmc/transport-meta'

// The clauses flush the servers, so this program has a server of its own.
const server = await startMemcached()
const proxy = await FaultProxy.start(server.port)
const clauses = []
testTransport('MetaTransport', {
  describe: (_name, declare) => declare(),
  it: (title, run) => clauses.push([title, run]),
  open: () => new MetaTransport({ servers: [`127.0.0.1:${proxy.port}`] }),
  elapse: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
})
assert.ok(clauses.length > 50)
for (const [title, run] of clauses) {
  // Those about time take many seconds. `npm test` runs them.
  if (/second|lifetime|expire/i.test(title)) continue
  try {
    await run()
  } catch (cause) {
    throw new Error(`the clause fails: ${title}`, { cause })
  }
}
await proxy.stop()
await server.stop()
