import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { HoldingProxy } from '../running/holding-proxy.ts'
import { TerminalRun } from '../running/on-terminal.ts'
import { runCli } from '../running/run-cli.ts'

const KEYS = process.env['LMC_LONG'] === '1' ? 200_000 : 20_000
const MANY = KEYS.toLocaleString('en')

/** A delete is answered by so many bytes at least. */
const ANSWER = 4

let server: MemcachedServer
let proxy: HoldingProxy
let cache: MemcachedClient
let run: TerminalRun

beforeAll(async () => {
  server = await startMemcached({ args: ['-m', '512'] })
  const transport = new MetaTransport({ servers: [server.address] })
  cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw', defaultNamespace: 'users' })
})
beforeEach(async () => {
  await cache.setMany(Array.from({ length: KEYS }, (_, index) => [`key ${index}`, 1]))
  await cache.set('other', 1, { namespace: 'others' })
  proxy = await HoldingProxy.start(server.port, Infinity)
  return () => proxy.stop()
})
afterAll(async () => {
  await cache.close()
  await server.stop()
})

/** Answers the question with y, and holds the server's answers when some values are dropped. */
async function dropSome(): Promise<void> {
  const command = ['invalidate', '--namespace', 'users', '--timeout', '100000']
  run = new TerminalRun(command, { MEMCACHED_SERVERS: proxy.address })
  await run.until(`with ${MANY} listed keys?`)
  const list = (await cache.namespaces()).find(({ namespace }) => namespace === 'users')
  proxy.hold((list?.bytes ?? 0) + (KEYS / 10) * ANSWER)
  run.type('y')
  await run.until(/Dropping [█░]+ \d+ % \| \d+ of \d0+/)
}

describe(`lmc invalidate of a namespace of ${MANY} keys`, () => {
  it('drops them all and nothing else, with a bar while that takes longer than a second', async () => {
    await dropSome()
    proxy.release()
    expect(await run.end()).toBe(0)
    expect(run.shown).toContain(`Dropped ${MANY} values`)
    expect(await cache.keys('users')).toEqual([])
    expect(await cache.keys('others')).toEqual(['other'])
  })

  it('stops at Ctrl-C, and a second run drops the rest', async () => {
    await dropSome()
    run.type('\u0003')
    expect(await run.end()).toBe(130)
    await proxy.stop()
    const left = await cache.keys('users')
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThan(KEYS)
    await runCli(['invalidate', '--namespace', 'users', '--yes', '-s', server.address])
    expect(await cache.keys('users')).toEqual([])
  })
})
