import { setTimeout as sleep } from 'node:timers/promises'
import { forwardTo, TransportError } from '@lmc/transport'
import { expect, it } from 'vitest'
import { withLock } from '../src/with-lock.ts'
import { describeOnMemcached } from './environments.ts'

describeOnMemcached('withLock', (open) => {
  it('lets one of many do the work at a time, and then the next one', async () => {
    const clients = [open(), open(), open()]
    let working = 0
    let most = 0
    let done = 0
    const work = async (): Promise<string> => {
      working++
      most = Math.max(most, working)
      await sleep(5)
      working--
      done++
      return 'done'
    }
    const end = Date.now() + 500
    const outcomes = new Set<unknown>()
    const worker = async (index: number): Promise<void> => {
      while (Date.now() < end) {
        const client = clients[index % 3]
        if (client !== undefined) outcomes.add(await withLock(client, 'job', 60, work))
      }
    }
    await Promise.all(Array.from({ length: 12 }, (_, index) => worker(index)))
    expect(most).toBe(1)
    expect(done).toBeGreaterThan(5)
    expect(outcomes).toEqual(new Set(['done', undefined]))
  })

  it('frees the lock when the work fails, and rejects with its error', async () => {
    const cache = open()
    const reason = new Error('no more paper')
    await expect(withLock(cache, 'job', 60, () => Promise.reject(reason))).rejects.toBe(reason)
    await expect(withLock(cache, 'job', 60, async () => 'done')).resolves.toBe('done')
  })

  it('leaves the lock of another process alone when its own has expired', async () => {
    const [cache, other] = [open(), open()]
    const job = { namespace: 'locks' }
    const outcome = await withLock(cache, 'job', 60, async () => {
      await other.invalidate('job', job)
      await other.add('job', 'of the other', job)
      return 'late'
    })
    expect(outcome).toBe('late')
    await expect(cache.get('job', job)).resolves.toBe('of the other')
  })

  it('does nothing while memcached is down, and lets no work fail when memcached goes down during it', async () => {
    const { transport } = open()
    let isDown = true
    const refuse = (): Promise<never> => Promise.reject(new TransportError('connection', 'refused'))
    const flaky = forwardTo(transport, {
      add: (...args) => (isDown ? refuse() : transport.add(...args)),
      gets: (...args) => (isDown ? refuse() : transport.gets(...args)),
    })
    const cache = open({ transport: flaky, onFailure: () => {} })
    await expect(withLock(cache, 'job', 60, async () => 'done')).resolves.toBeUndefined()
    isDown = false
    const outcome = withLock(cache, 'job', 60, async () => {
      isDown = true
      return 'done'
    })
    await expect(outcome).resolves.toBe('done')
  })
})
