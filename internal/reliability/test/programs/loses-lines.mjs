import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport that sometimes claims an append that it has not made. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const append = transport.append.bind(transport)
  let count = 0
  transport.append = (key, value, callOptions) =>
    count++ % 3 === 0 ? Promise.resolve(true) : append(key, value, callOptions)
  return transport
}
