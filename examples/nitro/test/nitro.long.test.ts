import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { askThroughOutages, type ServingProgram, startProgram } from '@lmc/example-tests'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

describe('two processes of a server that Nitro has built', () => {
  let memcached: MemcachedServer
  let processes: readonly [ServingProgram, ServingProgram]
  const start = (): Promise<ServingProgram> =>
    startProgram(new URL('../.output/server/index.mjs', import.meta.url), memcached.address)

  beforeAll(async () => {
    memcached = await startMemcached()
    const nitro = fileURLToPath(import.meta.resolve('nitropack/cli'))
    await promisify(execFile)(process.execPath, [nitro, 'build'], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, NODE_ENV: 'production', MEMCACHED_SERVERS: memcached.address },
    })
    processes = [await start(), await start()]
  })
  beforeEach(() => ask(0, 'keys', 'DELETE'))
  afterAll(async () => {
    await expect(Promise.all(processes.map((each) => each.stop()))).resolves.toEqual([0, 0])
    await memcached.stop()
  })

  const ask = async (which: 0 | 1, path: string, method = 'GET'): Promise<unknown> => {
    const answer = await fetch(`${processes[which].url}/${path}`, { method })
    return answer.ok ? JSON.parse((await answer.text()) || 'null') : answer.status
  }

  it('share an answer that is kept', async () => {
    await expect(ask(0, 'prices/apple')).resolves.toEqual({ id: 'apple', price: 5, load: 1 })
    await expect(ask(1, 'prices/apple')).resolves.toEqual({ id: 'apple', price: 5, load: 1 })
    await expect(ask(1, 'prices/plum')).resolves.toEqual({ id: 'plum', price: 4, load: 1 })
    await expect(ask(0, 'prices/plum')).resolves.toEqual({ id: 'plum', price: 4, load: 1 })
  })

  it('list the keys of what any of them keeps, and drop all of it', async () => {
    await expect(ask(0, 'keys')).resolves.toEqual([])
    await ask(0, 'prices/apple')
    await ask(1, 'prices/plum')
    const keys = expect.arrayContaining([expect.stringContaining('apple'), expect.stringContaining('plum')])
    await expect(ask(0, 'keys')).resolves.toEqual(keys)
    await expect(ask(1, 'keys')).resolves.toHaveLength(2)
    await ask(1, 'keys', 'DELETE')
    await expect(ask(0, 'keys')).resolves.toEqual([])
  })

  it('answer every request while memcached is killed and comes back', async () => {
    const outcome = await askThroughOutages(memcached, async (turn) => {
      const which = turn % 2 === 0 ? 0 : 1
      if (turn % 10 === 0) return JSON.stringify(Array.isArray(await ask(which, 'keys')))
      return JSON.stringify(await ask(which, `prices/item-${turn % 10}`)).replaceAll(
        /item-\d|"load":\d+/g,
        '',
      )
    })
    memcached = outcome.memcached
    expect(outcome.answers).toEqual(new Set(['{"id":"","price":6,}', 'true']))
  })
})
