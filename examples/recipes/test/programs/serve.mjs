// A server with a slow answer. It invalidates a key for each request. Prints its port.
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import { shutDownOnSignal } from '../../dist/shut-down.js'

const transport = new MetaTransport({ servers: [process.argv[2]], timeout: 500 })
const cache = new MemcachedClient({ transport, onFailure: () => {} })
async function answer(request, response) {
  await sleep(500)
  await cache.invalidate(request.url)
  response.end('answered')
}
const server = createServer((request, response) => void answer(request, response))
shutDownOnSignal(server, cache)
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
