import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Failure, logFailures, MemcachedClient, type Recovery } from '../../src/index.ts'

const warnings: string[] = []
const onWarning = ({ name, message }: Error): void => {
  if (name === 'LmcWarning') warnings.push(message)
}
beforeEach(() => {
  warnings.length = 0
  process.on('warning', onWarning)
})
afterEach(() => {
  process.off('warning', onWarning)
})

describe('an outage', () => {
  it('that nobody listens to is one warning when it begins, and one when it is over', async () => {
    const port = await freePort()
    const cache = new MemcachedClient({ transport: new MetaTransport({ servers: [`127.0.0.1:${port}`] }) })
    for (let i = 0; i < 50; i++) await cache.get(i)
    await sleep(1)
    expect(warnings).toEqual([
      expect.stringContaining(`memcached fails, and the cache goes on without it: get on 127.0.0.1:${port}`),
    ])
    const server = await startMemcached({ port })
    await expect
      .poll(
        async () => {
          await cache.get('key')
          return warnings.length
        },
        { timeout: 10_000 },
      )
      .toBe(2)
    expect(warnings[1]).toMatch(/^memcached 127\.0\.0\.1:\d+ answers again; \d+ calls have failed in \d+ s$/)
    await cache.close()
    await server.stop()
  })

  it('that somebody listens to is no warning; the listener is told of its end', async () => {
    const port = await freePort()
    const failures: Failure[] = []
    const recoveries: Recovery[] = []
    const onFailure = Object.assign((failure: Failure) => failures.push(failure), {
      onRecovery: (recovery: Recovery) => recoveries.push(recovery),
    })
    const transport = new MetaTransport({ servers: [`127.0.0.1:${port}`] })
    const cache = new MemcachedClient({ transport, onFailure })
    await cache.set('key', 1)
    const server = await startMemcached({ port })
    await expect
      .poll(
        async () => {
          await cache.set('key', 1)
          return recoveries.length
        },
        { timeout: 10_000 },
      )
      .toBe(1)
    expect(recoveries[0]).toMatchObject({ server: `127.0.0.1:${port}`, failures: failures.length })
    expect(warnings).toEqual([])
    expect(cache.counters.failures).toBe(failures.length)
    await cache.close()
    await server.stop()
  })

  it('is three lines of logFailures() at most', async () => {
    const port = await freePort()
    const lines: string[] = []
    const transport = new MetaTransport({ servers: [`127.0.0.1:${port}`] })
    const cache = new MemcachedClient({ transport, onFailure: logFailures((line) => lines.push(line)) })
    await Promise.all(Array.from({ length: 500 }, (_, key) => cache.get(key)))
    const server = await startMemcached({ port })
    await expect
      .poll(
        async () => {
          await cache.get('key')
          return lines.length
        },
        { timeout: 10_000 },
      )
      .toBe(2)
    expect(lines[1]).toContain('is back')
    await cache.close()
    await server.stop()
  })
})
