import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HoldingProxy } from '../running/holding-proxy.ts'
import { runCli } from '../running/run-cli.ts'
import { plainEnv, program } from '../running/run-process.ts'

const KEYS = process.env['LMC_LONG'] === '1' ? 100_000 : 50_000

let server: MemcachedServer
let cache: MemcachedClient

beforeAll(async () => {
  server = await startMemcached()
  const transport = new MetaTransport({ servers: [server.address], timeout: 50_000 })
  cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
  for (let from = 0; from < KEYS; from += 10_000)
    await cache.setMany(Array.from({ length: 10_000 }, (_, at) => [`key ${from + at}`, 1]))
})
afterAll(async () => {
  await cache.close()
  await server.stop()
})

const start = (args: readonly string[], address = server.address) =>
  spawn(process.execPath, [program, ...args], { env: plainEnv({ MEMCACHED_SERVERS: address }) })

describe(`lmc keys of ${KEYS} keys`, () => {
  it('writes the first key before the server has said of all keys that they are there', async () => {
    const whole = await HoldingProxy.start(server.port, Infinity)
    const listing = await runCli(['keys', '-s', whole.address])
    expect(listing.stdout.split('\n')).toHaveLength(KEYS + 1)
    await whole.stop()

    // Half of the answers is the list itself. Of what comes behind, to verify each key, half never arrives.
    const proxy = await HoldingProxy.start(server.port, 0.75 * whole.answered)
    const child = start(['keys', '--timeout', '100000'], proxy.address)
    const [first] = (await once(child.stdout, 'data')) as [Buffer]
    expect(first.toString()).toMatch(/^key \d+\n/)
    child.kill('SIGKILL')
    await once(child, 'close')
    await proxy.stop()
  })

  it('ends with 0 and without a word when its reader goes after the first line, and asks no further', async () => {
    const proxy = await HoldingProxy.start(server.port, Infinity)
    const child = start(['keys'], proxy.address)
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    await once(child.stdout, 'data')
    child.stdout.destroy()
    expect(await once(child, 'close')).toEqual([0, null])
    expect(stderr).toBe('')
    const answered = proxy.answered
    await runCli(['keys', '-s', proxy.address])
    expect(answered).toBeLessThan(0.8 * (proxy.answered - answered))
    await proxy.stop()
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 130 at %s, and says so', async (signal) => {
    const child = start(['keys'])
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    // Nobody reads more than the first lines, so it waits.
    await new Promise((resolve) => void child.stdout.once('readable', resolve))
    child.kill(signal)
    const closed = once(child, 'exit')
    expect(await closed).toEqual([130, null])
    child.stdout.destroy()
    expect(stderr).toBe('Stopped.\n')
  })
})

describe.each([
  ['dump', ['dump']],
  ['keys --dump', ['keys', '--dump']],
  ['keys --json', ['keys', '--json']],
])('lmc %s', (_, args) => {
  it('ends with 0 and without a word when its reader goes', async () => {
    const child = start(args)
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    await once(child.stdout, 'data')
    child.stdout.destroy()
    expect(await once(child, 'close')).toEqual([0, null])
    expect(stderr).toBe('')
  })
})

describe('a reader that goes before anything is written', () => {
  it.each([
    ['of results', ['--help'], 0],
    ['of remarks', ['get', 'nothing'], 1],
    ['of a mistake', ['gett'], 2],
  ])('%s changes no exit code', async (_, args, code) => {
    const child = start(args)
    child.stdout.destroy()
    child.stderr.destroy()
    expect(await once(child, 'exit')).toEqual([code, null])
  })
})
