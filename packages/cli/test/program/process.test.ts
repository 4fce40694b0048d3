import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HoldingProxy } from '../running/holding-proxy.ts'
import { plainEnv, program, runProcess } from '../running/run-process.ts'

let server: MemcachedServer
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  server = await startMemcached()
  env = { MEMCACHED_SERVERS: server.address }
})
afterAll(() => server.stop())

describe('the process', () => {
  it('stores what standard input has, and writes it as it is to standard output', async () => {
    const input = Uint8Array.of(0, 255, 10, 13, 27, 128)
    const stored = await runProcess(['set', 'photo', '-', '--as', 'bytes'], { input, env })
    expect(stored).toMatchObject({ code: 0, stdout: '', stderr: '' })
    const { code, bytes } = await runProcess(['get', 'photo'], { env })
    expect({ code, bytes: [...bytes] }).toEqual({ code: 0, bytes: [...input] })
  })

  it.each([
    ['with 0 for a server that answers', ['ping'], 0, ''],
    ['with 1 for a miss', ['get', 'nothing'], 1, 'No value: nothing\n'],
    ['with 2 for a mistake', ['gett', 'a'], 2, "error: unknown command 'gett'"],
    ['with 2 where nobody can be asked', ['flush'], 2, '--yes'],
    ['with 3 for a server that is down', ['get', 'a', '-s', '127.0.0.1:1'], 3, 'ECONNREFUSED'],
  ])('ends %s', async (_, args, code, remark) => {
    const outcome = await runProcess(args, { env })
    expect(outcome.code).toBe(code)
    expect(outcome.stderr).toContain(remark)
  })

  it.each([['set', 'a', 'b'], ['get', 'a'], ['invalidate', '--unnamed', '--yes'], ['dump']])(
    'stops lmc %s at SIGINT, long before the time-out of a silent server',
    async (...args) => {
      const proxy = await HoldingProxy.start(server.port, 0)
      const child = spawn(process.execPath, [program, ...args, '--timeout', '100000'], {
        env: plainEnv({ MEMCACHED_SERVERS: proxy.address }),
      })
      await proxy.reached()
      child.kill('SIGINT')
      expect(await once(child, 'close')).toEqual([130, null])
      await proxy.stop()
    },
  )
})
