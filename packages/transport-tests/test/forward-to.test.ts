import { describe, expect, it } from 'vitest'
import { testTransport } from '../src/conformance/index.ts'
import { forwardTo, type Transport } from '@lmc/transport'
import { ReferenceServer, ReferenceTransport } from './reference-transport.ts'

/** The wrapper of the README. It counts the stored bytes. */
function countBytes(inner: Transport, count: (bytes: number) => void): Transport {
  return forwardTo(inner, {
    async set(key, value, options) {
      const isStored = await inner.set(key, value, options)
      if (isStored) count(value.length)
      return isStored
    },
  })
}

const server = new ReferenceServer()
testTransport('forwardTo', {
  describe,
  it,
  open: () => countBytes(new ReferenceTransport(server), () => {}),
  elapse: (seconds) => void (server.now += seconds),
})

describe('forwardTo', () => {
  it('calls the overrides instead of the inner methods', async () => {
    const counts: number[] = []
    const transport = countBytes(new ReferenceTransport(new ReferenceServer()), (bytes) => counts.push(bytes))
    await transport.set('key', new Uint8Array(5))
    await transport.add('other', new Uint8Array(7))
    expect(counts).toEqual([5])
    expect((await transport.get('key'))?.value).toHaveLength(5)
  })

  it('keeps a getter of the overrides', () => {
    let servers = ['one']
    const transport = forwardTo(new ReferenceTransport(new ReferenceServer()), {
      get servers() {
        return servers
      },
    })
    servers = ['two']
    expect(transport.servers).toEqual(['two'])
  })
})
