import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { runProgram } from './faults/run-program.ts'
import { rejectionOf } from './rejection-of.ts'

const TIMERS = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
  'performance',
] as const

const value = Buffer.from('x')

let server: MemcachedServer
let transport: MemjsTransport

beforeEach(async () => {
  server = await startMemcached()
  transport = new MemjsTransport({ servers: [server.address], timeout: 500, connectTimeout: 500 })
})

afterEach(async () => {
  vi.useRealTimers()
  await transport.close()
  await server.stop()
})

describe('MemjsTransport with fake timers', () => {
  it.each([
    ['cold', false],
    ['warm', true],
  ])('serves calls, when it was %s before', async (_, isWarm) => {
    if (isWarm) await transport.set('key', value)
    vi.useFakeTimers({ toFake: [...TIMERS] })
    expect(await transport.set('key', value)).toBe(true)
    expect(await transport.increment('counter', 1, { initial: 1 })).toBe(1n)
    const keys = Array.from({ length: 1000 }, (__, index) => `key-${index}`)
    expect((await transport.getMany(keys)).size).toBe(0)
    await transport.flush()
    expect(await transport.statistics()).toHaveLength(1)
  })

  it('rejects calls in time', async () => {
    const down = new MemjsTransport({ servers: [`127.0.0.1:${await freePort()}`] })
    await server.freeze()
    vi.useFakeTimers({ toFake: [...TIMERS] })
    for (let call = 0; call < 3; call++) {
      expect(await rejectionOf(transport.get('key'))).toMatchObject({ code: expect.any(String) })
      expect(await rejectionOf(down.get('key'))).toMatchObject({ code: 'connection' })
    }
    await down.close()
    server.signal('SIGCONT')
  })

  // In a process of its own: the test runner itself does not survive this.
  it.each([
    ['cold', ''],
    ['warm', `await transport.set('key', value)`],
  ])('of nextTick as well, settles all calls, and serves them when it is over; %s', async (_, warm) => {
    const program = `
      import { MemjsTransport } from '@lmc/transport-memjs'
      const value = Buffer.from('x')
      const transport = new MemjsTransport({ servers: [process.argv[1]], timeout: 300, connectTimeout: 300 })
      ${warm}
      process.exitCode = 7
      const { nextTick } = process
      const { setTimeout, clearTimeout, setImmediate, clearImmediate } = globalThis
      const nothing = () => undefined
      process.nextTick = nothing
      Object.assign(globalThis, {
        setTimeout: nothing, clearTimeout: nothing, setImmediate: nothing, clearImmediate: nothing,
      })
      const reads = [transport.get('key'), transport.getMany(['a', 'b'])]
      await Promise.allSettled([...reads, transport.set('key', value), transport.flush()])
      await Promise.allSettled([transport.set('key', Buffer.alloc(3_000_000)), transport.get('key')])
      process.nextTick = nextTick
      Object.assign(globalThis, { setTimeout, clearTimeout, setImmediate, clearImmediate })
      const until = performance.now() + 1500
      while (!(await transport.set('key', value).catch(() => false)) && performance.now() < until);
      process.exitCode = String((await transport.get('key')).value) === '120' ? 0 : 8`
    expect(await runProgram(program, server.address)).toBe(0)
  })
})
