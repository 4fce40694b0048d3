import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport whose increment sometimes returns the previous count. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const increment = transport.increment.bind(transport)
  let calls = 0
  transport.increment = async (...args) => {
    const count = await increment(...args)
    return count !== undefined && calls++ % 20 === 19 ? count - 1n : count
  }
  return transport
}
