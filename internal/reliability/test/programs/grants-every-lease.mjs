import { openTransport as open } from '../../dist/clients/open-transport.js'

/** The flags of a lease. */
const LEASED = 49_153

/** A transport that gives a lease to every caller. */
export function openTransport(name, options) {
  const transport = open(name, options)
  const add = transport.add.bind(transport)
  transport.add = (key, value, callOptions) =>
    callOptions?.flags === LEASED ? transport.set(key, value, callOptions) : add(key, value, callOptions)
  return transport
}
