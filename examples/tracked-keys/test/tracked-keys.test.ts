import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let server: MemcachedServer
beforeAll(async () => {
  server = await startMemcached()
})
afterAll(async () => {
  await server.stop()
})

describe('tracked-keys', () => {
  it('lists what two other processes have stored, and what is left after each invalidation', async () => {
    const program = fileURLToPath(new URL('../dist/tracked-keys.js', import.meta.url))
    const env = { ...process.env, MEMCACHED_SERVERS: server.address }
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env, timeout: 20_000 })
    expect(stdout.split('\n').map((line) => line.slice(40).trim())).toEqual([
      'ada:1 ada:2 ada:3 bob:1 bob:2 bob:3',
      'ada:1 ada:3 bob:1 bob:2 bob:3',
      'a,list ada:1 ada:3 bob:1 bob:2 bob:3',
      '',
      '',
    ])
  })
})
