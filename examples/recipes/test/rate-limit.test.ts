import { expect, it, vi } from 'vitest'
import { forwardTo, TransportError } from '@lmc/transport'
import { RateLimit } from '../src/rate-limit.ts'
import { describeOnMemcached } from './environments.ts'

describeOnMemcached('RateLimit', (open) => {
  it('lets a user do something so many times in a window, in any process', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(1_000_000_000)
    const limits = [open(), open(), open()].map((cache) => new RateLimit(cache, 10, 60))
    const takeMany = async (user: string): Promise<number> => {
      const taken = await Promise.all(
        limits.flatMap((limit) => Array.from({ length: 8 }, () => limit.take(user))),
      )
      return taken.filter(Boolean).length
    }
    await expect(takeMany('ada')).resolves.toBe(10)
    await expect(takeMany('ada')).resolves.toBe(0)
    await expect(takeMany('bob')).resolves.toBe(10)
    vi.mocked(Date.now).mockReturnValue(1_000_060_000)
    await expect(takeMany('ada')).resolves.toBe(10)
    vi.restoreAllMocks()
  })

  it('allows everything while memcached is down', async () => {
    const { transport } = open()
    const down = forwardTo(transport, {
      increment: () => Promise.reject(new TransportError('connection', 'refused')),
    })
    const limit = new RateLimit(open({ transport: down, onFailure: () => {} }), 1, 60)
    await expect(limit.take('ada')).resolves.toBe(true)
    await expect(limit.take('ada')).resolves.toBe(true)
  })
})
