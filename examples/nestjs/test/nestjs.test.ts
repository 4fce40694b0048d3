import { askThroughOutages, type ServingProgram, startProgram } from '@lmc/example-tests'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

describe('an application of NestJS', () => {
  let memcached: MemcachedServer
  let applications: readonly [ServingProgram, ServingProgram]
  const start = (): Promise<ServingProgram> =>
    startProgram(new URL('../dist/main.js', import.meta.url), memcached.address)

  beforeAll(async () => {
    memcached = await startMemcached()
    applications = [await start(), await start()]
  })
  afterAll(async () => {
    await Promise.all(applications.map((each) => each.stop()))
    await memcached.stop()
  })

  const ask = async (which: 0 | 1, path: string): Promise<unknown> => {
    const answer = await fetch(`${applications[which].url}/prices/${path}`)
    return [answer.status, await answer.json()]
  }

  it('shares an answer that the interceptor keeps with another process', async () => {
    await expect(ask(0, 'report')).resolves.toEqual([200, { made: 1 }])
    await expect(ask(0, 'report')).resolves.toEqual([200, { made: 1 }])
    await expect(ask(1, 'report')).resolves.toEqual([200, { made: 1 }])
  })

  it('answers every request while memcached is killed and comes back', async () => {
    const outcome = await askThroughOutages(memcached, async (turn) => {
      const id = `item-${turn % 20}`
      return JSON.stringify(await ask(turn % 2 === 0 ? 0 : 1, id)).replace(/item-\d+/, 'item')
    })
    memcached = outcome.memcached
    expect(outcome.answers).toEqual(
      new Set(['[200,{"id":"item","price":6}]', '[200,{"id":"item","price":7}]']),
    )
  })
})
