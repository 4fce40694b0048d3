import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { memcachedKey } from '@lmc/keys'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemcachedClient } from '../src/index.ts'
import { heavyTransports } from './environments.ts'

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url))

const IS_LONG = process.env['LMC_LONG'] === '1'
const PROCESSES = IS_LONG ? 8 : 2
const SECONDS = IS_LONG ? 2 : 0.5

/** Every key that `programs/churn.mjs` sets in any of the processes. */
const allKeys = ['shared:', ...Array.from({ length: PROCESSES }, (_, own) => `process ${own}: `)].flatMap(
  (prefix) => Array.from({ length: 300 }, (_, index) => `${prefix}${index}`),
)

describe.each(heavyTransports)('keys() over $name', ({ module, name, open }) => {
  let server: MemcachedServer
  let cache: MemcachedClient

  beforeEach(async () => {
    server = await startMemcached()
    cache = new MemcachedClient({ transport: open([server.address]), trackKeys: true })
  })
  afterEach(async () => {
    await cache.close()
    await server.stop()
  })

  it('lists the keys that another thread has set', async () => {
    const worker = new Worker(program('set-keys'), {
      workerData: { module, name, server: server.address, keys: ['thread', 3] },
    })
    await once(worker, 'exit')
    await cache.set('own', 1)
    const keys = await cache.keys()
    expect(keys).toHaveLength(3)
    expect(keys).toEqual(expect.arrayContaining(['own', 'thread', 3]))
  })

  it('lists all keys that four other processes have set', async () => {
    const batches = [0, 1, 2, 3].map((batch) => Array.from({ length: 250 }, (_, index) => ({ batch, index })))
    await Promise.all(
      batches.map((keys) => {
        const argument = JSON.stringify({ module, name, server: server.address, keys })
        return promisify(execFile)(process.execPath, [program('set-keys'), argument])
      }),
    )
    const keys = await cache.keys()
    expect(keys).toHaveLength(1000)
    expect(keys).toEqual(expect.arrayContaining(batches.flat()))
  })

  /**
   * `skew` is how many seconds its clock is off, `bytes` how long its values are. Who `stays` says that it is
   * done, and ends when its input ends.
   */
  const startChurn = (
    own: number,
    { skew = 0, bytes = 1, seconds = SECONDS, stays = false } = {},
  ): ChildProcess => {
    const argument = JSON.stringify({
      module,
      name,
      server: server.address,
      process: own,
      seconds,
      skew,
      bytes,
      stays,
    })
    const stdio = [stays ? 'pipe' : 'ignore', 'pipe', 'inherit'] as const
    return spawn(process.execPath, [program('churn'), argument], { stdio: [...stdio] })
  }
  const churn = async (children: readonly ChildProcess[]): Promise<void> => {
    const exits = await Promise.all(children.map((child) => once(child, 'exit')))
    expect(exits.filter(([code]) => code !== 0)).toEqual([])
  }

  /** Calls `check` when all are done and still run. */
  const churnAndStay = async (
    children: readonly ChildProcess[],
    check: () => Promise<void>,
  ): Promise<void> => {
    const exits = churn(children)
    await Promise.race([exits, Promise.all(children.map(isDone))])
    await check()
    for (const { stdin } of children) stdin?.end()
    await exits
  }
  const isDone = async ({ stdout }: ChildProcess): Promise<void> => {
    for await (const output of stdout ?? []) if (String(output).includes('done')) return
  }

  const evictions = async (): Promise<number> =>
    Number((await cache.getStatistics())[0]?.statistics['evictions'])

  const keysThere = async (): Promise<string[]> => {
    const there = await cache.transport.hasMany(allKeys.map((key) => memcachedKey(key)))
    return allKeys.filter((key) => there.has(memcachedKey(key)))
  }

  /**
   * Compares the list with the stored values: no live key is missing, and no dead key is listed. Tidying the
   * list may itself make the server drop a value meanwhile.
   */
  const expectTruth = async (): Promise<void> => {
    const before = await keysThere()
    const listed = new Set((await cache.keys()).map(String))
    const after = new Set(await keysThere())
    expect(before.length).toBeGreaterThan(10)
    expect(before.filter((key) => after.has(key) && !listed.has(key))).toEqual([])
    expect([...listed].filter((key) => !before.includes(key))).toEqual([])
  }

  /**
   * What the server evicts of the list is listed again by the processes that have listed it: they look each
   * second.
   */
  const expectTruthSoon = (): Promise<void> => vi.waitFor(expectTruth, { timeout: 20_000, interval: 500 })

  it(`is right after ${PROCESSES} processes have set, set again, invalidated and listed keys of one namespace`, async () => {
    await churn(Array.from({ length: PROCESSES }, (_, own) => startChurn(own)))
    await expectTruth()
  })

  it('is right when the server is full: it has 2 MB', async () => {
    await server.stop()
    server = await startMemcached({ port: server.port, args: ['-m', '2'] })
    const children = Array.from({ length: PROCESSES }, (_, own) =>
      startChurn(own, { bytes: 4000, seconds: 2 * SECONDS, stays: true }),
    )
    await churnAndStay(children, async () => {
      expect(await evictions()).toBeGreaterThan(100)
      await expectTruthSoon()
    })
  })

  it('is right when the clocks of the processes are ten seconds apart', async () => {
    await churn(
      Array.from({ length: PROCESSES }, (_, own) => startChurn(own, { skew: (own - PROCESSES / 2) * 10 })),
    )
    await expectTruth()
  })

  it('is right when processes were killed during their calls', async () => {
    const children = Array.from({ length: PROCESSES }, (_, own) => startChurn(own))
    const survivors = churn(children.slice(PROCESSES / 2))
    for (const child of children.slice(0, PROCESSES / 2)) {
      if (child.stdout) await once(child.stdout, 'data')
      await sleep(100 + Math.random() * 300)
      child.kill('SIGKILL')
    }
    await survivors
    await expectTruth()
  })

  it('is right when the server was restarted meanwhile', async () => {
    const children = Array.from({ length: PROCESSES }, (_, own) => startChurn(own, { seconds: 4 * SECONDS }))
    const exits = churn(children)
    for (const { stdout } of children) if (stdout) await once(stdout, 'data')
    await sleep((SECONDS * 1000) / 4)
    await server.stop()
    server = await startMemcached({ port: server.port })
    await exits
    await expectTruth()
  })

  it('is right when all of that comes together: clocks, kills, a restart, and a server of 2 MB that is full', async () => {
    const children = Array.from({ length: PROCESSES }, (_, own) =>
      startChurn(own, {
        skew: (own - PROCESSES / 2) * 10,
        bytes: 4000,
        seconds: IS_LONG ? 4 : 2,
        stays: own >= PROCESSES / 2,
      }),
    )
    const survivors = churnAndStay(children.slice(PROCESSES / 2), async () => {
      expect(await evictions()).toBeGreaterThan(100)
      await expectTruthSoon()
    })
    for (const child of children.slice(0, PROCESSES / 2)) {
      if (child.stdout) await once(child.stdout, 'data')
      await sleep(100 + Math.random() * 300)
      child.kill('SIGKILL')
    }
    await server.stop()
    server = await startMemcached({ port: server.port, args: ['-m', '2'] })
    await survivors
  })
})
