import { getEventListeners } from 'node:events'
import { startMemcached } from '@lmc/memcached-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { MemjsTransport } from '../src/index.ts'

describe('one AbortSignal for many calls of MemjsTransport', () => {
  it('has one listener, gives a warning to nobody, and gives all of them up', async () => {
    const warnings: string[] = []
    const onWarning = ({ name }: Error): void => void warnings.push(name)
    process.on('warning', onWarning)
    onTestFinished(() => void process.off('warning', onWarning))
    const server = await startMemcached()
    const transport = new MemjsTransport({
      servers: [server.address],
      timeout: 20_000,
      connectTimeout: 20_000,
    })
    const controller = new AbortController()
    const { signal } = controller
    await Promise.all(Array.from({ length: 2000 }, async () => transport.get('key', { signal })))
    await Promise.all(Array.from({ length: 20 }, async () => transport.getMany(['a', 'b'], { signal })))
    await server.freeze()
    const calls = [
      ...Array.from({ length: 2000 }, async () => transport.get('key', { signal })),
      transport.getMany(
        Array.from({ length: 2000 }, (_, index) => `key-${index}`),
        { signal },
      ),
      transport.flush({ signal }),
      transport.statistics({ signal }),
    ]
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    const reason = new Error('changed my mind')
    controller.abort(reason)
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toEqual({ status: 'rejected', reason })
    }
    await new Promise(setImmediate)
    expect(warnings).toEqual([])
    await transport.close()
    await server.stop()
  })
})
