import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport that stores whatever the version is. */
export function openTransport(name, options) {
  const transport = open(name, options)
  transport.compareAndSet = (key, value, _cas, callOptions) => transport.set(key, value, callOptions)
  return transport
}
