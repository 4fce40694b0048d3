import { openTransport as open } from '../../dist/clients/open-transport.js'

/** A transport that says that it has deleted what it has not. */
export function openTransport(name, options) {
  const transport = open(name, options)
  transport.delete = async () => true
  return transport
}
