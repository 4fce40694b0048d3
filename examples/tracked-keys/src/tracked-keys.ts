import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { MemcachedClient } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'

const server = process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211'
const namespace = `tracked keys ${process.pid}`
const cache = new MemcachedClient({
  transport: new MetaTransport({ servers: [server] }),
  defaultNamespace: namespace,
  trackKeys: true,
})

/** Runs another process that stores three keys. */
async function fill(name: string): Promise<void> {
  await promisify(execFile)(process.execPath, [
    fileURLToPath(new URL('worker.js', import.meta.url)),
    server,
    namespace,
    name,
  ])
}

async function show(event: string): Promise<void> {
  console.log(`${event.padEnd(40)} ${(await cache.keys()).map(String).toSorted().join(' ')}`)
}

await Promise.all(['ada', 'bob'].map(fill))
await show('two other processes stored three each:')

await cache.invalidate('ada:2')
await show('this one invalidated ada:2:')

await cache.set(['a', 'list'], 'any key is listed as it was given')
await show('and stored a key that is a list:')

await cache.invalidateMany(await cache.keys())
await show('all that is listed, invalidated:')

await cache.close()
