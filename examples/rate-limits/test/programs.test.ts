import { type ServingProgram, startProgram } from '@lmc/example-tests'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const WINDOW = 15 * 60_000

describe.each(['express-rate-limit', 'rate-limiter-flexible'])('two processes of %s', (program) => {
  let memcached: MemcachedServer
  let processes: readonly [ServingProgram, ServingProgram]
  const start = (): Promise<ServingProgram> =>
    startProgram(new URL(`../dist/${program}.js`, import.meta.url), memcached.address)

  beforeAll(async () => {
    memcached = await startMemcached()
    processes = [await start(), await start()]
    // A window that ended in the middle of a test would allow more.
    const left = WINDOW - (Date.now() % WINDOW)
    if (left < 30_000) await new Promise((resolve) => setTimeout(resolve, left))
  })
  afterAll(async () => {
    for (const each of processes) await expect(each.stop()).resolves.toBe(0)
    await memcached.stop()
  })

  const ask = async (which: 0 | 1): Promise<number> => (await fetch(processes[which].url)).status
  /** How many of the next 250 requests are allowed, half of them by each process. */
  const allowedOf250 = async (): Promise<number> => {
    let allowed = 0
    for (let turn = 0; turn < 250; turn++) if ((await ask(turn % 2 === 0 ? 0 : 1)) === 200) allowed++
    return allowed
  }

  it('allow 100 requests together', async () => {
    await expect(allowedOf250()).resolves.toBe(100)
  })

  it('answer while memcached is down, and count together again when it is back', async () => {
    await memcached.stop()
    // express-rate-limit allows all. The other limiter counts 100 in each process.
    await expect(allowedOf250()).resolves.toBe(program === 'express-rate-limit' ? 250 : 200)
    memcached = await startMemcached({ port: memcached.port })
    // The counts have begun again. What is asked before the process has found memcached is counted as before.
    let allowed = 0
    const allowNoMore = async (): Promise<boolean> => {
      const now = await allowedOf250()
      allowed += now
      return allowed >= 100 && now === 0
    }
    await expect.poll(allowNoMore, { timeout: 60_000 }).toBe(true)
    if (program === 'rate-limiter-flexible') expect(allowed).toBe(100)
  })
})
