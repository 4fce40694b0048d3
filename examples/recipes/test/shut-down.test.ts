import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { MemcachedClient } from '@lmc/client'
import { startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { describe, expect, it } from 'vitest'

describe.each(['SIGTERM', 'SIGINT'] as const)('shutDownOnSignal, by %s', (signal) => {
  it('answers the running requests, makes their invalidations, and ends', async () => {
    const memcached = await startMemcached()
    const cache = new MemcachedClient({ transport: new MetaTransport({ servers: [memcached.address] }) })
    await cache.set('/page', 'old')
    const program = fileURLToPath(new URL('programs/serve.mjs', import.meta.url))
    const child = spawn(process.execPath, [program, memcached.address], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exit = once(child, 'exit')
    const [port] = (await once(child.stdout, 'data')) as [Buffer]
    const address = `http://127.0.0.1:${port.toString().trim()}/page`
    const answer = fetch(address, { headers: { connection: 'close' } }).then((response) => response.text())
    await sleep(200)
    child.kill(signal)
    await sleep(100)
    await expect(fetch(address)).rejects.toThrow('fetch failed')
    await expect(answer).resolves.toBe('answered')
    await expect(exit).resolves.toEqual([0, null])
    await expect(cache.get('/page')).resolves.toBeUndefined()
    await cache.close()
    await memcached.stop()
  })
})
