import { TransportError } from '@lmc/transport'
import { openTransport as open } from '../../dist/clients/open-transport.js'

/**
 * A transport of which every third delete fails, and says the next time that it was carried out, which it
 * never is.
 */
export function openTransport(name, options) {
  const transport = open(name, options)
  const remove = transport.delete.bind(transport)
  const failed = new Set()
  let count = 0
  transport.delete = async (key, callOptions) => {
    if (failed.delete(key)) return true
    if (count++ % 3 !== 2) return remove(key, callOptions)
    failed.add(key)
    throw new TransportError('connection', 'lost')
  }
  return transport
}
