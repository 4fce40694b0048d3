import { TransportError } from '@lmc/transport'
import { openTransport as open } from '../../dist/clients/open-transport.js'

/**
 * A transport whose every third delete fails. The next delete of the key claims success, and does nothing.
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
