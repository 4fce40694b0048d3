import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeServer, startFakeServer } from './fake-server.ts'

const run = promisify(execFile)

let servers: MemcachedServer[]
let silent: FakeServer

beforeAll(async () => {
  servers = await Promise.all([startMemcached(), startMemcached(), startMemcached()])
  silent = await startFakeServer(() => undefined)
})

afterAll(async () => {
  await Promise.all([...servers, silent].map((server) => server.stop()))
})

/**
 * Runs a module of its own, in which nothing but `transport` keeps the process alive; rejects unless it ends
 * by itself, with code 0.
 */
async function runAlone(options: object, body: string): Promise<string> {
  const script = `
    import { MetaTransport } from '@lmc/transport-meta'
    const transport = new MetaTransport(${JSON.stringify(options)})
    ${body}`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    timeout: 30_000,
  })
  return stdout.trim()
}

describe('MetaTransport, alone in its process', () => {
  it('keeps it alive while calls are under way to three servers with short time-outs', async () => {
    const output = await runAlone(
      { servers: servers.map(({ address }) => address), timeout: 50 },
      `const end = performance.now() + 3000
      let count = 0
      await Promise.all(Array.from({ length: 6 }, async () => {
        while (performance.now() < end) await transport.get('k' + (count++ % 100)).catch(() => undefined)
      }))
      console.log('to the end')`,
    )
    expect(output).toBe('to the end')
  })

  it.each([
    ['a call into silence', `await transport.get('k')`],
    ['many keys into silence', `await transport.getMany(Array.from({ length: 5000 }, (_, i) => 'k' + i))`],
    ['a flush into silence', `await transport.flush()`],
    ['a dump into silence', `for await (const key of transport.dumpKeys()) console.log(key)`],
    ['statistics of silence', `if ((await transport.statistics())[0].error) throw new Error('none')`],
  ])('keeps it alive until %s has settled', async (_, call) => {
    const options = { servers: [silent.address], timeout: 200 }
    expect(await runAlone(options, `try { ${call} } catch {} console.log('settled')`)).toBe('settled')
  })

  it('keeps it alive while calls wait for a connection, for discovery, and for a refusal', async () => {
    const nowhere = `127.0.0.1:${await freePort()}`
    const call = `for (let i = 0; i < 3; i++) await transport.get('k').catch(() => undefined)
      console.log('settled')`
    expect(await runAlone({ servers: [nowhere] }, call)).toBe('settled')
    expect(await runAlone({ discovery: { endpoint: silent.address }, timeout: 200 }, call)).toBe('settled')
    expect(await runAlone({ discovery: { endpoint: nowhere } }, call)).toBe('settled')
  })

  it('lets it end without close() once nothing is under way', async () => {
    const options = { servers: servers.map(({ address }) => address), timeout: 20_000 }
    const output = await runAlone(
      options,
      `await transport.set('k', new Uint8Array(1)); await transport.getMany(['a', 'b', 'c'])
      const over = performance.now()
      process.on('exit', () => console.log(performance.now() - over))`,
    )
    expect(Number(output)).toBeLessThan(5000)
  })
})
