import { ProtocolError } from '../wire/protocol-error.ts'

/** What a configuration endpoint says of its cluster. */
export interface Cluster {
  /** Grows with each change. */
  readonly version: number
  /** The addresses of the servers, `host:port`, in an order that does not depend on the reply's. */
  readonly addresses: readonly string[]
}

/**
 * Reads the text of a configuration endpoint: a line with the version, and one with `host|IP address|port`
 * for each server, which are separated by spaces. Servers go by their host name where they have one: that is
 * what their certificates bear, and what stays when they move.
 *
 * @throws {ProtocolError} when it is none.
 */
export function parseCluster(text: string): Cluster {
  const [version = '', nodes = ''] = text.split(/\r?\n/)
  const addresses = Array.from(new Set(nodes.split(' ').filter(Boolean).map(toAddress)))
  if (!/^\d{1,15}$/.test(version) || addresses.length === 0) throw invalid()
  return { version: Number(version), addresses: addresses.toSorted() }
}

function toAddress(node: string): string {
  const [host = '', ip = '', port = '', ...rest] = node.split('|')
  const name = host === '' ? ip : host
  if (name === '' || port === '' || rest.length > 0) throw invalid()
  return name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`
}

/** Without the text, which may be anything where the server is no configuration endpoint. */
function invalid(): ProtocolError {
  return new ProtocolError('what the server answered is no description of a cluster')
}
