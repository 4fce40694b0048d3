import { openTransport as open } from '../../dist/clients/open-transport.js'

/** What the memcached keys of the list begin with. */
const LIST = 'lmc-index'

/** A transport whose touch of a value stores an older one. The list of keys stays right. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const kept = new Map()
  const touch = transport.touch.bind(transport)
  transport.touch = async (key, lifetime, callOptions) => {
    const item = key.startsWith(LIST) ? undefined : await transport.get(key, callOptions)
    if (item === undefined) return touch(key, lifetime, callOptions)
    const { value, flags } = kept.get(key) ?? item
    kept.set(key, item)
    return transport.set(key, value, { flags, lifetime })
  }
  return transport
}
