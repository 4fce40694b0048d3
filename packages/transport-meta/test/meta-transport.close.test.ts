import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const run = promisify(execFile)

let server: MemcachedServer

beforeAll(async () => {
  server = await startMemcached()
})

afterAll(() => server.stop())

/**
 * Far below the time-outs of the transport, which are what would keep a process, and far above what a busy
 * machine takes to end one.
 */
const SOON = 5000

/**
 * Runs a module with `transport` in a process of its own, and returns how long that went on after its last
 * line, in milliseconds.
 */
async function runAlone(address: string, body: string): Promise<number> {
  const script = `
    import { MetaTransport } from '@lmc/transport-meta'
    const transport = new MetaTransport({ servers: ['${address}'], timeout: 30_000, connectTimeout: 30_000 })
    ${body}
    const over = performance.now()
    process.on('exit', () => console.log(performance.now() - over))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    timeout: 60_000,
  })
  return Number(stdout)
}

describe('MetaTransport, when it is closed', () => {
  it('lets the calls in flight settle, and rejects those that come later', async () => {
    const transport = new MetaTransport({ servers: [server.address], ...patient })
    const calls = Array.from({ length: 100 }, () => transport.set('k', new Uint8Array(10)))
    const closing = transport.close()
    const late = expect(transport.get('k')).rejects.toMatchObject({
      code: 'closed',
      message: `get on ${server.address}: the transport is closed`,
    })
    expect(await Promise.all(calls)).toEqual(calls.map(() => true))
    await Promise.all([late, closing])
    await transport.close()
    await expect(transport.getMany([])).rejects.toMatchObject({ code: 'closed' })
    await expect(transport.statistics()).rejects.toMatchObject({ code: 'closed' })
  })

  it('settles calls that get no answer, within the time-out', async () => {
    const silent = await startFakeServer(() => undefined)
    const transport = new MetaTransport({ servers: [silent.address], timeout: 200 })
    const outcomes = Promise.allSettled(Array.from({ length: 10 }, () => transport.get('k')))
    const start = performance.now()
    await transport.close()
    expect(performance.now() - start).toBeLessThan(10_000)
    expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true)
    await silent.stop()
  })

  it('lets the process end at once', async () => {
    expect(await runAlone(server.address, `await transport.get('k'); await transport.close()`)).toBeLessThan(
      SOON,
    )
  })

  it('lets the process end when it is not closed, once no call is under way', async () => {
    expect(await runAlone(server.address, `await transport.get('k')`)).toBeLessThan(SOON)
    expect(await runAlone(server.address, `await transport.getMany(['a', 'b'])`)).toBeLessThan(SOON)
  })

  it('lets the process end while a server is down', async () => {
    expect(await runAlone('127.0.0.1:1', `await transport.get('k').catch(() => undefined)`)).toBeLessThan(
      SOON,
    )
  })

  it('keeps the process alive while a call is under way that nobody awaits', async () => {
    const body = `transport.set('k', Buffer.from('x')).then((stored) => { globalThis.stored = stored })
      process.on('exit', () => { if (!globalThis.stored) throw new Error('ended before') })`
    expect(await runAlone(server.address, body)).toBeGreaterThan(0)
  })
})
