import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runProgram } from './faults/run-program.ts'

let server: MemcachedServer

beforeEach(async () => {
  server = await startMemcached()
})

afterEach(async () => server.stop())

const opening = `
  import { MemjsTransport } from '@lmc/transport-memjs'
  const transport = new MemjsTransport({ servers: [process.argv[1]], timeout: 1000 })
`

describe('a process that does not close its MemjsTransport', () => {
  it.each([
    ['makes no call', ''],
    ['has had all its answers', `await transport.set('a', new Uint8Array(1)); await transport.get('a')`],
    ['does not wait for its call', `void transport.set('a', new Uint8Array(1))`],
    [
      'has given its call up',
      `await transport.get('a')
       const signal = AbortSignal.abort()
       await transport.get('a', { signal }).catch(() => 'given up')`,
    ],
    ['has flushed', `await transport.flush()`],
    ['has asked for 1,000 keys', `await transport.getMany(Array.from({ length: 1000 }, (_, i) => 'k' + i))`],
  ])('ends by itself when it %s', async (_, work) => {
    expect(await runProgram(`${opening}${work}`, server.address)).toBe(0)
  })

  it.each([
    ['a silent server', true, ''],
    ['a signal that aborts later', true, ', { signal: AbortSignal.timeout(300) }'],
    ['a server that answers', false, ''],
  ])('goes on until its call has settled, with %s', async (_, isFrozen, options) => {
    if (isFrozen) await server.freeze()
    const program = `${opening}
      process.exitCode = 7
      await transport.get('a'${options}).catch(() => undefined)
      process.exitCode = 0`
    expect(await runProgram(program, server.address)).toBe(0)
  })

  it('goes on until the last of many calls to several servers has settled', async () => {
    const others = [await startMemcached(), await startMemcached()]
    const program = `
      import { MemjsTransport } from '@lmc/transport-memjs'
      const transport = new MemjsTransport({ servers: process.argv.slice(1), timeout: 50 })
      process.exitCode = 7
      const until = performance.now() + 1500
      let calls = 0
      const loop = async () => {
        while (performance.now() < until) await transport.get('key' + (calls++ % 100)).catch(() => undefined)
      }
      await Promise.all(Array.from({ length: 6 }, loop))
      process.exitCode = 0`
    expect(await runProgram(program, server.address, ...others.map(({ address }) => address))).toBe(0)
    await Promise.all(others.map(async (other) => other.stop()))
  })
})
