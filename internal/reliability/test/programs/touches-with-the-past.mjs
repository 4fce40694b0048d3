import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport whose touch stores an older value. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const kept = new Map()
  transport.touch = async (key, lifetime, callOptions) => {
    const old = kept.get(key)
    const item = await transport.get(key, callOptions)
    if (item !== undefined) kept.set(key, item)
    return transport.set(key, (old ?? item).value, { flags: (old ?? item).flags, lifetime })
  }
  return transport
}
