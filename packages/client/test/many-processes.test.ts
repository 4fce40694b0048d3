import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { type MemcachedServer, startMemcached } from '@lmc/testing'
import { MemjsTransport } from '@lmc/transport-memjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../src/index.ts'

const program = fileURLToPath(new URL('programs/set-keys.mjs', import.meta.url))

describe.each([
  {
    module: '@lmc/transport-memjs',
    name: 'MemjsTransport',
    open: (server: string) => new MemjsTransport({ servers: [server] }),
  },
])('keys() over $name', ({ module, name, open }) => {
  let server: MemcachedServer
  let cache: MemcachedClient

  beforeAll(async () => {
    server = await startMemcached()
    cache = new MemcachedClient({ transport: open(server.address), trackKeys: true })
    await cache.set('own', 1)
  })
  afterAll(async () => {
    await cache.close()
    await server.stop()
  })

  it('lists what another thread has set', async () => {
    const worker = new Worker(program, {
      workerData: { module, name, server: server.address, keys: ['thread', 3] },
    })
    await once(worker, 'exit')
    const keys = await cache.keys()
    expect(keys).toEqual(expect.arrayContaining(['own', 'thread', 3]))
  })

  it('lists what four other processes have set, all of it', async () => {
    const batches = [0, 1, 2, 3].map((batch) => Array.from({ length: 250 }, (_, index) => ({ batch, index })))
    await Promise.all(
      batches.map((keys) => {
        const argument = JSON.stringify({ module, name, server: server.address, keys })
        return promisify(execFile)(process.execPath, [program, argument], {
          cwd: fileURLToPath(new URL('.', import.meta.url)),
        })
      }),
    )
    const keys = await cache.keys()
    expect(keys).toEqual(expect.arrayContaining(batches.flat()))
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length)
  })
})
