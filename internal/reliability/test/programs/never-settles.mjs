import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport that sometimes forgets a call. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const set = transport.set.bind(transport)
  let count = 0
  transport.set = (key, value, callOptions) =>
    count++ % 50 === 49 ? new Promise(() => {}) : set(key, value, callOptions)
  return transport
}
