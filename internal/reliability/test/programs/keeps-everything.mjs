import { openTransport as open } from '../../dist/clients/open-transport.js'

const kept = []

/** A transport that keeps each call, and adds listeners to the process. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const get = transport.get.bind(transport)
  transport.get = (key, callOptions) => {
    kept.push(Array.from({ length: 1000 }, () => ({ key })))
    if (kept.length % 50 === 0) process.on('exit', () => kept.length)
    return get(key, callOptions)
  }
  return transport
}
