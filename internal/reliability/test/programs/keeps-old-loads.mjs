import { openTransport as open } from '../../dist/clients/open-transport.js'

/** The flags of a lease. */
const LEASED = 49_153

/** A transport that stores a loaded value even if the lease is gone. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const leased = new Set()
  const add = transport.add.bind(transport)
  transport.add = (key, value, callOptions) => {
    if (callOptions?.flags === LEASED) leased.add(key)
    return add(key, value, callOptions)
  }
  const compareAndSet = transport.compareAndSet.bind(transport)
  transport.compareAndSet = (key, value, cas, callOptions) =>
    leased.has(key) ? transport.set(key, value, callOptions) : compareAndSet(key, value, cas, callOptions)
  return transport
}
