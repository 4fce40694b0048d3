import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport that sometimes leaves a rejection unhandled. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const get = transport.get.bind(transport)
  let count = 0
  transport.get = (key, callOptions) => {
    if (count++ % 50 === 49) void Promise.reject(new Error('left alone'))
    return get(key, callOptions)
  }
  return transport
}
