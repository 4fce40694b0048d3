import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport that claims deletes that it has not made. */
export function openTransport(name, options) {
  const transport = open(name, options)
  transport.delete = async () => true
  return transport
}
