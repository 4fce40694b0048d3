import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** An application in a process of its own. */
interface Application {
  readonly url: string
  readonly process: ChildProcess
}

async function startApplication(servers: string): Promise<Application> {
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
  const env = { ...process.env, MEMCACHED_SERVERS: servers, PORT: '0' }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const [line]: unknown[] = await once(child.stdout, 'data')
  return { url: String(line).trim(), process: child }
}

describe('an application of NestJS', () => {
  let server: MemcachedServer
  let applications: readonly [Application, Application]

  beforeAll(async () => {
    server = await startMemcached()
    applications = [await startApplication(server.address), await startApplication(server.address)]
  })
  afterAll(async () => {
    for (const each of applications) {
      each.process.kill('SIGTERM')
      await once(each.process, 'exit')
    }
    await server.stop()
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
    const statuses = new Set<unknown>()
    const over = new AbortController()
    let served = 0
    const user = async (caller: number): Promise<void> => {
      for (let turn = 0; !over.signal.aborted; turn++) {
        const id = `item-${(caller + turn) % 20}`
        statuses.add(JSON.stringify(await ask(turn % 2 === 0 ? 0 : 1, id)).replace(/item-\d+/, 'item'))
        served++
      }
    }
    const users = Promise.all(Array.from({ length: 4 }, (_, caller) => user(caller)))
    for (let round = 0; round < 2; round++) {
      await servedMore(() => served, 100)
      await server.stop()
      await servedMore(() => served, 100)
      server = await startMemcached({ port: server.port })
    }
    await servedMore(() => served, 100)
    over.abort()
    await users
    expect(statuses).toEqual(new Set(['[200,{"id":"item","price":6}]', '[200,{"id":"item","price":7}]']))
  })
})

async function servedMore(served: () => number, count: number): Promise<void> {
  const goal = served() + count
  while (served() < goal) await new Promise((resolve) => setTimeout(resolve, 10))
}
