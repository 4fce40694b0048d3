import assert from 'node:assert/strict'
import { assertMemcachedKey, forwardTo, isTransportError, settleWithin, toExptime } from '@lmc/transport'
import { MetaTransport } from '@lmc/transport-meta'
import { useTransport } from './steps/use-transport.mjs'

let reads = 0
const inner = new MetaTransport({ servers: [process.env.MEMCACHED] })
const wrapper = forwardTo(inner, {
  async get(key, options) {
    reads++
    return inner.get(key, options)
  },
})
await useTransport(wrapper, 'transport')
assert.ok(reads > 0)

const late = settleWithin(50, () => new Promise(() => {}), { server: 'none', command: 'get' })
await assert.rejects(late, (error) => isTransportError(error) && error.code === 'timeout')
assert.throws(() => assertMemcachedKey('a key'), TypeError)
assert.equal(toExptime(3600), 3600)
