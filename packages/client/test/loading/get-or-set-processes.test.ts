import type { Milliseconds } from '@lmc/transport'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../../src/index.ts'
import { heavyTransports } from '../environments.ts'
import { setAged } from './set-aged.ts'
import { startFleet } from './start-fleet.ts'

const PROCESSES = process.env['LMC_LONG'] === '1' ? 8 : 3
const LOAD: Milliseconds = 300
const clocks = (index: number): number => 10 * index - 5 * (PROCESSES - 1)

describe.each(heavyTransports)(`getOrSet of ${PROCESSES} processes over $name`, ({ module, name, open }) => {
  let server: MemcachedServer
  let cache: MemcachedClient

  beforeEach(async () => {
    server = await startMemcached()
    cache = new MemcachedClient({ transport: open([server.address]) })
  })
  afterEach(async () => {
    await cache.close()
    await server.stop()
  })
  const task = { module, name, processes: PROCESSES, callers: 100, duration: LOAD }

  it.each([
    ['', () => 0],
    [', with clocks that are ten seconds apart', clocks],
  ])('100 callers each make one load of a cold key%s', async (_, skew) => {
    const fleet = await startFleet({ ...task, server: server.address, skew })
    const results = await fleet.results
    expect(fleet.loads).toHaveLength(1)
    expect(results).toEqual(
      Array.from({ length: PROCESSES }, () => ({
        values: [`value of ${fleet.loads[0]?.pid}`],
        count: 100,
        failures: [],
      })),
    )
  })

  it('when the loading process is killed, one other process loads', async () => {
    const fleet = await startFleet({ ...task, server: server.address, options: { lease: 2 } })
    await fleet.loading
    fleet.loads[0]?.kill('SIGKILL')
    const results = await fleet.results
    expect(fleet.loads).toHaveLength(2)
    expect(results).toHaveLength(PROCESSES - 1)
    for (const { values } of results) expect(values).toEqual([`value of ${fleet.loads[1]?.pid}`])
  })

  it('without a server each process loads once, and no call fails', async () => {
    const { address } = server
    await server.stop()
    const fleet = await startFleet({ ...task, server: address, isDown: true })
    const results = await fleet.results
    expect(new Set(fleet.loads).size).toBe(PROCESSES)
    expect(fleet.loads).toHaveLength(PROCESSES)
    for (const { values, failures } of results) {
      expect(values).toEqual([expect.stringMatching(/^value of \d+$/)])
      expect(failures).toEqual(['connection'])
    }
    server = await startMemcached()
  })

  it('a failed load rejects all callers, each process loads at most once, and nothing is stored', async () => {
    const fleet = await startFleet({ ...task, server: server.address, fails: true })
    const results = await fleet.results
    expect(fleet.loads).toHaveLength(new Set(fleet.loads).size)
    expect(results).toHaveLength(PROCESSES)
    for (const { values } of results) expect(values).toEqual(['the database is down'])
    await expect(cache.get('key')).resolves.toBeUndefined()
  })

  it('all callers get a value that is too large, and each process loads at most once', async () => {
    const fleet = await startFleet({ ...task, server: server.address, bytes: 2 ** 21 })
    const results = await fleet.results
    expect(fleet.loads).toHaveLength(new Set(fleet.loads).size)
    expect(results).toHaveLength(PROCESSES)
    for (const { values, failures } of results) {
      expect(values).toEqual([`${2 ** 21} characters`])
      expect(failures.filter((code) => code !== 'value-too-large')).toEqual([])
    }
  })

  it.each([
    ['', () => 0],
    // The same for all processes, except those whose clocks are behind: these take the value for fresh.
    [', with clocks that are ten seconds apart', clocks],
  ])('50 callers each make one load of a stale value%s', async (_, skew) => {
    await setAged(cache.transport, 'key', 'stale', { freshFor: -1000 })
    const options = { lifetime: 60, staleFor: 60 }
    const fleet = await startFleet({
      ...task,
      callers: 50,
      server: server.address,
      options,
      skew,
      linger: 2 * LOAD,
    })
    const results = await fleet.results
    expect(fleet.loads).toHaveLength(1)
    expect(results).toHaveLength(PROCESSES)
    for (const { values, count } of results) {
      expect(count).toBe(50)
      expect(values).toEqual(['stale'])
    }
    await expect(cache.get('key')).resolves.toBe(`value of ${fleet.loads[0]?.pid}`)
  })

  it('while the load fails, every call gets the stale value, with at most one load per lease', async () => {
    await setAged(cache.transport, 'key', 'stale', { freshFor: -1000 })
    const options = { lifetime: 60, staleFor: 30, lease: 1 }
    const startedAt = performance.now()
    const fleet = await startFleet({
      ...task,
      callers: 5,
      server: server.address,
      options,
      fails: true,
      time: 5000,
    })
    const results = await fleet.results
    const took = (performance.now() - startedAt) / 1000
    expect(results).toHaveLength(PROCESSES)
    for (const { values, failures } of results) {
      expect(values).toEqual(['stale'])
      expect(failures.filter((code) => code !== 'load-failed')).toEqual([])
    }
    expect(fleet.loads.length).toBeGreaterThan(1)
    expect(fleet.loads.length).toBeLessThanOrEqual(1 + took)
  })
})
